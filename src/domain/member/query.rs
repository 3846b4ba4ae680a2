//! What a member reads of itself.

use async_graphql::{Context, Object, Result};

use super::Member;
use crate::gql::context::OperationContext;
use crate::gql::plan::Ref;

/// Queries on members.
#[derive(Debug, Default)]
pub struct MemberQuery;

#[Object]
impl MemberQuery {
    /// The member who asks, with the memberships to begin from; null for a program and for nobody in particular.
    async fn me(&self, ctx: &Context<'_>) -> Result<Option<Ref<Member>>> {
        Ok(ctx.data::<OperationContext>()?.caller.actor.member().map(Ref::new))
    }
}
