//! The mutations on actions.

use async_graphql::{Context, Object, Result};

use super::create::{CreateAction, CreateActionPayload};
use super::input::CreateActionInput;
use super::status::{ChangeActionStatus, ChangeActionStatusInput, ChangeActionStatusPayload};
use super::step_done::{SetActionStepDone, SetActionStepDoneInput, SetActionStepDonePayload};
use super::update::{UpdateAction, UpdateActionInput, UpdateActionPayload};
use crate::gql::mutation::mutate;

/// Mutations on actions.
#[derive(Debug, Default)]
pub struct ActionMutation;

#[Object]
impl ActionMutation {
    /// Makes an action at the end of a project that you may change.
    async fn create_action(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The action.")] input: CreateActionInput,
    ) -> Result<CreateActionPayload> {
        mutate(ctx, CreateAction { input }).await
    }

    /// Changes what an action says of itself: a field that is absent stays as it is, one that is null is emptied. What
    /// says nothing new makes no new version.
    async fn update_action(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which action, and what changes.")] input: UpdateActionInput,
    ) -> Result<UpdateActionPayload> {
        mutate(ctx, UpdateAction { input }).await
    }

    /// Takes an action from one status to the next. DONE gives it a day of completion and a progress of 100; leaving
    /// DONE counts its steps again.
    async fn change_action_status(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The step.")] input: ChangeActionStatusInput,
    ) -> Result<ChangeActionStatusPayload> {
        mutate(ctx, ChangeActionStatus { input }).await
    }

    /// Marks a step of an action done or not; the action's progress follows.
    async fn set_action_step_done(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The step, and whether it is done.")] input: SetActionStepDoneInput,
    ) -> Result<SetActionStepDonePayload> {
        mutate(ctx, SetActionStepDone { input }).await
    }
}
