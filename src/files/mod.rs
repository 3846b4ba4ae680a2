//! Files: bytes that are sent, kept outside the database and read again.
//!
//! What arrives is an *upload*: it belongs to who sent it, until a mutation takes it or its time is over. A mutation
//! makes it a file of a record; the bytes stay where they are, under the same identifier. What is removed is an upload
//! again, whose time is over. So the sweep of uploads is the only place where bytes are deleted, and what a transaction
//! does not keep, it does not lose either.
//!
//! Who reads a file is decided by its record alone. Nothing here knows HTTP or GraphQL.

mod blobs;
mod media;
mod read;
mod receive;
mod repo;
mod sweep;

use crate::config::FileSettings;
use crate::kernel::error::Result;
use crate::store::Store;

use blobs::Blobs;
pub use blobs::Bytestream;
pub use read::{FileFound, Slice};
pub use receive::{Declared, Received, UploadFault};
pub use sweep::sweep;

/// The files of the hub. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Files {
    store: Store,
    blobs: Blobs,
    max_bytes: u64,
}

impl Files {
    /// Opens the place where files are kept; makes the folder when it is not there.
    ///
    /// # Errors
    /// When it cannot be made, or the settings of the bucket are not right.
    pub fn open(store: Store, settings: &FileSettings) -> Result<Self> {
        Ok(Self { store, blobs: Blobs::open(settings)?, max_bytes: settings.max_bytes })
    }
}
