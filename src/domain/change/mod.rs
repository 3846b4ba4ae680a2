//! What changed: the log of the hub as its reader may see it, for copies that partners keep of what they read.

mod cursor;
mod page;
mod query;
mod repo;

pub(crate) use cursor::read_cursor;
pub(crate) use page::Change;
pub use query::{ChangeQuery, ChangeScope};
