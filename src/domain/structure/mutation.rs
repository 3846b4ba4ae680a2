//! The mutations on structures.

use async_graphql::{Context, Object, Result};

use super::create::{CreateStructure, CreateStructurePayload};
use super::input::StructureInput;
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
}
