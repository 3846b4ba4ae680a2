//! What the clock does to records, whichever of several servers runs it: each thing once.

use chrono::NaiveDate;

use super::repo;
use crate::access::{Facts, Scene};
use crate::kernel::actor::Actor;
use crate::kernel::error::Result;
use crate::kernel::locale::Locale;
use crate::store::transaction::Act;
use crate::store::{Store, Tx};

/// Rows that one transaction of the clock takes, at most.
pub const BATCH: usize = 100;
/// Transactions of one turn, at most; what is left waits for the next.
const BATCHES: usize = 200;

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

/// Does `act` as the hub itself until nothing is left to do. The act takes up to [`BATCH`] rows and answers how many it
/// found; the answer is how many there were.
///
/// # Errors
/// When the database does not answer.
pub async fn in_batches(store: &Store, act: &impl Act<Outcome = usize>) -> Result<usize> {
    let scene = Scene::new(&Actor::System, store.clock(), vec![Locale::Fr]);
    let mut found = 0;
    for _ in 0..BATCHES {
        let batch = store.write(&Actor::System, &scene, act).await?;
        found += batch;
        if batch < BATCH {
            break;
        }
    }
    Ok(found)
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
