//! The mutation on partners.

use async_graphql::{Context, Object, Result};

use super::input::UpdatePartnerInput;
use super::update::{UpdatePartner, UpdatePartnerPayload};
use crate::gql::mutation::mutate;

/// Mutations on partners.
#[derive(Debug, Default)]
pub struct PartnerMutation;

#[Object]
impl PartnerMutation {
    /// Changes what a partner is called, where its site is, and which of its structures governs it. For those who run the
    /// network.
    async fn update_partner(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change.")] input: UpdatePartnerInput,
    ) -> Result<UpdatePartnerPayload> {
        mutate(ctx, UpdatePartner { input }).await
    }
}
