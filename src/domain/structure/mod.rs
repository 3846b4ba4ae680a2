//! Structures: associations, companies and public bodies of the network and around it.

mod create;
mod duplicates;
mod graphql;
mod input;
mod model;
mod mutation;
mod place;
mod repo;
mod status;

use crate::domain::record::conflict;

pub use graphql::{QualityLabel, Structure};
pub use input::StructureInput;
pub use model::{GeoPrecision, IdentifierWaiver, LabelScheme, RegistryState, StructureKind, StructureStatus};
pub use mutation::StructureMutation;
pub use place::{place, place_those_in};
pub use status::ChangeStructureStatusInput;

conflict! {
    /// What happened to a structure since the version that the caller named.
    pub struct StructureConflict of Structure
}
