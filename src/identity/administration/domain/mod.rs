//! Domains of e-mail addresses: claimed by a provider, proved by a TXT record, and then nobody else's.

mod add;
mod dns;
mod name;
mod payload;
mod prove;
mod remove;
mod repo;

pub(super) use add::{AddDomain, AddProviderDomainInput};
pub use dns::Dns;
pub(super) use payload::ProviderDomainPayload;
pub(super) use prove::challenged;
pub(super) use remove::RemoveDomain;

use async_graphql::{ID, InputObject};

/// A domain of a provider.
#[derive(Clone, Debug, InputObject)]
pub(in crate::identity) struct ProviderDomainInput {
    /// The domain, by its identifier.
    pub id: ID,
}
