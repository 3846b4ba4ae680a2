//! Where files are kept, and how large they may be.

use std::path::PathBuf;
use std::time::Duration;

use secrecy::SecretString;

use super::source::Source;

/// Where files are kept, and how large they may be.
#[derive(Clone, Debug)]
pub struct FileSettings {
    /// Where.
    pub location: FileLocation,
    /// How a bucket is reached.
    pub s3: S3Settings,
    /// One file at most, in bytes.
    pub max_bytes: u64,
    /// How long the bytes of one may take to arrive.
    pub upload_timeout: Duration,
}

/// Where files are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileLocation {
    /// In a folder; of several servers on one database, each must see the same.
    Folder(PathBuf),
    /// In a bucket that speaks S3.
    Bucket(String),
}

impl Default for FileLocation {
    fn default() -> Self {
        Self::Folder("./data/files".into())
    }
}

impl FileLocation {
    fn parse(text: &str) -> Option<Self> {
        match text.strip_prefix("s3://") {
            Some(bucket) if bucket.is_empty() || bucket.contains('/') => None,
            Some(bucket) => Some(Self::Bucket(bucket.to_owned())),
            None if text.contains("://") => None,
            None => Some(Self::Folder(text.into())),
        }
    }
}

/// How a bucket is reached.
#[derive(Clone, Debug)]
pub struct S3Settings {
    /// The service's address; empty for that of AWS.
    pub endpoint: String,
    /// Its region.
    pub region: String,
    /// The name of the key.
    pub access_key_id: String,
    /// The key.
    pub secret_access_key: SecretString,
}

impl FileSettings {
    pub(super) fn read(source: &mut Source<'_>) -> Self {
        Self {
            location: source.parsed(
                ("FILES", "./data/files"),
                "Where files are kept: a folder, or s3:// and the name of a bucket.",
                "a folder, or s3://bucket",
                FileLocation::parse,
            ),
            s3: S3Settings {
                endpoint: source
                    .text(("S3_ENDPOINT", ""), "The address of the bucket's service; empty for that of AWS."),
                region: source.text(("S3_REGION", "us-east-1"), "The region of the bucket."),
                access_key_id: source.text(("S3_ACCESS_KEY_ID", ""), "The name of the key to the bucket."),
                secret_access_key: source.secret(
                    ("S3_SECRET_ACCESS_KEY", ""),
                    "The key to the bucket.",
                    "any text",
                    |_| true,
                ),
            },
            max_bytes: source.number(
                ("MAX_FILE_BYTES", 52_428_800),
                1_024..=1_073_741_824,
                "One file at most, in bytes.",
            ),
            upload_timeout: source
                .millis(("UPLOAD_TIMEOUT_MS", 120_000), "How long the bytes of one file may take to arrive."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_location_is_a_folder_or_a_bucket() {
        let folder = |path: &str| Some(FileLocation::Folder(path.into()));
        assert_eq!(FileLocation::parse("/srv/files"), folder("/srv/files"));
        assert_eq!(FileLocation::parse("s3://cims"), Some(FileLocation::Bucket("cims".to_owned())));
        for refused in ["s3://", "s3://cims/files", "https://cims.example"] {
            assert_eq!(FileLocation::parse(refused), None, "{refused}");
        }
    }
}
