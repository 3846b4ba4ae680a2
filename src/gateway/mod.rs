//! Partners' GraphQL services joined to the hub's schema, while it runs.
//!
//! Each partner's service is a subgraph (Apollo Federation v2), and so is the hub: `compose` joins them under the rights
//! that each was granted, a [`Gateway`] answers operations over what came of it, and every server swaps to a new graph as
//! soon as the log tells that one is there. What the hub can answer alone never leaves its own pipeline.
//!
//! - `registry`: services are registered, tried, put in use and removed, by those who govern their partner.
//! - `watch`: services are asked again and again what their schema is.
//! - `transport`: how the hub and partners' services are asked.

mod changes;
mod compose;
mod graph;
mod operation;
mod registry;
mod repo;
mod running;
mod subscription;
mod transport;
mod turns;
mod watch;

pub use changes::{SchemaChange, SchemaChangeKind};
pub use compose::Composer;
pub use operation::{JoinedCall, Prepared};
pub use registry::{CheckedSubgraph, Registry, SubgraphMutation, SubgraphSummary};
pub use running::{Gateway, ServiceHealth};
pub use transport::{Partners, Signer, SigningSecret};
