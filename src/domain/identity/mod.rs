//! How the people of partners sign in, as it reads: providers with their domains and rules, who members are there, and
//! their sessions. None of them is a record; `identity` writes them, and those who govern the provider's partner read them.

mod clash;
mod external_identity;
mod member_session;
mod model;
mod provider;
mod provider_domain;
mod provider_rule;

pub use clash::IdentityClash;
pub use external_identity::ExternalIdentity;
pub use member_session::MemberSession;
pub use model::{
    BackChannelLogout, ClientAuthentication, EmailTrust, JustInTime, ProtocolUsage, ProviderState,
    SigningAlgorithm, UserinfoForm,
};
pub use provider::IdentityProvider;
pub use provider_domain::{CHALLENGE_LABEL, ProviderDomain};
pub use provider_rule::ProviderRule;

/// What the global identifiers of providers begin with.
pub const PROVIDER_PREFIX: &str = "provider";
/// What those of their domains begin with.
pub const DOMAIN_PREFIX: &str = "providerdomain";
/// What those of external identities begin with.
pub const IDENTITY_PREFIX: &str = "identity";
/// What those of clashes begin with.
pub const CLASH_PREFIX: &str = "identityclash";
/// What those of sessions begin with.
pub const SESSION_PREFIX: &str = "session";

/// The viewer governs the partner whose provider the row `t` names.
macro_rules! governs_provider {
    () => {
        "{governs:(select gi.partner_id from identity_provider gi where gi.id = t.provider_id)}"
    };
}
use governs_provider;

/// What people call the provider that the row `t` names.
const PROVIDER_LABEL: &str = "(select pl.label from identity_provider pl where pl.id = t.provider_id)";
