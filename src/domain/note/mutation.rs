//! The mutations on notes.

use async_graphql::{Context, Object, Result};

use super::add::{AddNote, AddNotePayload};
use super::input::{AddNoteInput, RemoveNoteInput, UpdateNoteInput};
use super::remove::{RemoveNote, RemoveNotePayload};
use super::update::{UpdateNote, UpdateNotePayload};
use crate::gql::mutation::mutate;

/// Mutations on notes.
#[derive(Debug, Default)]
pub struct NoteMutation;

#[Object]
impl NoteMutation {
    /// Tells something of a record that you may change: a structure, a project, an action, a funding source or a
    /// teaching resource.
    async fn add_note(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The note.")] input: AddNoteInput,
    ) -> Result<AddNotePayload> {
        mutate(ctx, AddNote { input }).await
    }

    /// Changes a note on a record that you may change. What says nothing new makes no new version. Who reads it is
    /// changed by `changeVisibility`.
    async fn update_note(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change.")] input: UpdateNoteInput,
    ) -> Result<UpdateNotePayload> {
        mutate(ctx, UpdateNote { input }).await
    }

    /// Removes a note for good. For who wrote it, and for editors of the structure that the record belongs to.
    async fn remove_note(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which note.")] input: RemoveNoteInput,
    ) -> Result<RemoveNotePayload> {
        mutate(ctx, RemoveNote { input }).await
    }
}
