//! The mutations on memberships.

use async_graphql::{Context, Object, Result};

use super::change_role::{ChangeMembershipRole, ChangeMembershipRoleInput};
use super::invite::{InviteMember, InviteMemberInput};
use super::payload::{MembershipPayload, NewMembershipPayload};
use super::request::{RequestMembership, RequestMembershipInput};
use super::step::{MembershipStep, MembershipStepInput, TakeMembershipStep};
use crate::gql::mutation::mutate;

/// Mutations on memberships.
#[derive(Debug, Default)]
pub struct MembershipMutation;

#[Object]
impl MembershipMutation {
    /// Invites a person into a structure that you administer. The person has 30 days to accept.
    async fn invite_member(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom, and into what.")] input: InviteMemberInput,
    ) -> Result<NewMembershipPayload> {
        mutate(ctx, InviteMember { input }).await
    }

    /// Asks to belong to a structure; its administrators accept or decline.
    async fn request_membership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Where, and as what.")] input: RequestMembershipInput,
    ) -> Result<NewMembershipPayload> {
        mutate(ctx, RequestMembership { input }).await
    }

    /// Accepts an invitation, as the person invited, or a request, as an administrator of the structure.
    async fn accept_membership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: MembershipStepInput,
    ) -> Result<MembershipPayload> {
        mutate(ctx, TakeMembershipStep { input, step: MembershipStep::Accept }).await
    }

    /// Declines an invitation or a request, or takes it back.
    async fn decline_membership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: MembershipStepInput,
    ) -> Result<MembershipPayload> {
        mutate(ctx, TakeMembershipStep { input, step: MembershipStep::Decline }).await
    }

    /// Gives a member of a structure that you administer another role.
    async fn change_membership_role(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose, and which role.")] input: ChangeMembershipRoleInput,
    ) -> Result<MembershipPayload> {
        mutate(ctx, ChangeMembershipRole { input }).await
    }

    /// Sets a membership aside, in a structure that you administer; it gives no right until it is resumed.
    async fn suspend_membership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: MembershipStepInput,
    ) -> Result<MembershipPayload> {
        mutate(ctx, TakeMembershipStep { input, step: MembershipStep::Suspend }).await
    }

    /// Puts a suspended membership in force again.
    async fn resume_membership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: MembershipStepInput,
    ) -> Result<MembershipPayload> {
        mutate(ctx, TakeMembershipStep { input, step: MembershipStep::Resume }).await
    }

    /// Ends a membership for good: your own, or one in a structure that you administer. The last administrator of a
    /// structure of an active partner cannot leave.
    async fn end_membership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: MembershipStepInput,
    ) -> Result<MembershipPayload> {
        mutate(ctx, TakeMembershipStep { input, step: MembershipStep::End }).await
    }
}
