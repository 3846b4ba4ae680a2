//! Removing a service for good.

use serde_json::json;

use super::found;
use super::input::RemoveSubgraphInput;
use super::payload::SubgraphPayload;
use crate::gateway::repo;
use crate::kernel::error::Result;
use crate::store::Tx;
use crate::store::transaction::Act;

/// Removes a service.
pub(super) struct Remove {
    pub(super) input: RemoveSubgraphInput,
}

impl Act for Remove {
    type Outcome = SubgraphPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<SubgraphPayload> {
        let held = repo::named(tx, &self.input.id).await?;
        if let Some(stale) = SubgraphPayload::stale(&held, self.input.expected_version)? {
            return Ok(stale);
        }
        found::hold(tx).await?;
        repo::remove(tx, &held).await?;
        let detail = json!({ "subgraph": held.row.id, "name": held.row.name, "partner": held.partner.id() });
        tx.audit("subgraph.removed", None, detail).await?;
        Ok(SubgraphPayload::default())
    }
}
