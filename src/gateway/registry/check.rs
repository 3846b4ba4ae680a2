//! Trying services.

use super::found::Found;
use super::input::CheckSubgraphInput;
use super::payload::SubgraphPayload;
use crate::gateway::repo;
use crate::kernel::error::Result;
use crate::store::Tx;
use crate::store::transaction::Act;

/// Takes down what a trial found.
pub(super) struct Check {
    pub(super) input: CheckSubgraphInput,
    pub(super) found: Option<Found>,
}

impl Act for Check {
    type Outcome = SubgraphPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<SubgraphPayload> {
        let CheckSubgraphInput { id, with } = &self.input;
        let (held, others) = repo::all_named(tx, id, with.as_deref()).await?;
        let Some(found) = &self.found else { return Ok(SubgraphPayload::of(held.row.id, Vec::new())) };
        for tried in std::iter::once(&held).chain(&others) {
            repo::found(tx, tried.row.id, None, found.faults()).await?;
        }
        Ok(SubgraphPayload::of(held.row.id, found.changes().to_vec()))
    }
}
