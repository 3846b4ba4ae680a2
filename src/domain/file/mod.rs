//! Files of records: what they show, and the mutations that hang them there. Their bytes are elsewhere.
//!
//! A file is no record: who sees its record sees it, and what happens to it is logged beside its record.

mod add;
mod change;
mod graphql;
mod input;
mod model;
mod mutation;
mod remove;
mod repo;
mod update;

use crate::domain::record::conflict;

pub use graphql::File;
pub(crate) use graphql::list;
pub use input::{AddFileInput, RemoveFileInput, UpdateFileInput};
pub use model::FileRole;
pub(crate) use model::is_image;
pub use mutation::FileMutation;
pub(crate) use repo::{UploadFound, hold_upload, prolong, standing};

conflict! {
    /// What happened to a file since the version that the caller named.
    pub struct FileConflict of File
}
