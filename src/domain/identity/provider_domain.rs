//! How the domains of identity providers read.

use super::{DOMAIN_PREFIX, governs_provider};
use crate::gql::plan::{KeyType, Noun, TypeBuilder};
use crate::gql::scalar::DateTime;

/// A domain of e-mail addresses that a provider claims.
pub struct ProviderDomain;

/// Under which name of the domain its proof is published.
pub const CHALLENGE_LABEL: &str = "_respyrem-challenge";

impl Noun for ProviderDomain {
    const NAME: &'static str = "ProviderDomain";

    fn declare(t: &mut TypeBuilder) {
        let about =
            "A domain of e-mail addresses that an identity provider claims, and owns once that is proved.";
        t.rows("provider_domain", DOMAIN_PREFIX, governs_provider!(), about);
        t.field::<String>("domain", "t.domain", "The domain, in small letters; those under it are others.");
        t.field::<Option<DateTime>>(
            "provedAt",
            "t.proved_at",
            "When the DNS proved it; null while it is only claimed.",
        );
        t.field::<String>(
            "recordName",
            "'_respyrem-challenge.' || t.domain",
            "The name of the TXT record that proves it.",
        );
        t.field::<String>("recordValue", "t.challenge", "What that record says.");
        t.order("DOMAIN", KeyType::Text, "t.domain", "By the domain.");
    }
}
