//! Deleting the bytes that nothing needs: first the bytes, then the row that says where they are.

use chrono::TimeDelta;

use super::{Files, repo};
use crate::kernel::error::Result;

/// How long after their end uploads are left alone: a server whose clock is behind may still let one be taken.
const GRACE: TimeDelta = TimeDelta::hours(1);
/// Uploads whose bytes are deleted between two statements.
const BATCH: u64 = 100;
/// Batches of one sweep; what is left waits for the next.
const BATCHES: usize = 50;

/// Deletes the uploads whose time is over; answers how many. Any number of replicas may sweep at once.
///
/// # Errors
/// When the database or the place of the files does not answer.
pub async fn sweep(files: &Files) -> Result<usize> {
    let before = files.store.clock().now() - GRACE;
    let mut swept = 0;
    for _ in 0..BATCHES {
        let past = repo::past(&files.store, before, BATCH).await?;
        if past.is_empty() {
            break;
        }
        for id in &past {
            files.blobs.delete(*id).await?;
        }
        repo::forget(&files.store, &past).await?;
        swept += past.len();
    }
    Ok(swept)
}
