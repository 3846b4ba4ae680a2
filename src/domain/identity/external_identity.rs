//! How the identities of members read.

use super::{IDENTITY_PREFIX, IdentityProvider, PROVIDER_LABEL, governs_provider};
use crate::domain::member::Member;
use crate::gql::plan::{KeyType, Noun, TypeBuilder};
use crate::gql::scalar::DateTime;

/// Who a member is for a provider.
pub struct ExternalIdentity;

impl Noun for ExternalIdentity {
    const NAME: &'static str = "ExternalIdentity";

    fn declare(t: &mut TypeBuilder) {
        let guard = concat!("(t.member_id = {me} or ", governs_provider!(), ")");
        let about = "Who a member is for an identity provider. The member reads it, and those who govern the provider's partner.";
        t.rows("external_identity", IDENTITY_PREFIX, guard, about);
        t.one::<Member>("member", "t.member_id", "The member.");
        t.one::<IdentityProvider>(
            "provider",
            "t.provider_id",
            "The provider, for those who govern its partner.",
        );
        t.field::<String>("providerLabel", PROVIDER_LABEL, "What people call the provider.");
        t.field::<String>("subject", "t.subject", "By what the provider knows the person.");
        t.field::<Option<String>>(
            "emailAtLink",
            "t.email_at_link",
            "The address that the provider gave when the two were linked.",
        );
        t.field::<DateTime>("linkedAt", "t.linked_at", "Since when the hub knows it.");
        t.field::<Option<DateTime>>(
            "lastSignInAt",
            "t.last_sign_in_at",
            "When the person last signed in there.",
        );
        t.order("LINKED_AT", KeyType::Time, "t.linked_at", "By the moment they were linked.");
    }
}
