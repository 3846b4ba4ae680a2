//! What the clock does to funding sources: that the last day of one is near is told once; the day after it, the source is
//! CLOSED by itself.

use std::collections::HashMap;

use chrono::{NaiveDate, TimeDelta};
use uuid::Uuid;

use super::change_status::write;
use super::model::FundingSourceStatus;
use super::repo;
use crate::access::{self, Edit, Granted};
use crate::domain::record::{self, Announcement, BATCH, Step};
use crate::kernel::error::Result;
use crate::store::transaction::Act;
use crate::store::{Store, Tx};

/// Closes every PUBLISHED source whose last day is past; answers how many. Any number of replicas may do it at once:
/// each source is closed, and told of, once.
///
/// # Errors
/// When the database does not answer.
pub async fn close_past(store: &Store) -> Result<usize> {
    store.in_batches(record::BATCHES, &ClosePast).await
}

struct ClosePast;

impl Act for ClosePast {
    type Outcome = usize;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<usize> {
        let past = repo::past(tx, BATCH).await?;
        let found = past.len();
        // One may have been archived since: it is closed once it is restored.
        for facts in tx.facts_of(&past).await?.into_iter().filter(|facts| !facts.archived) {
            let granted: Granted<Edit> = access::over(&tx.scene.viewer, Some(facts), "id")?;
            // Read again now that it is held: another replica may have closed it, or somebody given it new days.
            let kept = repo::kept(tx, granted.id()).await?;
            if kept.status == FundingSourceStatus::Published && kept.content.is_past(tx.scene.today) {
                let step = Step { from: kept.status, to: FundingSourceStatus::Closed, reason: None };
                write(tx, &granted, &step).await?;
            }
        }
        Ok(found)
    }
}

/// Tells, once for each last day, which sources that can be asked for have no more than `days` left; answers how many.
///
/// # Errors
/// When the database does not answer.
pub async fn tell_closing_soon(store: &Store, days: u16) -> Result<usize> {
    store.in_batches(record::BATCHES, &TellClosingSoon { within: TimeDelta::days(days.into()) }).await
}

struct TellClosingSoon {
    within: TimeDelta,
}

impl Act for TellClosingSoon {
    type Outcome = usize;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<usize> {
        let until = tx.scene.today + self.within;
        let found: Vec<Uuid> =
            repo::closing_by(tx, until, None).await?.into_iter().map(|(source, _)| source).collect();
        let held = tx.facts_of(&found).await?;
        // Read again now that they are held, as above.
        let last_days: HashMap<Uuid, NaiveDate> =
            repo::closing_by(tx, until, Some(&found)).await?.into_iter().collect();
        for facts in &held {
            if let Some(day) = last_days.get(&facts.id) {
                let soon = Announcement { event: repo::CLOSING_SOON, field: "daysLeft", day: *day };
                record::announce(tx, facts, &soon).await?;
            }
        }
        Ok(found.len())
    }
}
