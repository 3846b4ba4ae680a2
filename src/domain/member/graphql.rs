//! How members read.

use async_graphql::InputType;

use super::model::{ContactVisibility, MemberState};
use crate::domain::identity::{ExternalIdentity, MemberSession};
use crate::domain::membership::Membership;
use crate::domain::record;
use crate::gql::plan::{FilterSql, Link, Noun, TypeBuilder};
use crate::kernel::kind::Kind;
use crate::store::search::{SearchText, Searched, Weight};

/// A member.
pub struct Member;

/// What members are: their names, and never how to reach them found by.
pub const SEARCHED: Searched = Searched {
    table: "member",
    texts: &[
        SearchText::plain("displayName", "t.display_name", Weight::Title),
        SearchText::plain("givenName", "t.given_name", Weight::Title),
        SearchText::plain("familyName", "t.family_name", Weight::Title),
    ],
};

/// The condition under which the viewer reads how to reach the member `t`.
macro_rules! contact {
    ($column:literal) => {
        concat!(
            "case when t.contact_visibility = 'PUBLIC' or t.id = {me} or (t.contact_visibility = 'NETWORK' and {network}) ",
            // Not `exists`: PostgreSQL would make it a look at every membership there is.
            "or (t.contact_visibility in ('NETWORK', 'TEAM') and coalesce((select 1 = 1 from membership cm ",
            "where cm.member_id = t.id and cm.state = 'ACTIVE' and {member_of:cm.structure_id} limit 1), 1 = 0)) then ",
            $column,
            " end"
        )
    };
}

impl Noun for Member {
    const NAME: &'static str = "Member";

    fn declare(t: &mut TypeBuilder) {
        t.record(Kind::Member, "member", "A person of the network.");
        record::declare(t);
        t.field::<String>("displayName", "t.display_name", "The name that others see.");
        t.field::<Option<String>>("givenName", "t.given_name", "Given name.");
        t.field::<Option<String>>("familyName", "t.family_name", "Family name.");
        t.field::<Option<String>>(
            "email",
            contact!("t.email"),
            "E-mail address, for those whom the member lets read it.",
        );
        t.field::<Option<String>>(
            "phone",
            contact!("t.phone"),
            "Telephone number, for those whom the member lets read it.",
        );
        t.field::<ContactVisibility>(
            "contactVisibility",
            "t.contact_visibility",
            "Who reads the e-mail address and the telephone number.",
        );
        t.field::<MemberState>("state", "t.state", "Where the member stands.");
        t.connection::<Membership>(
            "memberships",
            Link::By("t.member_id"),
            "The structures that the member belongs to.",
        );
        t.connection::<ExternalIdentity>(
            "identities",
            Link::By("t.member_id"),
            "Who the member is for identity providers: the member reads all, others those of the partners that they govern.",
        );
        t.connection::<MemberSession>(
            "sessions",
            Link::By("t.member_id"),
            "The member's sessions, the latest first: the member reads all, others those of the partners that they govern.",
        );
        t.filter(
            "state",
            <Option<Vec<MemberState>>>::create_type_info,
            FilterSql::OneOf("t.state"),
            "The member stands in one of these states.",
        );
        t.single(
            "member",
            "One member, by identifier or slug; null when there is none, or none that you may see.",
        );
        t.lookup(
            "slug",
            <Option<String>>::create_type_info,
            "r.slug",
            |slug| Ok(slug.to_owned()),
            "What stands for the member in addresses of web pages.",
        );
        t.plural("members", "Members.");
    }
}
