//! How clashes of identities read.

use super::{CLASH_PREFIX, IdentityProvider};
use crate::domain::member::Member;
use crate::gql::plan::{KeyType, Noun, TypeBuilder};
use crate::gql::scalar::DateTime;

/// A sign-in that waits, since its address is another member's.
pub struct IdentityClash;

impl Noun for IdentityClash {
    const NAME: &'static str = "IdentityClash";

    fn declare(t: &mut TypeBuilder) {
        let about = "Somebody could not sign in, since the address is a member's whom the provider does not know: \
                     somebody has to say whether they are the same person.";
        // By the providers that one governs, which are few, rather than by the provider of each clash.
        let guard = "t.provider_id in (select gi.id from identity_provider gi where {governs:gi.partner_id})";
        t.rows("identity_clash", CLASH_PREFIX, guard, about);
        t.one::<IdentityProvider>("provider", "t.provider_id", "The provider through which the person came.");
        t.one::<Member>(
            "member",
            "t.member_id",
            "Whose address it is; null when you may not see the member.",
        );
        t.field::<String>("subject", "t.subject", "By what the provider knows the person.");
        t.field::<String>("email", "t.email", "The address.");
        t.field::<String>("displayName", "t.display_name", "What the provider calls the person.");
        t.field::<DateTime>("createdAt", "t.created_at", "When the person first came.");
        t.order("CREATED_AT", KeyType::Time, "t.created_at", "By the moment the person first came.");
        t.plural(
            "identityClashes",
            "Sign-ins through the providers of the partners that you govern that wait for a decision.",
        );
    }
}
