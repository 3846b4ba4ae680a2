//! Providers: made as drafts, changed, tried, put in use and set aside; and the rules of each.

mod change_state;
mod create;
mod input;
mod payload;
mod repo;
mod row;
mod set_rules;
mod update;

use crate::domain::identity::IdentityProvider;
use crate::domain::record::conflict;

pub(super) use change_state::{ChangeIdentityProviderStateInput, ChangeState};
pub(super) use create::CreateProvider;
pub(super) use input::{CreateIdentityProviderInput, UpdateIdentityProviderInput};
pub(super) use payload::{IdentityProviderPayload, NewIdentityProviderPayload};
pub(super) use repo::{Held, governed, named};
pub(super) use set_rules::{SetProviderRulesInput, SetRules};
pub(super) use update::UpdateProvider;

conflict! {
    /// What happened to an identity provider since the version that the caller named.
    pub struct IdentityProviderConflict of IdentityProvider
}
