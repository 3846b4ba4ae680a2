//! The change feed: from the log of the database to whoever listens, on any server.

pub mod bus;
pub mod presence;
