//! Receiving a file: its type is checked by its first bytes, its bytes are counted and hashed on their way.

use bytes::{Bytes, BytesMut};
use chrono::{DateTime, TimeDelta, Utc};
use futures_util::stream::{Stream, StreamExt};
use object_store::buffered::BufWriter;
use sha2::{Digest, Sha256};
use thiserror::Error;
use tokio::io::AsyncWriteExt;
use uuid::Uuid;

use super::{Files, blobs, media, repo};
use crate::kernel::actor::Actor;
use crate::kernel::error::{Error, Result};
use crate::kernel::id;
use crate::kernel::text::clean;

/// How long an upload waits for a mutation that takes it.
const LIFE: TimeDelta = TimeDelta::hours(24);
/// Uploads of one actor that wait, at most.
const WAITING: u64 = 100;
/// Characters of a filename, at most.
const LONGEST_NAME: usize = 200;

/// What a file is said to be.
#[derive(Clone, Debug)]
pub struct Declared {
    /// Its name.
    pub filename: String,
    /// Its media type.
    pub mime: String,
}

/// A file that arrived.
#[derive(Clone, Debug)]
pub struct Received {
    /// The upload's global identifier: what mutations take.
    pub id: String,
    /// Its name.
    pub filename: String,
    /// Its media type.
    pub mime: String,
    /// In bytes.
    pub size: u64,
    /// The digest of its bytes, in hexadecimal.
    pub sha256: String,
    /// Until when a mutation may take it.
    pub expires_at: DateTime<Utc>,
}

/// Why a file was not taken. Nothing of it is kept.
#[derive(Debug, Error)]
pub enum UploadFault {
    /// Nobody in particular sends nothing.
    #[error("sign in, or use the key of a program: nobody else sends files")]
    Anonymous,
    /// It has no name that can be kept.
    #[error("give the file's name in `?filename=`: 1 to {LONGEST_NAME} characters, without / and \\")]
    Name,
    /// Its type is not taken, or its bytes are not of its type.
    #[error("{0}")]
    Media(String),
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// It is larger than files may be.
    #[error("a file has {0} bytes at most")]
    TooLarge(u64),
    /// Its sender has too many that wait.
    #[error("{WAITING} files of yours wait to be taken: use them, or send others when their time is over")]
    TooMany,
    /// Its end did not come.
    #[error("the file ended too early")]
    Broken,
    /// A fault of the hub.
    #[error(transparent)]
    Hub(#[from] Error),
}

impl Files {
    /// Takes in a file from `body`. Dropping the future leaves nothing that is not swept later.
    ///
    /// # Errors
    /// When it is refused, breaks off, or cannot be kept.
    pub async fn receive<E: Send>(
        &self,
        actor: &Actor,
        declared: Declared,
        mut body: impl Stream<Item = Result<Bytes, E>> + Unpin + Send,
    ) -> Result<Received, UploadFault> {
        let sender = actor.id().ok_or(UploadFault::Anonymous)?;
        let filename = filename(&declared.filename)?;
        let mime = media::accepted(&declared.mime).ok_or_else(|| {
            UploadFault::Media(format!("the hub takes files of these types: {}", media::list()))
        })?;
        let head = head(&mut body).await?;
        if !media::fits(mime, &head) {
            return Err(UploadFault::Media(format!("the bytes are not those of a file of the type {mime}")));
        }
        let now = self.store.clock().now();
        let new = repo::NewUpload {
            id: id::new_id(now),
            filename: filename.clone(),
            mime: mime.to_owned(),
            sender,
            expires_at: now + LIFE,
        };
        if !repo::begin(&self.store, actor, &new, WAITING).await? {
            return Err(UploadFault::TooMany);
        }
        let (size, sha256) = self.keep(new.id, head, body).await?;
        repo::complete(&self.store, actor, new.id, size, &sha256).await?;
        let id = id::global("upload", new.id);
        Ok(Received { id, filename, mime: mime.to_owned(), size, sha256, expires_at: new.expires_at })
    }

    async fn keep<E: Send>(
        &self,
        id: Uuid,
        head: Bytes,
        mut body: impl Stream<Item = Result<Bytes, E>> + Unpin + Send,
    ) -> Result<(u64, String), UploadFault> {
        let mut writer = self.blobs.writer(id);
        let written = write(&mut writer, self.max_bytes, head, &mut body).await;
        match written {
            Ok(done) => {
                writer.shutdown().await.map_err(kept)?;
                Ok(done)
            }
            Err(refused) => {
                writer.abort().await.map_err(blobs::fault)?;
                Err(refused)
            }
        }
    }
}

async fn write<E: Send>(
    writer: &mut BufWriter,
    limit: u64,
    head: Bytes,
    body: &mut (impl Stream<Item = Result<Bytes, E>> + Unpin + Send),
) -> Result<(u64, String), UploadFault> {
    let (mut size, mut digest, mut next) = (0_u64, Sha256::new(), Some(head));
    while let Some(bytes) = next {
        size += u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if size > limit {
            return Err(UploadFault::TooLarge(limit));
        }
        digest.update(&bytes);
        writer.write_all(&bytes).await.map_err(kept)?;
        next = body.next().await.transpose().map_err(|_| UploadFault::Broken)?;
    }
    Ok((size, data_encoding::HEXLOWER.encode(&digest.finalize())))
}

/// The first bytes: enough to tell the type, or all there are.
async fn head<E>(body: &mut (impl Stream<Item = Result<Bytes, E>> + Unpin)) -> Result<Bytes, UploadFault> {
    let mut head = BytesMut::new();
    while head.len() < media::HEAD {
        let Some(bytes) = body.next().await else { break };
        head.extend_from_slice(&bytes.map_err(|_| UploadFault::Broken)?);
    }
    if head.is_empty() { Err(UploadFault::Empty) } else { Ok(head.freeze()) }
}

/// The name as it is kept: one line, no path.
fn filename(given: &str) -> Result<String, UploadFault> {
    let name = clean(given);
    let fits = (1..=LONGEST_NAME).contains(&name.chars().count())
        && !name.contains(['/', '\\'])
        && !name.contains(char::is_control)
        && name != "."
        && name != "..";
    if fits { Ok(name) } else { Err(UploadFault::Name) }
}

fn kept(error: std::io::Error) -> UploadFault {
    UploadFault::Hub(Error::Internal(format!("files: {error}")))
}
