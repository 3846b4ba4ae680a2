//! The query type: what is planned, which async-graphql only publishes and never resolves, and the few fields that it
//! resolves.

use std::borrow::Cow;

use async_graphql::parser::types::Field;
use async_graphql::registry::{MetaType, MetaTypeId, Registry};
use async_graphql::{
    ContainerType, Context, ContextSelectionSet, MergedObject, ObjectType, OutputType, Positioned,
    ServerResult, Value,
};

use crate::domain::change::ChangeQuery;
use crate::domain::dashboard::DashboardQuery;
use crate::domain::member::MemberQuery;
use crate::domain::search::SearchQuery;
use crate::gql::plan;

/// What can be read.
#[derive(Debug, Default, MergedObject)]
pub(super) struct Query(MemberQuery, SearchQuery, ChangeQuery, DashboardQuery, Planned);

/// The planned root fields: null here, since nobody looks.
#[derive(Debug)]
struct Planned {
    names: Vec<&'static str>,
}

impl Default for Planned {
    fn default() -> Self {
        Self { names: super::catalog().root_fields() }
    }
}

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
    async fn resolve_field(&self, ctx: &Context<'_>) -> ServerResult<Option<Value>> {
        Ok(self.names.contains(&ctx.field().name()).then_some(Value::Null))
    }
}

impl ObjectType for Planned {}
