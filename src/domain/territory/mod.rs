//! Places: communes, their groupings, and areas that a project or a funder draws for itself.

mod graphql;
mod model;
mod repo;

pub use graphql::{Territory, TerritoryInput, is_place, within};
pub use model::TerritoryKind;
pub use repo::{find, point};
