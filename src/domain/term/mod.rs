//! The network's vocabularies: the words by which records are sorted, each with a code that never changes.

mod given;
mod graphql;
mod model;
mod repo;

pub use given::{Given, take};
pub use graphql::{Term, filter, list};
pub use model::TermScheme;
pub use repo::{find, mark, of, say};
