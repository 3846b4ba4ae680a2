//! The first screen: how things stand in the projects that somebody takes part in, and from where in the log to follow them.

mod query;
mod repo;

pub use query::DashboardQuery;
