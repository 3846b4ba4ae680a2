//! Reading a file again, whole or in part.

use std::ops::Range;

use futures_util::StreamExt;
use uuid::Uuid;

use super::{Bytestream, Files, repo};
use crate::kernel::actor::Actor;
use crate::kernel::error::Result;
use crate::kernel::id;

/// A file that the reader sees.
#[derive(Clone, Debug)]
pub struct FileFound {
    /// The row, and what its bytes are kept under.
    pub(super) id: Uuid,
    /// Its name.
    pub filename: String,
    /// Its media type.
    pub mime: String,
    /// In bytes.
    pub size: u64,
    /// The digest of its bytes, in hexadecimal.
    pub sha256: String,
}

/// Which of its bytes are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slice {
    /// All.
    Whole,
    /// Those in a range that lies within the file.
    Part(Range<u64>),
}

impl Files {
    /// The file that a global identifier names, if there is one and the actor sees the record that it is of.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn find(&self, actor: &Actor, given: &str) -> Result<Option<FileFound>> {
        match id::parse_global(given) {
            Some(("file", id)) => repo::found(&self.store, actor, id).await,
            _ => Ok(None),
        }
    }

    /// The bytes of an upload, whole.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn read_upload(&self, id: Uuid) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut pieces = self.blobs.read(id, None).await?;
        while let Some(piece) = pieces.next().await {
            bytes.extend_from_slice(&piece?);
        }
        Ok(bytes)
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn open_file(&self, file: &FileFound, slice: Slice) -> Result<Bytestream> {
        let range = match slice {
            Slice::Whole => None,
            Slice::Part(range) => Some(range),
        };
        self.blobs.read(file.id, range).await
    }
}
