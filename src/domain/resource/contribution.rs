//! Who made a resource what it is.

use async_graphql::InputType;

use super::TeachingResource;
use super::model::ContributionRole;
use crate::domain::member::Member;
use crate::domain::structure::Structure;
use crate::gql::plan::{FilterSql, KeyType, Noun, TypeBuilder};

/// A contribution to a resource.
pub struct ResourceContribution;

/// Seen by who sees the person or the structure that contributed, when it is one of the network.
const GUARD: &str = "(t.member_id is null or exists (select 1 from record rm where rm.id = t.member_id \
    and rm.deleted_at is null and {visible:rm})) and (t.structure_id is null or exists (select 1 from record rs \
    where rs.id = t.structure_id and rs.deleted_at is null and {visible:rs}))";

impl Noun for ResourceContribution {
    const NAME: &'static str = "ResourceContribution";

    fn declare(t: &mut TypeBuilder) {
        t.rows(
            "resource_contribution",
            "contribution",
            GUARD,
            "That a person or a structure did something for a resource.",
        );
        t.belongs_to(
            "t.resource_id",
            "(select tl.level from teaching_resource tl where tl.id = t.resource_id)",
        );
        t.field::<i32>("position", "t.position", "Its place among the contributions, from 1.");
        t.field::<ContributionRole>("role", "t.role", "What was done.");
        t.one::<TeachingResource>("resource", "t.resource_id", "The resource.");
        t.one::<Member>("member", "t.member_id", "The person, if it is one of the network.");
        t.one::<Structure>("structure", "t.structure_id", "The structure, if it is one of the network.");
        t.field::<Option<String>>("name", "t.name", "The name, if it is neither.");
        t.filter(
            "role",
            <Option<Vec<ContributionRole>>>::create_type_info,
            FilterSql::OneOf("t.role"),
            "One of these was done.",
        );
        t.order("POSITION", KeyType::Int, "t.position", "By its place among the contributions.");
    }
}
