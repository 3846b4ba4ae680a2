//! The mutations on projects.

use async_graphql::{Context, Object, Result};

use super::add_member::{AddProjectMember, AddProjectMemberInput, AddProjectMemberPayload};
use super::change::ChangeProjectPayload;
use super::create::{CreateProject, CreateProjectPayload};
use super::input::{CreateProjectInput, UpdateProjectInput};
use super::progress::{
    ChangeProjectPhase, ChangeProjectPhaseInput, ChangeProjectStatus, ChangeProjectStatusInput,
};
use super::remove_member::{RemoveProjectMember, RemoveProjectMemberInput, RemoveProjectMemberPayload};
use super::update::UpdateProject;
use crate::gql::mutation::mutate;

/// Mutations on projects.
#[derive(Debug, Default)]
pub struct ProjectMutation;

#[Object]
impl ProjectMutation {
    /// Makes a project of a structure for which you write.
    async fn create_project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The project.")] input: CreateProjectInput,
    ) -> Result<CreateProjectPayload> {
        mutate(ctx, CreateProject { input }).await
    }

    /// Changes what a project says of itself: a field that is absent stays as it is, one that is null is emptied. What
    /// says nothing new makes no new version.
    async fn update_project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which project, and what changes.")] input: UpdateProjectInput,
    ) -> Result<ChangeProjectPayload> {
        mutate(ctx, UpdateProject { input }).await
    }

    /// Takes a project from one status to the next. COMPLETED and ABANDONED close it; the way back opens it again in
    /// the phase in which it was closed.
    async fn change_project_status(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The step.")] input: ChangeProjectStatusInput,
    ) -> Result<ChangeProjectPayload> {
        mutate(ctx, ChangeProjectStatus { input }).await
    }

    /// Takes a project from one phase to the next, or back with a reason.
    async fn change_project_phase(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The step.")] input: ChangeProjectPhaseInput,
    ) -> Result<ChangeProjectPayload> {
        mutate(ctx, ChangeProjectPhase { input }).await
    }

    /// Brings a person into a project that you may change. A PILOT or REFERENT may then change it too.
    async fn add_project_member(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who, and in which project.")] input: AddProjectMemberInput,
    ) -> Result<AddProjectMemberPayload> {
        mutate(ctx, AddProjectMember { input }).await
    }

    /// Takes a person out of a project that you may change.
    async fn remove_project_member(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who.")] input: RemoveProjectMemberInput,
    ) -> Result<RemoveProjectMemberPayload> {
        mutate(ctx, RemoveProjectMember { input }).await
    }
}
