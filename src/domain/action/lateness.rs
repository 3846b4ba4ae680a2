//! What the clock tells of actions: the day after the one by which it should have been done, an action is late.

use std::collections::HashMap;

use chrono::NaiveDate;
use uuid::Uuid;

use super::repo;
use crate::domain::record::{self, Announcement};
use crate::kernel::error::Result;
use crate::store::transaction::Act;
use crate::store::{Store, Tx};

/// Tells, once for each due day, which actions became late; answers how many. Any number of replicas may do it at once.
///
/// # Errors
/// When the database does not answer.
pub async fn tell_late(store: &Store) -> Result<usize> {
    store.in_batches(record::BATCHES, &TellLate).await
}

struct TellLate;

impl Act for TellLate {
    type Outcome = usize;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<usize> {
        let found: Vec<Uuid> =
            repo::untold_late(tx, None).await?.into_iter().map(|(action, _)| action).collect();
        let held = tx.facts_of(&found).await?;
        // Read again now that they are held: another replica may have told of one, or somebody given it a new day.
        let due: HashMap<Uuid, NaiveDate> = repo::untold_late(tx, Some(&found)).await?.into_iter().collect();
        for facts in &held {
            if let Some(day) = due.get(&facts.id) {
                let late = Announcement { event: repo::BECAME_LATE, field: "isLate", day: *day };
                record::announce(tx, facts, &late).await?;
            }
        }
        Ok(found.len())
    }
}
