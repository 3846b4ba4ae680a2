//! What the clock does to records, whichever of several servers runs it: each thing once.

use chrono::NaiveDate;

use super::repo;
use crate::access::Facts;
use crate::kernel::error::Result;
use crate::store::{Batches, Tx};

/// Rows that one transaction of the clock takes, at most.
pub const BATCH: usize = BATCHES.rows;
/// What the clock does in one turn.
pub const BATCHES: Batches = Batches { rows: 100, most: 200 };

/// A day that came for a record.
#[derive(Clone, Copy, Debug)]
pub struct Announcement {
    /// What the log calls it.
    pub event: &'static str,
    /// The API's name of the field that changed with the day.
    pub field: &'static str,
    /// The day that the record names. Once it names another one, that is told in its turn.
    pub day: NaiveDate,
}

/// Tells that a day came for a record, and marks it in the same transaction. The caller holds the record and has seen,
/// since it does, that this was not told yet.
///
/// # Errors
/// When the database refuses it, or it was told all the same.
pub async fn announce(tx: &mut Tx<'_>, record: &Facts, announcement: &Announcement) -> Result<()> {
    repo::mark_announced(tx, record, announcement).await?;
    tx.note_beside(record, announcement.event, announcement.field);
    Ok(())
}
