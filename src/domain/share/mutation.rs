//! The mutations on shares.

use async_graphql::{Context, Object, Result};

use super::grant::{ShareRecord, ShareRecordInput, ShareRecordPayload};
use super::revoke::{UnshareRecord, UnshareRecordInput, UnshareRecordPayload};
use crate::gql::mutation::mutate;

/// Mutations on shares.
#[derive(Debug, Default)]
pub struct ShareMutation;

#[Object]
impl ShareMutation {
    /// Lets a structure, a partner or a person read or change a record while it is SHARED or wider. Sharing again with
    /// the same one changes the level and the end.
    async fn share_record(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which record, and with whom.")] input: ShareRecordInput,
    ) -> Result<ShareRecordPayload> {
        mutate(ctx, ShareRecord { input }).await
    }

    /// Takes a share back.
    async fn unshare_record(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which share.")] input: UnshareRecordInput,
    ) -> Result<UnshareRecordPayload> {
        mutate(ctx, UnshareRecord { input }).await
    }
}
