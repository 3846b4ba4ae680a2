//! Trying a service.

use async_graphql::ID;

use super::found::Found;
use super::payload::SubgraphPayload;
use crate::gateway::repo;
use crate::kernel::error::Result;
use crate::store::Tx;
use crate::store::transaction::Act;

/// Takes down what a trial found.
pub(super) struct Check {
    pub(super) id: ID,
    pub(super) found: Option<Found>,
}

impl Act for Check {
    type Outcome = SubgraphPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<SubgraphPayload> {
        let held = repo::named(tx, &self.id).await?;
        let Some(found) = &self.found else { return Ok(SubgraphPayload::of(held.row.id, Vec::new())) };
        repo::found(tx, held.row.id, None, found.faults()).await?;
        Ok(SubgraphPayload::of(held.row.id, found.changes().to_vec()))
    }
}
