//! Partners' GraphQL services (subgraphs of Apollo Federation), as they read: where each answers, where it stands, what it
//! may do to what is not its own, and why the schema that it offers is kept out. `gateway` writes and joins them.

mod graphql;
mod model;

pub use graphql::Subgraph;
pub use model::SubgraphState;

use crate::domain::record::conflict;

conflict! {
    /// What happened to a subgraph since the version that the caller named.
    pub struct SubgraphConflict of Subgraph
}

/// What the global identifiers of subgraphs begin with.
pub const PREFIX: &str = "subgraph";
