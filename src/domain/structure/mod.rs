//! Structures: associations, companies and public bodies of the network and around it.

mod content;
mod create;
mod details;
mod duplicates;
mod graphql;
mod input;
mod merge;
mod model;
mod mutation;
mod place;
mod repo;
mod status;
mod update;

use crate::domain::record::conflict;

pub use details::StructureDetailsInput;
pub use graphql::{QualityLabel, SEARCHED, Structure};
pub use input::StructureInput;
pub use merge::{MergeStructuresInput, UndoMergeInput};
pub use model::{GeoPrecision, IdentifierWaiver, LabelScheme, RegistryState, StructureKind, StructureStatus};
pub use mutation::StructureMutation;
pub use place::{place, place_those_in};
pub use repo::successor;
pub use status::ChangeStructureStatusInput;
pub use update::UpdateStructureInput;

conflict! {
    /// What happened to a structure since the version that the caller named.
    pub struct StructureConflict of Structure
}
