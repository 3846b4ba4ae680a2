//! What the mutations on providers answer.

use async_graphql::SimpleObject;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::IdentityProviderConflict;
use super::repo::Held;
use crate::domain::identity::IdentityProvider;
use crate::domain::record;
use crate::gql::mutation::{Payload, UserError, payload};
use crate::gql::plan::Ref;
use crate::kernel::error::Result;
use crate::store::History;

/// The answer to the making of a provider.
#[derive(Debug, Default, SimpleObject, Serialize, Deserialize)]
pub(in crate::identity) struct NewIdentityProviderPayload {
    /// The provider, a draft.
    identity_provider: Option<Ref<IdentityProvider>>,
    /// What has to be mended; nothing was made then.
    user_errors: Vec<UserError>,
}

payload!(NewIdentityProviderPayload);

impl NewIdentityProviderPayload {
    pub(super) fn made(id: Uuid) -> Self {
        Self { identity_provider: Some(Ref::new(id)), ..Self::default() }
    }
}

/// The answer to a change of a provider.
#[derive(Debug, Default, SimpleObject, Serialize, Deserialize)]
pub(in crate::identity) struct IdentityProviderPayload {
    /// The provider, when nothing had to be mended.
    identity_provider: Option<Ref<IdentityProvider>>,
    /// What happened to the provider since the version that you named; nothing was written then.
    conflict: Option<IdentityProviderConflict>,
    /// What has to be mended; nothing was written then.
    user_errors: Vec<UserError>,
}

payload!(IdentityProviderPayload);

impl IdentityProviderPayload {
    pub(super) fn changed(id: Uuid) -> Self {
        Self { identity_provider: Some(Ref::new(id)), ..Self::default() }
    }

    /// The answer to who read another version than the one there is.
    pub(super) fn stale(held: &Held, expected: i32) -> Result<Option<Self>> {
        let since = History::read(held.row.history.clone())?.since(held.row.version, expected);
        Ok(since.map(|since| {
            let conflict = Some(IdentityProviderConflict::new(held.row.id, since));
            Self { conflict, ..Payload::refused(vec![record::stale()]) }
        }))
    }
}
