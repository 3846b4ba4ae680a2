//! How the rules of identity providers read.

use super::governs_provider;
use crate::domain::membership::MembershipRole;
use crate::domain::structure::Structure;
use crate::gql::plan::{KeyType, Noun, TypeBuilder};

/// A rule that makes memberships of claims.
pub struct ProviderRule;

impl Noun for ProviderRule {
    const NAME: &'static str = "ProviderRule";

    fn declare(t: &mut TypeBuilder) {
        let about =
            "Who has this value in this claim belongs to the structure in this role, anew at each sign-in.";
        t.rows("provider_rule", "providerrule", governs_provider!(), about);
        t.field::<String>("claim", "t.claim", "The claim.");
        t.field::<String>("value", "t.value", "The claim's value, or one of its values.");
        t.one::<Structure>("structure", "t.structure_id", "The structure, one of the partner's.");
        t.field::<MembershipRole>("role", "t.role", "The role in it.");
        t.order("CLAIM", KeyType::Text, "t.claim", "By the claim.");
    }
}
