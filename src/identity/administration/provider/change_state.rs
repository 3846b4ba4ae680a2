//! Putting a provider in use, and setting it aside.

use async_graphql::{ID, InputObject};
use serde_json::json;

use super::payload::IdentityProviderPayload;
use super::repo::{self, Held};
use crate::domain::identity::ProviderState;
use crate::kernel::error::{Code, Fault, Result};
use crate::store::Tx;
use crate::store::transaction::Act;

/// A provider that takes a step.
#[derive(Clone, Debug, InputObject)]
pub(in crate::identity) struct ChangeIdentityProviderStateInput {
    /// The provider.
    pub id: ID,
    /// The version of the provider that you read.
    pub expected_version: i32,
    /// Where it is to stand: ACTIVE after a trial with its settings as they are, PAUSED when it was in use.
    pub state: ProviderState,
}

/// Takes the step.
pub(in crate::identity) struct ChangeState {
    pub(in crate::identity) input: ChangeIdentityProviderStateInput,
}

impl Act for ChangeState {
    type Outcome = IdentityProviderPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<IdentityProviderPayload> {
        let (held, to) = (repo::named(tx, &self.input.id, "input.id").await?, self.input.state);
        if let Some(stale) = IdentityProviderPayload::stale(&held, self.input.expected_version)? {
            return Ok(stale);
        }
        if held.row.state == to.as_str() {
            return Ok(IdentityProviderPayload::changed(held.row.id));
        }
        if let Some(message) = refusal(&held, to) {
            return Err(Fault::on("input.state", Code::InvalidTransition, message).into());
        }
        let mut row = held.row.clone();
        to.as_str().clone_into(&mut row.state);
        let detail = json!({ "provider": row.id, "from": held.row.state, "to": to });
        repo::update(tx, &held, row, &["state"]).await?;
        tx.audit("provider.state_changed", None, detail).await?;
        Ok(IdentityProviderPayload::changed(held.row.id))
    }
}

/// Why the step cannot be taken.
fn refusal(held: &Held, to: ProviderState) -> Option<&'static str> {
    let is_active = held.row.state == ProviderState::Active.as_str();
    match to {
        ProviderState::Draft => Some("a provider that was a draft never is one again: pause it"),
        ProviderState::Paused if !is_active => Some("only a provider in use can be paused"),
        ProviderState::Active if !held.partner.facts().active => {
            Some("its partner does not take part in the network now")
        }
        ProviderState::Active if held.row.tried_at.is_none() => {
            Some("nobody tried it with these settings: sign in on trial first, at /auth/login/<slug>?try=1")
        }
        ProviderState::Paused | ProviderState::Active => None,
    }
}
