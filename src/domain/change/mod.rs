//! What changed: the log of the hub as its reader may see it, for copies that partners keep of what they read.

mod cursor;
mod page;
mod query;
mod repo;
mod rights;

pub use cursor::LogCursor;
pub use query::{ChangeQuery, ChangeScope};
pub use rights::Rights;
