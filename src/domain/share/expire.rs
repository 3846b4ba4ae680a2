//! What the clock does to shares: one whose end is past goes, as one that was taken back does.

use super::repo;
use crate::access::{self, Granted, Manage};
use crate::domain::record;
use crate::kernel::error::Result;
use crate::store::transaction::Act;
use crate::store::{Store, Tx};

/// Removes the shares that expired, and tells of each once; answers how many. Any number of replicas may do it at once.
/// Nobody waits for it: a share lets nobody in from the moment when it expires.
///
/// # Errors
/// When the database does not answer.
pub async fn expire_shares(store: &Store) -> Result<usize> {
    store.in_batches(record::BATCHES, &ExpireShares).await
}

struct ExpireShares;

impl Act for ExpireShares {
    type Outcome = usize;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<usize> {
        let past = repo::past(tx).await?;
        let records: Vec<_> = past.iter().map(|(_, record)| *record).collect();
        let held = tx.facts_of(&records).await?;
        for (share, record) in &past {
            let Some(facts) = held.iter().find(|facts| facts.id == *record && !facts.archived) else {
                continue;
            };
            let granted: Granted<Manage> = access::over(&tx.scene.viewer, Some(facts.clone()), "id")?;
            if repo::delete_past(tx, &granted, *share).await? {
                tx.note_beside(facts, "share.expired", "shares");
                tx.audit("share.expire", Some(facts.id), serde_json::json!({ "share": share })).await?;
            }
        }
        Ok(past.len())
    }
}
