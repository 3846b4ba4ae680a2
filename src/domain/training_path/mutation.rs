//! The mutations on training paths, their stages and their modules.

use async_graphql::{Context, Object, Result};

use super::change::ChangeTrainingPathPayload;
use super::change_status::{ChangeTrainingPathStatus, ChangeTrainingPathStatusInput};
use super::create::{CreateTrainingPath, CreateTrainingPathPayload};
use super::input::{CreateTrainingPathInput, UpdateTrainingPathInput};
use super::module::{
    AddPathModule, AddPathModuleInput, MovePathModule, MovePathModuleInput, RemovePathModule,
    RemovePathModuleInput, UpdatePathModule, UpdatePathModuleInput,
};
use super::prerequisite::{AddModulePrerequisite, ModulePrerequisiteInput, RemoveModulePrerequisite};
use super::stage::{
    AddPathStage, AddPathStageInput, MovePathStage, MovePathStageInput, RemovePathStage,
    RemovePathStageInput, UpdatePathStage, UpdatePathStageInput,
};
use super::update::UpdateTrainingPath;
use crate::gql::mutation::mutate;

/// Mutations on training paths.
#[derive(Debug, Default)]
pub struct TrainingPathMutation;

#[Object]
impl TrainingPathMutation {
    /// Makes a draft of a training path, of a structure for which you write. It has no stage yet: see `addPathStage`.
    async fn create_training_path(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The training path.")] input: CreateTrainingPathInput,
    ) -> Result<CreateTrainingPathPayload> {
        mutate(ctx, CreateTrainingPath { input }).await
    }

    /// Changes what a training path says of itself: what is not given stays, what is null is emptied. One that is PUBLISHED
    /// has its next revision, unless only its sectors, audiences or themes changed.
    async fn update_training_path(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change.")] input: UpdateTrainingPathInput,
    ) -> Result<ChangeTrainingPathPayload> {
        mutate(ctx, UpdateTrainingPath { input }).await
    }

    /// Takes a training path to its readers, or back. To be PUBLISHED it has a stage with a module; what it says then is
    /// frozen in a revision, unless the last one says the same.
    async fn change_training_path_status(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The step.")] input: ChangeTrainingPathStatusInput,
    ) -> Result<ChangeTrainingPathPayload> {
        mutate(ctx, ChangeTrainingPathStatus { input }).await
    }

    /// Adds a stage to a training path.
    async fn add_path_stage(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The stage.")] input: AddPathStageInput,
    ) -> Result<ChangeTrainingPathPayload> {
        mutate(ctx, AddPathStage { input }).await
    }

    /// Gives a stage another title.
    async fn update_path_stage(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which stage, and its title.")] input: UpdatePathStageInput,
    ) -> Result<ChangeTrainingPathPayload> {
        mutate(ctx, UpdatePathStage { input }).await
    }

    /// Gives a stage another place among the stages. What its modules require must still come before them.
    async fn move_path_stage(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which stage, and its place.")] input: MovePathStageInput,
    ) -> Result<ChangeTrainingPathPayload> {
        mutate(ctx, MovePathStage { input }).await
    }

    /// Removes a stage with its modules; what required one of these does so no longer. A published path keeps a module.
    async fn remove_path_stage(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The stage.")] input: RemovePathStageInput,
    ) -> Result<ChangeTrainingPathPayload> {
        mutate(ctx, RemovePathStage { input }).await
    }

    /// Adds a module to a stage.
    async fn add_path_module(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The module.")] input: AddPathModuleInput,
    ) -> Result<ChangeTrainingPathPayload> {
        mutate(ctx, AddPathModule { input }).await
    }

    /// Changes what a module says: what is not given stays, what is null is emptied.
    async fn update_path_module(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change.")] input: UpdatePathModuleInput,
    ) -> Result<ChangeTrainingPathPayload> {
        mutate(ctx, UpdatePathModule { input }).await
    }

    /// Gives a module another place in its stage or in another one of its path. What it requires must still come before it,
    /// and what requires it after.
    async fn move_path_module(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which module, and its place.")] input: MovePathModuleInput,
    ) -> Result<ChangeTrainingPathPayload> {
        mutate(ctx, MovePathModule { input }).await
    }

    /// Removes a module; what required it does so no longer. A published path keeps a module.
    async fn remove_path_module(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The module.")] input: RemovePathModuleInput,
    ) -> Result<ChangeTrainingPathPayload> {
        mutate(ctx, RemovePathModule { input }).await
    }

    /// Says that a module has to be done before another one: one of the same stage or of an earlier one, and never in a
    /// circle.
    async fn add_module_prerequisite(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The two modules.")] input: ModulePrerequisiteInput,
    ) -> Result<ChangeTrainingPathPayload> {
        mutate(ctx, AddModulePrerequisite { input }).await
    }

    /// Says so no longer.
    async fn remove_module_prerequisite(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The two modules.")] input: ModulePrerequisiteInput,
    ) -> Result<ChangeTrainingPathPayload> {
        mutate(ctx, RemoveModulePrerequisite { input }).await
    }
}
