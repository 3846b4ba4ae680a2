//! The mutations by which partners' programs send records.

use async_graphql::{Context, Object, Result};

use super::Sent;
use super::input::{
    UpsertFundingSourcesInput, UpsertProjectsInput, UpsertResourcesInput, UpsertStructuresInput,
};
use super::payload::{
    UpsertFundingSourcesPayload, UpsertProjectsPayload, UpsertResourcesPayload, UpsertStructuresPayload,
};
use crate::{
    exchange::record::ImportKind,
    gql::mutation::mutate,
    kernel::error::Result as HubResult,
    store::{Tx, transaction::Act},
};

/// Mutations by which partners' programs send records.
#[derive(Debug, Default)]
pub struct UpsertMutation;

#[Object]
impl UpsertMutation {
    /// Sends structures of a source of yours: what it told before is changed, what is new is made, what is the same is
    /// left alone. At most 500 items; one that is wrong stops no other. What a person has changed here since is kept.
    async fn upsert_structures(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The source, and its structures.")] input: UpsertStructuresInput,
    ) -> Result<UpsertStructuresPayload> {
        mutate(ctx, UpsertStructures { input }).await
    }

    /// Sends projects of a source of yours, as `upsertStructures` does structures.
    async fn upsert_projects(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The source, and its projects.")] input: UpsertProjectsInput,
    ) -> Result<UpsertProjectsPayload> {
        mutate(ctx, UpsertProjects { input }).await
    }

    /// Sends funding sources of a source of yours, as `upsertStructures` does structures; those that are made are drafts.
    async fn upsert_funding_sources(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The source, and its funding sources.")] input: UpsertFundingSourcesInput,
    ) -> Result<UpsertFundingSourcesPayload> {
        mutate(ctx, UpsertFundingSources { input }).await
    }

    /// Sends teaching resources of a source of yours, as `upsertStructures` does structures; those that are made are
    /// drafts.
    async fn upsert_resources(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The source, and its resources.")] input: UpsertResourcesInput,
    ) -> Result<UpsertResourcesPayload> {
        mutate(ctx, UpsertResources { input }).await
    }
}

/// Declares the act of sending one type of record.
macro_rules! acts {
    ($($act:ident, $input:ident, $payload:ident, $kind:ident, |$given:ident| $owner:expr;)+) => {$(
        struct $act {
            input: $input,
        }

        impl Act for $act {
            type Outcome = $payload;

            async fn attempt(&self, tx: &mut Tx<'_>) -> HubResult<$payload> {
                let $given = &self.input;
                let owner = $owner;
                let sent = Sent { kind: ImportKind::$kind, source: &$given.source, owner, items: &$given.items };
                sent.apply(tx).await.map($payload::from)
            }
        }
    )+};
}

acts! {
    UpsertStructures, UpsertStructuresInput, UpsertStructuresPayload, Structure, |input| None::<&str>;
    UpsertProjects, UpsertProjectsInput, UpsertProjectsPayload, Project,
        |input| input.owner.as_ref().map(|owner| owner.as_str());
    UpsertFundingSources, UpsertFundingSourcesInput, UpsertFundingSourcesPayload, FundingSource,
        |input| input.owner.as_ref().map(|owner| owner.as_str());
    UpsertResources, UpsertResourcesInput, UpsertResourcesPayload, Resource,
        |input| input.owner.as_ref().map(|owner| owner.as_str());
}
