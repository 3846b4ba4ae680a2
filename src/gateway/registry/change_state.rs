//! Joining a service, and setting it aside.

use serde_json::json;

use super::Registry;
use super::found::{self, Found};
use super::input::ChangeSubgraphStateInput;
use super::payload::SubgraphPayload;
use crate::domain::subgraph::SubgraphState;
use crate::gateway::repo::{self, Held};
use crate::kernel::error::{Code, Error, Fault, Result};
use crate::store::Tx;
use crate::store::transaction::Act;

/// Joins a service, or sets it aside.
pub(super) struct ChangeState {
    pub(super) input: ChangeSubgraphStateInput,
    pub(super) found: Option<Found>,
    pub(super) registry: Registry,
}

impl Act for ChangeState {
    type Outcome = SubgraphPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<SubgraphPayload> {
        let (held, to) = (repo::named(tx, &self.input.id).await?, self.input.state);
        if let Some(stale) = SubgraphPayload::stale(&held, self.input.expected_version)? {
            return Ok(stale);
        }
        if held.row.state == to.as_str() {
            return Ok(SubgraphPayload::of(held.row.id, Vec::new()));
        }
        if let Some(message) = self.refusal(&held) {
            return Err(Fault::on("input.state", Code::InvalidTransition, message).into());
        }
        let mut row = held.row.clone();
        to.as_str().clone_into(&mut row.state);
        let mut changes = Vec::new();
        if to == SubgraphState::Active {
            let unseen = || Error::Internal("a service is joined of which nothing was found out".to_owned());
            let found = self.found.as_ref().ok_or_else(unseen)?;
            found.require(tx).await?;
            changes = found.changes().to_vec();
            row.sdl = found.sdl().map(str::to_owned);
            (row.faults, row.checked_at, row.composed_at) =
                (json!([]), Some(tx.scene.now), Some(tx.scene.now));
        }
        found::hold(tx).await?;
        let detail = json!({ "subgraph": row.id, "name": row.name, "from": held.row.state, "to": to });
        repo::update(tx, &held, row, &["state"]).await?;
        tx.audit("subgraph.state_changed", None, detail).await?;
        Ok(SubgraphPayload::of(held.row.id, changes))
    }
}

impl ChangeState {
    /// Why the step cannot be taken.
    fn refusal(&self, held: &Held) -> Option<&'static str> {
        match self.input.state {
            SubgraphState::Draft => Some("a service that was a draft never is one again: pause it"),
            SubgraphState::Paused if !held.is_active() => Some("only a service in use can be paused"),
            SubgraphState::Active if !held.partner.facts().active => {
                Some("its partner does not take part in the network now")
            }
            SubgraphState::Active if !self.registry.partners.can_sign() => {
                Some("the hub has no key to sign its requests with: its operator has to set SECRET_KEYS")
            }
            SubgraphState::Paused | SubgraphState::Active => None,
        }
    }
}
