//! The query type: what is planned, which async-graphql only publishes and never resolves, and the few fields that it
//! resolves.

use std::borrow::Cow;

use async_graphql::parser::types::Field;
use async_graphql::registry::{MetaType, MetaTypeId, Registry};
use async_graphql::{
    ContainerType, Context, ContextSelectionSet, MergedObject, ObjectType, OutputType, Positioned,
    ServerResult, Value,
};

use crate::domain::member::MemberQuery;
use crate::gql::plan;

/// What can be read.
#[derive(Debug, Default, MergedObject)]
pub(super) struct Query(Planned, MemberQuery);

/// The planned root fields. The first of the query type's parts, which are asked from the last to the first: it answers
/// null for whatever the others do not know.
#[derive(Debug, Default)]
struct Planned;

impl OutputType for Planned {
    fn type_name() -> Cow<'static, str> {
        Cow::Borrowed("PlannedQuery")
    }

    fn create_type_info(registry: &mut Registry) -> String {
        registry.create_output_type::<Self, _>(MetaTypeId::Object, |registry| -> MetaType {
            plan::publish_roots(&Self::type_name(), registry, &super::catalog())
        })
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, _: &Positioned<Field>) -> ServerResult<Value> {
        async_graphql::resolver_utils::resolve_container(ctx, self).await
    }
}

impl ContainerType for Planned {
    async fn resolve_field(&self, _: &Context<'_>) -> ServerResult<Option<Value>> {
        Ok(Some(Value::Null))
    }
}

impl ObjectType for Planned {}
