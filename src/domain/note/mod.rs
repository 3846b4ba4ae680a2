//! Notes: what is told of a record as it goes on, by those who may change it. A note is a record of its own, under the
//! one that it tells of: who reads it is the narrower of the two levels.

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

pub(crate) use graphql::list;
pub use graphql::{Note, SEARCHED};
pub use input::{AddNoteInput, RemoveNoteInput, UpdateNoteInput};
pub use model::NoteKind;
pub use mutation::NoteMutation;

conflict! {
    /// What happened to a note since the version that the caller named.
    pub struct NoteConflict of Note
}
