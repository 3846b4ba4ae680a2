//! The database: connections, the one transaction wrapper, the access rules as SQL, the log of changes.
//!
//! Everything here is the same on PostgreSQL and on SQLite; where they differ, this folder hides it. It knows no noun.

mod batches;
pub mod connect;
mod fault;
mod history;
mod json;
pub mod log;
mod partner;
pub mod policy;
mod reader;
mod reads;
pub mod record;
pub mod rows;
pub mod search;
pub mod sql;
mod ties;
pub mod transaction;

pub use batches::Batches;
pub use connect::{DatabaseSettings, Store};
pub use fault::fault;
pub use history::History;
pub use json::read_json;
pub use reader::Reader;
pub use reads::{Reads, known_tables};
pub use rows::{Form, Row, Rows};
pub use sql::Sql;
pub use ties::sight;
pub use transaction::Tx;
