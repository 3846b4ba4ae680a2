//! Where the bytes are: a folder or a bucket, each file under its identifier.

use std::sync::Arc;

use bytes::Bytes;
use futures_util::stream::{BoxStream, StreamExt};
use object_store::aws::AmazonS3Builder;
use object_store::buffered::BufWriter;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{Error as BlobError, GetOptions, GetRange, ObjectStore, ObjectStoreExt};
use secrecy::ExposeSecret;
use uuid::Uuid;

use crate::config::{FileLocation, FileSettings, S3Settings};
use crate::kernel::error::{Error, Result};

/// Bytes as they are read.
pub type Bytestream = BoxStream<'static, Result<Bytes>>;

/// The bytes of all files.
#[derive(Clone, Debug)]
pub(super) struct Blobs(Arc<dyn ObjectStore>);

impl Blobs {
    pub(super) fn open(settings: &FileSettings) -> Result<Self> {
        Ok(Self(match &settings.location {
            FileLocation::Folder(folder) => {
                std::fs::create_dir_all(folder).map_err(|error| {
                    Error::Internal(format!("cannot make the folder {}: {error}", folder.display()))
                })?;
                Arc::new(LocalFileSystem::new_with_prefix(folder).map_err(fault)?)
            }
            FileLocation::Bucket(bucket) => Arc::new(bucket_of(bucket, &settings.s3)?),
        }))
    }

    /// Begins to write: nothing is there before the writer is shut down.
    pub(super) fn writer(&self, id: Uuid) -> BufWriter {
        BufWriter::new(Arc::clone(&self.0), path(id))
    }

    /// The bytes in `range`, or all of them.
    pub(super) async fn read(&self, id: Uuid, range: Option<std::ops::Range<u64>>) -> Result<Bytestream> {
        let options = GetOptions { range: range.map(GetRange::Bounded), ..GetOptions::default() };
        let found = self.0.get_opts(&path(id), options).await.map_err(fault)?;
        Ok(found.into_stream().map(|bytes| bytes.map_err(fault)).boxed())
    }

    /// Deletes the bytes; those that are not there are deleted already.
    pub(super) async fn delete(&self, id: Uuid) -> Result<()> {
        match self.0.delete(&path(id)).await {
            Ok(()) | Err(BlobError::NotFound { .. }) => Ok(()),
            Err(error) => Err(fault(error)),
        }
    }
}

fn bucket_of(bucket: &str, settings: &S3Settings) -> Result<impl ObjectStore> {
    let builder = AmazonS3Builder::new()
        .with_bucket_name(bucket)
        .with_region(&settings.region)
        .with_access_key_id(&settings.access_key_id)
        .with_secret_access_key(settings.secret_access_key.expose_secret());
    let builder = if settings.endpoint.is_empty() {
        builder
    } else {
        builder
            .with_endpoint(&settings.endpoint)
            .with_allow_http(settings.endpoint.starts_with("http://"))
            .with_virtual_hosted_style_request(false)
    };
    builder.build().map_err(fault)
}

/// Spread over folders by the end of the identifier: its beginning is the time, the same for many.
fn path(id: Uuid) -> Path {
    let name = id.simple().to_string();
    Path::from(format!("{}/{name}", &name[name.len() - 2..]))
}

pub(super) fn fault(error: BlobError) -> Error {
    Error::Internal(format!("files: {error}"))
}
