//! The mutations on participations.

use async_graphql::{Context, Object, Result};

use super::decide::{DecideParticipation, DecideParticipationInput, DecideParticipationPayload};
use super::hand_over::{HandOverLead, HandOverLeadInput, HandOverLeadPayload};
use super::leave::{LeaveProject, LeaveProjectInput, LeaveProjectPayload};
use super::model::ParticipationState;
use super::propose::{ProposeParticipation, ProposeParticipationInput, ProposeParticipationPayload};
use crate::gql::mutation::mutate;

/// Mutations on participations.
#[derive(Debug, Default)]
pub struct ParticipationMutation;

#[Object]
impl ParticipationMutation {
    /// Proposes that a structure take part in a project, for either of the two; the other side decides.
    async fn propose_participation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The participation.")] input: ProposeParticipationInput,
    ) -> Result<ProposeParticipationPayload> {
        mutate(ctx, ProposeParticipation { input }).await
    }

    /// Accepts what the other side proposed. The structure's team then reads what the project's team reads, unless it
    /// only observes.
    async fn accept_participation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The participation.")] input: DecideParticipationInput,
    ) -> Result<DecideParticipationPayload> {
        mutate(ctx, DecideParticipation { input, to: ParticipationState::Accepted }).await
    }

    /// Declines what the other side proposed.
    async fn decline_participation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The participation.")] input: DecideParticipationInput,
    ) -> Result<DecideParticipationPayload> {
        mutate(ctx, DecideParticipation { input, to: ParticipationState::Declined }).await
    }

    /// Ends a participation that is in force, for either of its two sides. The structure's team then reads no more
    /// than those who are not in the project. The LEAD cannot leave.
    async fn leave_project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The participation.")] input: LeaveProjectInput,
    ) -> Result<LeaveProjectPayload> {
        mutate(ctx, LeaveProject { input }).await
    }

    /// Hands a project over to a structure that takes part in it: that structure is its LEAD from now on, and the one
    /// that was stays in it in another role. For those who may change the project, and for the structure that bears it.
    async fn hand_over_lead(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "To which structure.")] input: HandOverLeadInput,
    ) -> Result<HandOverLeadPayload> {
        mutate(ctx, HandOverLead { input }).await
    }
}
