//! How memberships read.

use async_graphql::InputType;

use super::model::{MembershipOrigin, MembershipRole, MembershipState};
use crate::domain::member::Member;
use crate::domain::structure::Structure;
use crate::gql::plan::{FilterSql, KeyType, Noun, TypeBuilder};
use crate::gql::scalar::DateTime;

/// A membership.
pub struct Membership;

/// Seen by its member, whether or not the member sees the structure yet, and by who sees both its sides; one that is
/// not in force, by the structure's administrators only.
const GUARD: &str = "exists (select 1 from record rm where rm.id = t.member_id and rm.deleted_at is null \
    and (t.member_id = {me} or {visible:rm})) \
    and exists (select 1 from record rs where rs.id = t.structure_id and rs.deleted_at is null \
    and (t.member_id = {me} or {visible:rs})) \
    and (t.state = 'ACTIVE' or t.member_id = {me} or {administers:t.structure_id})";

/// An invitation that nobody answered in time is over, although no step was taken.
const STATE: &str = "case when t.state = 'INVITED' and t.expires_at <= {now} then 'EXPIRED' else t.state end";

impl Noun for Membership {
    const NAME: &'static str = "Membership";

    fn declare(t: &mut TypeBuilder) {
        t.rows("membership", "membership", GUARD, "That a member belongs to a structure, in a role.");
        t.one::<Member>("member", "t.member_id", "The member.");
        t.one::<Structure>("structure", "t.structure_id", "The structure.");
        t.field::<String>(
            "structureName",
            "(select sn.name from structure sn where sn.id = t.structure_id)",
            "The name of the structure: for who is invited into one that is not open to see.",
        );
        t.field::<MembershipRole>("role", "t.role", "What the member may do in it.");
        t.field::<MembershipState>("state", STATE, "Where it stands.");
        t.field::<MembershipOrigin>("origin", "t.origin", "How it came about.");
        t.field::<DateTime>("createdAt", "t.created_at", "When it was made.");
        t.field::<Option<DateTime>>("expiresAt", "t.expires_at", "Until when an invitation may be accepted.");
        t.field::<i32>("version", "t.version", "Grows by one with each change.");
        t.filter(
            "state",
            <Option<Vec<MembershipState>>>::create_type_info,
            FilterSql::OneOf(STATE),
            "It stands in one of these states.",
        );
        t.filter(
            "role",
            <Option<Vec<MembershipRole>>>::create_type_info,
            FilterSql::OneOf("t.role"),
            "It is in one of these roles.",
        );
        t.order("CREATED_AT", KeyType::Time, "t.created_at", "By the moment it was made.");
    }
}
