//! Structures: associations, companies and public bodies of the network and around it.

mod graphql;
mod model;

pub use graphql::{QualityLabel, Structure};
pub use model::{GeoPrecision, IdentifierWaiver, LabelScheme, RegistryState, StructureKind, StructureStatus};
