//! Structures: associations, companies and public bodies of the network and around it.

mod create;
mod duplicates;
mod graphql;
mod input;
mod model;
mod mutation;
mod repo;

pub use graphql::{QualityLabel, Structure};
pub use input::StructureInput;
pub use model::{GeoPrecision, IdentifierWaiver, LabelScheme, RegistryState, StructureKind, StructureStatus};
pub use mutation::StructureMutation;
