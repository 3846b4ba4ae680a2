//! The mutations on structures.

use async_graphql::{Context, Object, Result};

use super::create::{CreateStructure, CreateStructurePayload};
use super::input::StructureInput;
use super::merge::{
    MergeStructures, MergeStructuresInput, MergeStructuresPayload, UndoMerge, UndoMergeInput,
    UndoMergePayload,
};
use super::status::{ChangeStructureStatus, ChangeStructureStatusInput, ChangeStructureStatusPayload};
use super::update::{UpdateStructure, UpdateStructureInput, UpdateStructurePayload};
use crate::gql::mutation::mutate;

/// Mutations on structures.
#[derive(Debug, Default)]
pub struct StructureMutation;

#[Object]
impl StructureMutation {
    /// Declares a structure. When others look the same nothing is made, and they are shown: use one of them, or say
    /// `allowDuplicate: true`.
    async fn create_structure(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The structure.")] input: StructureInput,
    ) -> Result<CreateStructurePayload> {
        mutate(ctx, CreateStructure { input }).await
    }

    /// Changes what a structure says of itself: a field that is absent stays as it is, one that is null is emptied. What
    /// says nothing new makes no new version.
    async fn update_structure(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which structure, and what changes.")] input: UpdateStructureInput,
    ) -> Result<UpdateStructurePayload> {
        mutate(ctx, UpdateStructure { input }).await
    }

    /// Takes a structure to the next step of its life. Its administrators propose it to the network and archive it;
    /// those who run the network accept it, send it back, suspend it and bring it back.
    async fn change_structure_status(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which structure, and which step.")] input: ChangeStructureStatusInput,
    ) -> Result<ChangeStructureStatusPayload> {
        mutate(ctx, ChangeStructureStatus { input }).await
    }

    /// Merges a structure into another one, for those who run the network: its people (in the higher role), its roles in
    /// projects, its records, files, notes and references go over, and its identifiers stand for the other one.
    async fn merge_structures(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which stays, and which goes.")] input: MergeStructuresInput,
    ) -> Result<MergeStructuresPayload> {
        mutate(ctx, MergeStructures { input }).await
    }

    /// Undoes a merge within 30 days: all is as it was, but for what changed since.
    async fn undo_merge(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which merge.")] input: UndoMergeInput,
    ) -> Result<UndoMergePayload> {
        mutate(ctx, UndoMerge { input }).await
    }
}
