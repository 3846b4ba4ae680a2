//! The mutations on identity.

use async_graphql::{Context, MergedObject, Object, Result};

use super::Administration;
use super::domain::{
    AddDomain, AddProviderDomainInput, ProviderDomainInput, ProviderDomainPayload, RemoveDomain, challenged,
};
use super::people::{
    Admit, AdmitMemberInput, CreateInvitationLinkInput, DecideClash, ExternalIdentityPayload,
    IdentityClashInput, InvitationLinkPayload, Invite, MemberPayload, Same, Unlink, UnlinkIdentityInput,
};
use super::provider::{
    ChangeIdentityProviderStateInput, ChangeState, CreateIdentityProviderInput, CreateProvider,
    IdentityProviderPayload, NewIdentityProviderPayload, SetProviderRulesInput, SetRules,
    UpdateIdentityProviderInput, UpdateProvider,
};
use super::session::{EndOne, EndOwn, EndSessionInput, EndSessionsPayload};
use crate::gql::administer::administer;

/// Mutations on identity.
#[derive(Debug, Default, MergedObject)]
pub struct IdentityMutation(ProviderMutation, PeopleMutation, SessionMutation);

/// Mutations on providers.
#[derive(Debug, Default)]
struct ProviderMutation;

#[Object]
impl ProviderMutation {
    /// Makes an identity provider, as a draft. For those who govern its partner.
    async fn create_identity_provider(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The provider.")] input: CreateIdentityProviderInput,
    ) -> Result<NewIdentityProviderPayload> {
        let Administration { vault, .. } = Administration::of(ctx)?;
        administer(ctx, CreateProvider { input, vault }).await
    }

    /// Changes an identity provider. After a change of what it and the hub agreed upon, it has to be tried again before it
    /// can be put in use; one that is in use stays so.
    async fn update_identity_provider(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change.")] input: UpdateIdentityProviderInput,
    ) -> Result<IdentityProviderPayload> {
        let Administration { vault, .. } = Administration::of(ctx)?;
        administer(ctx, UpdateProvider { input, vault }).await
    }

    /// Puts an identity provider in use once somebody signed in on trial with its settings as they are, or sets it aside:
    /// nobody signs in there then, and sessions live on.
    async fn change_identity_provider_state(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one, and where it is to stand.")] input: ChangeIdentityProviderStateInput,
    ) -> Result<IdentityProviderPayload> {
        administer(ctx, ChangeState { input }).await
    }

    /// Says which memberships come of which claims, in structures of the provider's partner. They are given and taken anew
    /// at each sign-in; those that people gave are left alone.
    async fn set_provider_rules(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "All rules of the provider.")] input: SetProviderRulesInput,
    ) -> Result<IdentityProviderPayload> {
        administer(ctx, SetRules { input }).await
    }

    /// Claims a domain of e-mail addresses for a provider: the answer holds the TXT record to publish.
    async fn add_provider_domain(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The domain.")] input: AddProviderDomainInput,
    ) -> Result<ProviderDomainPayload> {
        administer(ctx, AddDomain { input }).await
    }

    /// Looks for the TXT record of a claimed domain. Once it is found, the domain is the provider's and nobody else's.
    async fn prove_provider_domain(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: ProviderDomainInput,
    ) -> Result<ProviderDomainPayload> {
        let Administration { dns, .. } = Administration::of(ctx)?;
        administer(ctx, challenged(ctx, &dns, input).await?).await
    }

    /// Gives a domain up.
    async fn remove_provider_domain(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: ProviderDomainInput,
    ) -> Result<ProviderDomainPayload> {
        administer(ctx, RemoveDomain { input }).await
    }
}

/// Mutations on who is whom.
#[derive(Debug, Default)]
struct PeopleMutation;

#[Object]
impl PeopleMutation {
    /// Says that who came through a provider is the member who has the address: they sign in from now on. An account that
    /// belongs to structures of other partners too is linked by those who run the network.
    async fn link_identity(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The clash.")] input: IdentityClashInput,
    ) -> Result<ExternalIdentityPayload> {
        administer(ctx, DecideClash { input, same: Same::Yes }).await
    }

    /// Sets a clash aside: nobody is linked to anybody.
    async fn dismiss_identity_clash(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The clash.")] input: IdentityClashInput,
    ) -> Result<ExternalIdentityPayload> {
        administer(ctx, DecideClash { input, same: Same::No }).await
    }

    /// Takes an identity away from a member, and ends the sessions that were opened by it. For those who govern the partner
    /// of its provider.
    async fn unlink_identity(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The identity.")] input: UnlinkIdentityInput,
    ) -> Result<ExternalIdentityPayload> {
        administer(ctx, Unlink { input }).await
    }

    /// Lets in somebody who signed in through a provider and waits. For administrators of the structure to which the account
    /// belongs.
    async fn admit_member(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom.")] input: AdmitMemberInput,
    ) -> Result<MemberPayload> {
        administer(ctx, Admit { input }).await
    }

    /// Makes the link by which a person who was invited signs in for the first time: it works once, for seven days.
    async fn create_invitation_link(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose.")] input: CreateInvitationLinkInput,
    ) -> Result<InvitationLinkPayload> {
        let Administration { public_url, .. } = Administration::of(ctx)?;
        administer(ctx, Invite::new(input, &public_url)).await
    }
}

/// Mutations on sessions.
#[derive(Debug, Default)]
struct SessionMutation;

#[Object]
impl SessionMutation {
    /// Ends a session: your own, or one that was opened through the provider of a partner that you govern. What it holds open
    /// closes within seconds.
    async fn end_session(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: EndSessionInput,
    ) -> Result<EndSessionsPayload> {
        administer(ctx, EndOne { input }).await
    }

    /// Ends all of your sessions, this one too.
    async fn end_all_my_sessions(&self, ctx: &Context<'_>) -> Result<EndSessionsPayload> {
        administer(ctx, EndOwn).await
    }
}
