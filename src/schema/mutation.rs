//! The mutation type: each noun's own, merged.

use async_graphql::MergedObject;

use crate::domain::action::ActionMutation;
use crate::domain::structure::StructureMutation;

/// What can be written. Each mutation is one act of the network's life, in one transaction.
#[derive(Debug, Default, MergedObject)]
pub(super) struct Mutation(StructureMutation, ActionMutation);
