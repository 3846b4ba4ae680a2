//! The mutation type: each noun's own, merged.

use async_graphql::MergedObject;

use crate::domain::action::ActionMutation;
use crate::domain::file::FileMutation;
use crate::domain::funding_source::FundingSourceMutation;
use crate::domain::live::PresenceMutation;
use crate::domain::membership::MembershipMutation;
use crate::domain::note::NoteMutation;
use crate::domain::notification::NotificationMutation;
use crate::domain::participation::ParticipationMutation;
use crate::domain::partner::PartnerMutation;
use crate::domain::project::ProjectMutation;
use crate::domain::record::RecordMutation;
use crate::domain::resource::ResourceMutation;
use crate::domain::share::ShareMutation;
use crate::domain::structure::StructureMutation;
use crate::domain::training_path::TrainingPathMutation;
use crate::exchange::upsert::UpsertMutation;
use crate::gateway::SubgraphMutation;
use crate::identity::{ApiClientMutation, IdentityMutation};
use crate::imports::ImportMutation;

/// What can be written. Each mutation is one act of the network's life, in one transaction.
#[derive(Debug, Default, MergedObject)]
pub(super) struct Mutation(
    StructureMutation,
    MembershipMutation,
    ProjectMutation,
    ParticipationMutation,
    ActionMutation,
    FundingSourceMutation,
    ResourceMutation,
    TrainingPathMutation,
    FileMutation,
    NoteMutation,
    NotificationMutation,
    ShareMutation,
    RecordMutation,
    PartnerMutation,
    IdentityMutation,
    ApiClientMutation,
    SubgraphMutation,
    ImportMutation,
    UpsertMutation,
    PresenceMutation,
);
