//! Closing what is past: the day after its last one, a funding source is CLOSED by itself.

use super::change_status::write;
use super::model::FundingSourceStatus;
use super::repo;
use crate::access::{self, Edit, Granted, Scene};
use crate::domain::record::Step;
use crate::kernel::actor::Actor;
use crate::kernel::error::Result;
use crate::kernel::locale::Locale;
use crate::store::transaction::Act;
use crate::store::{Store, Tx};

/// Sources closed in one transaction, at most.
const BATCH: usize = 100;

/// Closes every PUBLISHED source whose last day is past; answers how many. Any number of replicas may do it at once:
/// each source is closed, and told of, once.
///
/// # Errors
/// When the database does not answer.
pub async fn close_past(store: &Store) -> Result<usize> {
    let scene = Scene::new(&Actor::System, store.clock(), vec![Locale::Fr]);
    let mut closed = 0;
    loop {
        let batch = store.write(&Actor::System, &scene, &ClosePast).await?;
        closed += batch;
        if batch < BATCH {
            return Ok(closed);
        }
    }
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
