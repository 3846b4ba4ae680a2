//! Signing in through a partner's provider, and out again from both sides.
//!
//! The protocol is the library's (`oidc`), which proves what the provider says. Here is what the hub makes of it: which
//! sign-ins wait for their callback ([`pending`]), whose account it is ([`account`]), which memberships come of it
//! ([`membership`](crate::domain::membership::provide)), and the session. Whoever is refused leaves an audit event with the
//! reason, and nothing else.

mod account;
mod back_channel;
mod begin;
mod fault;
mod finish;
mod pending;
mod refresh;
mod sign_out;

use oidc::Client;

pub use back_channel::LogoutFault;
pub use begin::Beginning;
pub use fault::SignInFault;
pub use finish::{Finished, Tried};
pub use pending::{Browser, PENDING_LIFE};

use super::provider::{self, ProviderChoice};
use super::vault::Vault;
use crate::kernel::email;
use crate::kernel::error::Result;
use crate::store::Store;

/// Signs people in. Cheap to clone.
#[derive(Clone)]
pub struct SignIn {
    store: Store,
    client: Client,
    vault: Vault,
    /// The hub's own address, without a slash at its end.
    public_url: String,
}

impl std::fmt::Debug for SignIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignIn").field("public_url", &self.public_url).finish_non_exhaustive()
    }
}

impl SignIn {
    /// Over this database, through this client.
    #[must_use]
    pub fn new(store: Store, client: Client, vault: Vault, public_url: &str) -> Self {
        let public_url = public_url.trim_end_matches('/').to_owned();
        Self { store, client, vault, public_url }
    }

    /// The providers among which people choose.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn choices(&self) -> Result<Vec<ProviderChoice>> {
        provider::choices(&self.store).await
    }

    /// The slug of the provider for an e-mail address, by its domain. Whether anybody has the address is not looked at.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn discover(&self, address: &str) -> Result<Option<String>> {
        let Some(address) = email::normalise(address) else { return Ok(None) };
        provider::slug_of(&self.store, provider::of_address(&address)).await
    }

    fn callback(&self, slug: &str) -> String {
        format!("{}/auth/callback/{slug}", self.public_url)
    }
}
