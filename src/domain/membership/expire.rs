//! What the clock does to invitations: one that nobody answered in its time is EXPIRED.

use super::event;
use super::party::Party;
use super::repo::{self, Past};
use crate::access::{self, Administer, Facts, Granted};
use crate::domain::record;
use crate::kernel::error::Result;
use crate::store::transaction::Act;
use crate::store::{Store, Tx};

/// Writes down which invitations expired, and tells of each once; answers how many. Any number of replicas may do it at
/// once. Nobody waits for it: an invitation reads as EXPIRED, and cannot be accepted, from the moment when it is.
///
/// # Errors
/// When the database does not answer.
pub async fn expire_invitations(store: &Store) -> Result<usize> {
    store.in_batches(record::BATCHES, &ExpireInvitations).await
}

struct ExpireInvitations;

impl Act for ExpireInvitations {
    type Outcome = usize;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<usize> {
        let past = repo::past_invitations(tx).await?;
        let structures: Vec<_> = past.iter().map(|past| past.structure).collect();
        let held = tx.facts_of(&structures).await?;
        for invitation in &past {
            let structure = held.iter().find(|facts| facts.id == invitation.structure && !facts.archived);
            if let Some(structure) = structure {
                expire(tx, structure, invitation).await?;
            }
        }
        Ok(past.len())
    }
}

async fn expire(tx: &mut Tx<'_>, structure: &Facts, invitation: &Past) -> Result<()> {
    let granted: Granted<Administer> = access::over(&tx.scene.viewer, Some(structure.clone()), "id")?;
    if repo::expire(tx, &Party::administrator(&granted), invitation.id).await? {
        event::note(tx, structure, "membership.expired", false);
        let detail = serde_json::json!({ "membership": invitation.id });
        tx.audit("membership.expire", Some(structure.id), detail).await?;
    }
    Ok(())
}
