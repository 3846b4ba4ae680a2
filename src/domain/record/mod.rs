//! What every record shares: identity, version, visibility, dates, and what the viewer may do with it.

mod graphql;

pub use graphql::{Visibility, declare};
