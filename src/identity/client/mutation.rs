//! The mutations on API clients.

use async_graphql::{Context, Object, Result};

use super::act::{ApiClientPayload, NewKeyPayload};
use super::create::CreateApiClient;
use super::input::{
    CreateApiClientInput, RevokeApiClientInput, RotateApiClientKeyInput, UpdateApiClientInput,
};
use super::revoke::RevokeApiClient;
use super::rotate::RotateApiClientKey;
use super::update::UpdateApiClient;
use crate::gql::administer::administer;
use crate::gql::context::OperationContext;

/// Mutations on API clients.
#[derive(Debug, Default)]
pub struct ApiClientMutation;

#[Object]
impl ApiClientMutation {
    /// Makes a program of a partner that you govern. The answer shows its key, once.
    async fn create_api_client(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The program.")] input: CreateApiClientInput,
    ) -> Result<NewKeyPayload> {
        let now = ctx.data::<OperationContext>()?.scene.now;
        administer(ctx, CreateApiClient::new(input, now)).await
    }

    /// Changes a program of a partner that you govern. What it may do less, it may do no more within seconds, also over what
    /// it has open.
    async fn update_api_client(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change.")] input: UpdateApiClientInput,
    ) -> Result<ApiClientPayload> {
        administer(ctx, UpdateApiClient { input }).await
    }

    /// Gives a program of a partner that you govern another key. The answer shows it, once; the other keys stay good for as
    /// long as you say.
    async fn rotate_api_client_key(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which program, and until when its other keys stay good.")]
        input: RotateApiClientKeyInput,
    ) -> Result<NewKeyPayload> {
        let now = ctx.data::<OperationContext>()?.scene.now;
        administer(ctx, RotateApiClientKey::new(input, now)).await
    }

    /// Ends a program of a partner that you govern, at once and for good, with all its keys and with all that it has open.
    async fn revoke_api_client(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which program.")] input: RevokeApiClientInput,
    ) -> Result<ApiClientPayload> {
        administer(ctx, RevokeApiClient { input }).await
    }
}
