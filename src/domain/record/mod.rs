//! What every record shares: identity, version, visibility, dates, and what the viewer may do with it.

mod graphql;
mod status_change;

pub use graphql::{Visibility, declare};
pub use status_change::StatusChange;
