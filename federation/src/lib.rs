//! Joins GraphQL services into one schema (Apollo Federation, first and second version) and answers operations over it.
//!
//! - [`compose`] makes one [`Supergraph`] of services under a [`Policy`], or says what each has to mend.
//! - [`Supergraph::prepare`] makes a [`Plan`] of an operation: which service is asked for what, and when. It serves any
//!   set of variables, and is kept by whoever calls.
//! - [`execute`] carries a plan out over [`Transports`] and gives the answer as bytes. A subscription's events are
//!   the caller's to listen to, at [`Plan::source`]; [`execute_event`] answers each.
//!
//! A library without a noun of its own, a database, an HTTP server or a clock. What reaches services is the caller's:
//! a trait. Everything is bounded by [`Limits`].

mod api;
mod compose;
mod error;
mod execute;
mod fields;
mod limits;
mod model;
mod operation;
mod plan;
mod planner;
mod project;
mod read;
mod supergraph;
mod transport;

pub use compose::{Policy, Rights, compose, supergraph_sdl};
pub use error::CompositionError;
pub use execute::{Response, execute, execute_event};
pub use limits::Limits;
pub use operation::{Plan, PrepareError};
pub use supergraph::Supergraph;
pub use transport::{Answer, Call, Failure, Transports};

/// A service to join.
#[derive(Debug, Clone, serde::Deserialize, serde::Serialize)]
pub struct Subgraph {
    /// Its name among the others: in plans, in errors, in `@override(from:)`.
    pub name: String,
    /// Where it answers; only carried here.
    pub url: String,
    /// Its schema, as its `_service { sdl }` gives it.
    pub sdl: String,
}
