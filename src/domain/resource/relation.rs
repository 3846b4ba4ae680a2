//! What resources are to one another.

use async_graphql::InputType;

use super::TeachingResource;
use super::model::RelationKind;
use crate::gql::plan::{FilterSql, KeyType, Noun, TypeBuilder};

/// A relation between two resources.
pub struct ResourceRelation;

impl Noun for ResourceRelation {
    const NAME: &'static str = "ResourceRelation";

    fn declare(t: &mut TypeBuilder) {
        t.rows(
            "resource_relation",
            "resourcerelation",
            "1 = 1",
            "What a resource is to another one; seen by who sees both.",
        );
        t.belongs_to("t.from_id", "(select tl.level from teaching_resource tl where tl.id = t.from_id)");
        t.belongs_to("t.to_id", "(select tl.level from teaching_resource tl where tl.id = t.to_id)");
        t.field::<RelationKind>("kind", "t.kind", "What `from` is to `to`.");
        t.one::<TeachingResource>("from", "t.from_id", "The resource that says it.");
        t.one::<TeachingResource>("to", "t.to_id", "The resource that it is said of.");
        t.filter(
            "kind",
            <Option<Vec<RelationKind>>>::create_type_info,
            FilterSql::OneOf("t.kind"),
            "It is one of these.",
        );
        t.order("KIND", KeyType::Text, "t.kind", "By what it is.");
    }
}
