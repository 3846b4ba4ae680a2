//! The network's vocabularies: the words by which records are sorted, each with a code that never changes.

mod graphql;
mod model;
mod repo;

pub use graphql::{Term, list};
pub use model::TermScheme;
pub use repo::{find, mark, of};
