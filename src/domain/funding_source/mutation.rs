//! The mutations on funding sources.

use async_graphql::{Context, Object, Result};

use super::change_status::{
    ChangeFundingSourceStatus, ChangeFundingSourceStatusInput, ChangeFundingSourceStatusPayload,
};
use super::create::{CreateFundingSource, CreateFundingSourcePayload};
use super::input::{CreateFundingSourceInput, UpdateFundingSourceInput};
use super::update::{UpdateFundingSource, UpdateFundingSourcePayload};
use crate::gql::mutation::mutate;

/// Mutations on funding sources.
#[derive(Debug, Default)]
pub struct FundingSourceMutation;

#[Object]
impl FundingSourceMutation {
    /// Makes the draft of a funding source for a structure for which you write.
    async fn create_funding_source(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The funding source.")] input: CreateFundingSourceInput,
    ) -> Result<CreateFundingSourcePayload> {
        mutate(ctx, CreateFundingSource { input }).await
    }

    /// Changes what a funding source says: what the input does not name stays, what it gives as null goes.
    async fn update_funding_source(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which funding source, and what changes.")] input: UpdateFundingSourceInput,
    ) -> Result<UpdateFundingSourcePayload> {
        mutate(ctx, UpdateFundingSource { input }).await
    }

    /// Takes a funding source to the next step of its life. PUBLISHED asks for a territory at least, and for a last day
    /// to come unless it is PERMANENT; the day after that one it is CLOSED by itself.
    async fn change_funding_source_status(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which funding source, and which step.")] input: ChangeFundingSourceStatusInput,
    ) -> Result<ChangeFundingSourceStatusPayload> {
        mutate(ctx, ChangeFundingSourceStatus { input }).await
    }
}
