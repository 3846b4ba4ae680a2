//! How the sessions of members read.

use super::{IdentityProvider, PROVIDER_LABEL, SESSION_PREFIX, governs_provider};
use crate::domain::member::Member;
use crate::gql::plan::{KeyType, Noun, TypeBuilder};
use crate::gql::scalar::DateTime;

/// A session of a member.
pub struct MemberSession;

impl Noun for MemberSession {
    const NAME: &'static str = "MemberSession";

    fn declare(t: &mut TypeBuilder) {
        let guard = concat!("(t.member_id = {me} or ", governs_provider!(), ")");
        let about = "A session that a member opened. The member reads it, and those who govern the partner through whose \
                     provider it was opened.";
        t.rows("session", SESSION_PREFIX, guard, about);
        t.one::<Member>("member", "t.member_id", "Whose it is.");
        t.one::<IdentityProvider>(
            "provider",
            "t.provider_id",
            "The provider, for those who govern its partner.",
        );
        t.field::<Option<String>>(
            "providerLabel",
            PROVIDER_LABEL,
            "What people call the provider through which it was opened; null when that was a one-time link.",
        );
        t.field::<DateTime>("createdAt", "t.created_at", "When it was opened.");
        t.field::<DateTime>("expiresAt", "t.expires_at", "When it ends by itself.");
        t.field::<Option<DateTime>>("endedAt", "t.ended_at", "When somebody ended it, or the provider did.");
        t.field::<bool>("isCurrent", "(t.id = {session})", "Whether it is the one by which you ask.");
        t.field::<Option<String>>("userAgent", "t.user_agent", "What the browser called itself.");
        t.order("CREATED_AT", KeyType::Time, "t.created_at", "By the moment they were opened.");
        t.greatest_first();
    }
}
