//! Joining services, and setting them aside.

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

/// Joins services, or sets them aside.
pub(super) struct ChangeState {
    pub(super) input: ChangeSubgraphStateInput,
    pub(super) found: Option<Found>,
    pub(super) registry: Registry,
}

impl Act for ChangeState {
    type Outcome = SubgraphPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<SubgraphPayload> {
        let ChangeSubgraphStateInput { id, expected_version, state, with } = &self.input;
        let (held, others) = repo::all_named(tx, id, with.as_deref()).await?;
        if let Some(stale) = SubgraphPayload::stale(&held, *expected_version)? {
            return Ok(stale);
        }
        let all = std::iter::once(&held).chain(&others);
        let due: Vec<&Held> = all.filter(|held| held.row.state != state.as_str()).collect();
        if due.is_empty() {
            return Ok(SubgraphPayload::of(held.row.id, Vec::new()));
        }
        if let Some(message) = due.iter().find_map(|held| self.refusal(held)) {
            return Err(Fault::on("input.state", Code::InvalidTransition, message).into());
        }
        let mut changes = Vec::new();
        if *state == SubgraphState::Active {
            let found = self.found()?;
            found.require(tx).await?;
            changes = found.changes().to_vec();
        }
        found::hold(tx).await?;
        for held in due {
            self.take(tx, held).await?;
        }
        Ok(SubgraphPayload::of(held.row.id, changes))
    }
}

impl ChangeState {
    fn found(&self) -> Result<&Found> {
        let unseen = || Error::Internal("a service is joined of which nothing was found out".to_owned());
        self.found.as_ref().ok_or_else(unseen)
    }

    /// Takes the step with one of them.
    async fn take(&self, tx: &mut Tx<'_>, held: &Held) -> Result<()> {
        let to = self.input.state;
        let mut row = held.row.clone();
        to.as_str().clone_into(&mut row.state);
        if to == SubgraphState::Active {
            row.sdl = self.found()?.sdl(row.id).map(str::to_owned);
            (row.faults, row.checked_at, row.composed_at) =
                (json!([]), Some(tx.scene.now), Some(tx.scene.now));
        }
        let detail = json!({ "subgraph": row.id, "name": row.name, "from": held.row.state, "to": to });
        repo::update(tx, held, row, &["state"]).await?;
        tx.audit("subgraph.state_changed", None, detail).await
    }

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
