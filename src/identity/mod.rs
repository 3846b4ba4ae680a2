//! Who is who: keys of API clients, sessions of members, the one-time links that open them, and [`authenticate()`],
//! which turns what a request carries into an [`Actor`](crate::kernel::actor::Actor).
//!
//! Every secret that the hub gives is 256 random bits, shown once; the database holds its SHA-256. Secrets that it was
//! given are sealed ([`Vault`]). Nothing here knows HTTP, and what an actor may do is decided by `access`. What partners'
//! administrators govern is read and changed through GraphQL; its types are here (`client`).

mod administration;
mod administrator;
mod authenticate;
mod client;
mod key;
mod link;
mod origins;
mod partner;
mod provider;
mod row;
mod rules;
mod session;
mod sign_in;
mod token;
mod vault;

pub use administration::{Administration, Dns, IdentityMutation, IdentityProviderConflict};
pub use administrator::Administrator;
pub use authenticate::{AuthFault, Credentials, authenticate, reauthenticate};
pub use client::{
    ApiClient, ApiClientConflict, ApiClientKey, ApiClientMutation, ClientSummary, CreatedClient, NewClient,
    create, list, revoke, rotate,
};
pub use key::client_of;
pub use link::{IssuedLink, LINK_LIFE, issue_link};
pub use origins::AllowedOrigins;
pub use partner::PartnerChoice;
pub use provider::ProviderChoice;
pub use session::{SESSION_LIFE, end_session, open_session};
pub use sign_in::{Beginning, Browser, Finished, LogoutFault, PENDING_LIFE, SignIn, SignInFault, Tried};
pub use vault::{SealingKey, Vault};
