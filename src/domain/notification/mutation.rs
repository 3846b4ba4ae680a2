//! The mutations on notifications.

use async_graphql::{Context, Object, Result};

use super::read::{MarkNotificationsRead, MarkNotificationsReadInput, MarkNotificationsReadPayload};
use crate::gql::mutation::mutate;

/// Mutations on notifications.
#[derive(Debug, Default)]
pub struct NotificationMutation;

#[Object]
impl NotificationMutation {
    /// Marks notifications of yours read.
    async fn mark_notifications_read(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which ones.")] input: MarkNotificationsReadInput,
    ) -> Result<MarkNotificationsReadPayload> {
        mutate(ctx, MarkNotificationsRead { input }).await
    }
}
