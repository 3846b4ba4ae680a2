//! The mutations on teaching resources.

use async_graphql::{Context, Object, Result};

use super::change::ChangeResourcePayload;
use super::create::{CreateResource, CreateResourcePayload};
use super::input::{CreateResourceInput, UpdateResourceInput};
use super::relate::{RelateResources, RelateResourcesInput, UnrelateResources};
use super::status::{ChangeResourceStatus, ChangeResourceStatusInput};
use super::update::UpdateResource;
use crate::gql::mutation::mutate;

/// Mutations on teaching resources.
#[derive(Debug, Default)]
pub struct ResourceMutation;

#[Object]
impl ResourceMutation {
    /// Makes a draft of a teaching resource, of a structure for which you write.
    async fn create_resource(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The resource.")] input: CreateResourceInput,
    ) -> Result<CreateResourcePayload> {
        mutate(ctx, CreateResource { input }).await
    }

    /// Changes what a resource says of itself: what is not given stays, what is null is emptied. One that is published
    /// keeps all that it needs to be.
    async fn update_resource(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change.")] input: UpdateResourceInput,
    ) -> Result<ChangeResourcePayload> {
        mutate(ctx, UpdateResource { input }).await
    }

    /// Takes a resource to its readers, or back. To be PUBLISHED it has a description, a language, a licence, a file or a
    /// link, and a text for each image: what is missing is told at once, under `input.to`.
    async fn change_resource_status(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The step.")] input: ChangeResourceStatusInput,
    ) -> Result<ChangeResourcePayload> {
        mutate(ctx, ChangeResourceStatus { input }).await
    }

    /// Says what a resource is to another one.
    async fn relate_resources(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The two, and what one is to the other.")] input: RelateResourcesInput,
    ) -> Result<ChangeResourcePayload> {
        mutate(ctx, RelateResources { input }).await
    }

    /// Says no longer what a resource is to another one.
    async fn unrelate_resources(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The two, and what one was to the other.")] input: RelateResourcesInput,
    ) -> Result<ChangeResourcePayload> {
        mutate(ctx, UnrelateResources { input }).await
    }
}
