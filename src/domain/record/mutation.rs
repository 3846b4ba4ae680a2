//! The mutations that are the same whatever the record is.

use async_graphql::{Context, Object, Result};

use super::archive::{ArchiveRecord, ArchiveRecordInput, ArchiveRecordPayload, RestoreRecord};
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

    /// Takes a record out of use, with all that lies under it. From then on only those who may change it see it, and
    /// nobody changes it; nothing of it is lost. Structures and people are not archived in this way.
    async fn archive_record(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which record.")] input: ArchiveRecordInput,
    ) -> Result<ArchiveRecordPayload> {
        mutate(ctx, ArchiveRecord { input }).await
    }

    /// Brings back a record that was archived, as it was, with all that was archived with it.
    async fn restore_record(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which record.")] input: ArchiveRecordInput,
    ) -> Result<ArchiveRecordPayload> {
        mutate(ctx, RestoreRecord { input }).await
    }
}
