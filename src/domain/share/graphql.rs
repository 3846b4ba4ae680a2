//! How shares read.

use super::model::{GranteeKind, ShareLevel};
use crate::domain::member::Member;
use crate::domain::structure::Structure;
use crate::gql::plan::{KeyType, Noun, TypeBuilder};
use crate::gql::scalar::DateTime;

/// A share.
pub struct Share;

/// Seen by who may say who reads the record.
const GUARD: &str = "exists (select 1 from record rs where rs.id = t.record_id and rs.deleted_at is null \
    and {visible:rs} and {manage:rs})";

impl Noun for Share {
    const NAME: &'static str = "Share";

    fn declare(t: &mut TypeBuilder) {
        t.rows("share", "share", GUARD, "That somebody else may read or change a record.");
        t.field::<GranteeKind>("granteeKind", "t.grantee_kind", "What it is shared with.");
        t.one::<Structure>(
            "structure",
            "case when t.grantee_kind = 'STRUCTURE' then t.grantee_id end",
            "The structure that it is shared with, if it is one.",
        );
        t.one::<Member>(
            "member",
            "case when t.grantee_kind = 'MEMBER' then t.grantee_id end",
            "The person whom it is shared with, if it is one.",
        );
        t.field::<Option<String>>(
            "partner",
            "(select p.slug from partner p where p.id = t.grantee_id and t.grantee_kind = 'PARTNER')",
            "The slug of the partner that it is shared with, if it is one.",
        );
        t.field::<ShareLevel>("level", "t.level", "What it lets them do.");
        t.field::<Option<DateTime>>("expiresAt", "t.expires_at", "Until when; for ever when null.");
        t.one::<Member>("grantedBy", "t.granted_by", "The person who shared it; null for a program.");
        t.field::<DateTime>("grantedAt", "t.granted_at", "When it was shared.");
        t.order("GRANTED_AT", KeyType::Time, "t.granted_at", "By the moment it was shared.");
    }
}
