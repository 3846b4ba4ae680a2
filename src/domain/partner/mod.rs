//! Partners: the organisations that joined the network, each with structures, programs and a way for its people to sign
//! in. A partner is no record: everybody reads those that are ACTIVE, and `access` says who governs one.

mod govern;
mod graphql;
mod input;
mod model;
mod mutation;
mod repo;
mod update;

use crate::domain::record::conflict;

pub use govern::{govern, govern_named};
pub use graphql::Partner;
pub use input::UpdatePartnerInput;
pub use model::PartnerState;
pub use mutation::PartnerMutation;
pub use repo::slugs;

conflict! {
    /// What happened to a partner since the version that the caller named.
    pub struct PartnerConflict of Partner
}

/// What the global identifiers of partners begin with.
pub const PREFIX: &str = "partner";
