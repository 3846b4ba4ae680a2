//! The mutations that are the same whatever the record is.

use async_graphql::{Context, Object, Result};

use super::change_visibility::{ChangeVisibility, ChangeVisibilityInput, ChangeVisibilityPayload};
use crate::gql::mutation::mutate;

/// Mutations on records.
#[derive(Debug, Default)]
pub struct RecordMutation;

#[Object]
impl RecordMutation {
    /// Says who may read a record. What belongs to it is never read by more people than the record itself.
    async fn change_visibility(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which record, and for whom.")] input: ChangeVisibilityInput,
    ) -> Result<ChangeVisibilityPayload> {
        mutate(ctx, ChangeVisibility { input }).await
    }
}
