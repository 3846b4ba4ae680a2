//! What the mutations on domains answer.

use async_graphql::SimpleObject;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::identity::ProviderDomain;
use crate::gql::mutation::{UserError, payload};
use crate::gql::plan::Ref;

/// The answer to a claim of a domain, and to its proof.
#[derive(Debug, Default, SimpleObject, Serialize, Deserialize)]
pub(in crate::identity) struct ProviderDomainPayload {
    /// The domain, with the record to publish; null when it was removed, or something has to be mended.
    domain: Option<Ref<ProviderDomain>>,
    /// What has to be mended; nothing was written then.
    user_errors: Vec<UserError>,
}

payload!(ProviderDomainPayload);

impl ProviderDomainPayload {
    pub(super) fn of(id: Uuid) -> Self {
        Self { domain: Some(Ref::new(id)), ..Self::default() }
    }
}
