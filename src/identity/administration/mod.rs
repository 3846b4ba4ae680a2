//! Identity as its administrators write it: providers with their domains and rules, who is whom, and sessions.
//!
//! Whoever governs a provider's partner writes what belongs to the provider; to the others it is not there. Each act leaves
//! an audit event, and neither that nor a kept payload holds a secret.

mod domain;
mod mutation;
mod people;
mod provider;
mod session;

use async_graphql::Context;

pub use domain::Dns;
pub use mutation::IdentityMutation;
pub use provider::IdentityProviderConflict;

use super::vault::Vault;

/// What the mutations need beside the database. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Administration {
    vault: Vault,
    dns: Dns,
    /// The hub's own address, without a slash at its end.
    public_url: String,
}

impl Administration {
    /// With these keys, this look at the DNS, and the hub at this address.
    #[must_use]
    pub fn new(vault: Vault, dns: Dns, public_url: &str) -> Self {
        Self { vault, dns, public_url: public_url.trim_end_matches('/').to_owned() }
    }

    /// What the operation was given.
    fn of(ctx: &Context<'_>) -> async_graphql::Result<Self> {
        ctx.data::<Self>().cloned()
    }
}
