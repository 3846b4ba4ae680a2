//! The mutations on services.

use async_graphql::{Context, ID, Object, Result};

use super::Registry;
use super::change_state::ChangeState;
use super::check::Check;
use super::found::{Found, Sdl};
use super::grant::Grant;
use super::input::{
    ChangeSubgraphStateInput, CheckSubgraphInput, GrantSubgraphRightsInput, RegisterSubgraphInput,
    RemoveSubgraphInput, UpdateSubgraphInput,
};
use super::look::Look;
use super::payload::SubgraphPayload;
use super::register::Register;
use super::remove::Remove;
use super::update::Update;
use crate::domain::subgraph::SubgraphState;
use crate::gateway::repo::{self, Row};
use crate::gql::administer::administer;
use crate::gql::context::OperationContext;
use crate::kernel::error::Error;

/// Mutations on partners' GraphQL services.
#[derive(Debug, Default)]
pub struct SubgraphMutation;

#[Object]
impl SubgraphMutation {
    /// Registers a GraphQL service of a partner, as a draft. For those who govern the partner.
    async fn register_subgraph(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The service.")] input: RegisterSubgraphInput,
    ) -> Result<SubgraphPayload> {
        administer(ctx, Register { input, registry: Registry::of(ctx)? }).await
    }

    /// Changes where a service answers.
    async fn update_subgraph(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change.")] input: UpdateSubgraphInput,
    ) -> Result<SubgraphPayload> {
        administer(ctx, Update { input, registry: Registry::of(ctx)? }).await
    }

    /// Says what a service may do to what is not its own. For those who run the network.
    async fn grant_subgraph_rights(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The rights.")] input: GrantSubgraphRightsInput,
    ) -> Result<SubgraphPayload> {
        let found = match looked(ctx, &input.id, None).await? {
            Some(mut rows) => {
                rows.iter_mut().for_each(|row| input.apply(row));
                Some(found(ctx, &rows, Sdl::Kept).await?)
            }
            None => None,
        };
        administer(ctx, Grant { input, found }).await
    }

    /// Asks a service for its schema and composes it with the rest, on trial: `changes` says what clients would see, and
    /// `subgraph.faults` what has to be mended. The schema that is served stays as it is.
    async fn check_subgraph(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: CheckSubgraphInput,
    ) -> Result<SubgraphPayload> {
        let found = match looked(ctx, &input.id, input.with.as_deref()).await? {
            Some(rows) => Some(found(ctx, &rows, Sdl::Asked).await?),
            None => None,
        };
        administer(ctx, Check { input, found }).await
    }

    /// Joins a service to the schema, once it composes with the rest, or sets it aside; with it others, where they need one
    /// another. Every server follows within a second; what is under way ends on the schema that it began with.
    async fn change_subgraph_state(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one, and where it is to stand.")] input: ChangeSubgraphStateInput,
    ) -> Result<SubgraphPayload> {
        let found = match looked(ctx, &input.id, input.with.as_deref()).await? {
            Some(rows) if input.state == SubgraphState::Active => {
                Some(found(ctx, &repo::waiting(rows), Sdl::Asked).await?)
            }
            Some(_) | None => None,
        };
        administer(ctx, ChangeState { input, found, registry: Registry::of(ctx)? }).await
    }

    /// Removes a service for good.
    async fn remove_subgraph(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: RemoveSubgraphInput,
    ) -> Result<SubgraphPayload> {
        administer(ctx, Remove { input }).await
    }
}

/// The services that the caller may change; nothing where it may not, for the act to refuse.
async fn looked(ctx: &Context<'_>, id: &ID, with: Option<&[ID]>) -> Result<Option<Vec<Row>>> {
    let OperationContext { store, caller, scene, .. } = ctx.data::<OperationContext>()?;
    match store.write(&caller.actor, scene, &Look { id, with }).await {
        Ok(rows) => Ok(Some(rows)),
        Err(Error::Refused(_)) => Ok(None),
        Err(error) => Err(async_graphql::Error::new_with_source(error)),
    }
}

/// What they make of the graph.
async fn found(ctx: &Context<'_>, rows: &[Row], sdl: Sdl) -> Result<Found> {
    let OperationContext { store, .. } = ctx.data::<OperationContext>()?;
    let found = Registry::of(ctx)?.find_out(store, rows, sdl).await;
    found.map_err(async_graphql::Error::new_with_source)
}
