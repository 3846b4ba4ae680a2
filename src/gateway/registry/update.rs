//! Changing where a service answers.

use serde_json::json;

use super::Registry;
use super::input::UpdateSubgraphInput;
use super::payload::SubgraphPayload;
use crate::domain::record::Checks;
use crate::gateway::repo::{self, Row};
use crate::kernel::error::{Error, Result};
use crate::store::Tx;
use crate::store::transaction::Act;

/// Changes where a service answers.
pub(super) struct Update {
    pub(super) input: UpdateSubgraphInput,
    pub(super) registry: Registry,
}

impl Act for Update {
    type Outcome = SubgraphPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<SubgraphPayload> {
        let held = repo::named(tx, &self.input.id).await?;
        if let Some(stale) = SubgraphPayload::stale(&held, self.input.expected_version)? {
            return Ok(stale);
        }
        let mut checks = Checks::default();
        let url = self.registry.address(&self.input.url, &mut checks);
        let url = checks.finish(url).map_err(Error::Refused)?;
        if url != held.row.url {
            let detail = json!({ "subgraph": held.row.id, "from": held.row.url, "to": url });
            repo::update(tx, &held, Row { url, ..held.row.clone() }, &["url"]).await?;
            tx.audit("subgraph.moved", None, detail).await?;
        }
        Ok(SubgraphPayload::of(held.row.id, Vec::new()))
    }
}
