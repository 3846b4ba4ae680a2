//! What partners send in files: bytes in, checked rows out, and the rows applied to the database.
//!
//! `encoding` makes text of bytes, `table` makes rows of text, `mapping` says which column feeds which field,
//! `fields` reads the cells of one row with all their faults, `structure` and `territory` are the typed rows, and
//! `reading` ties them together. Nothing is guessed and nothing is dropped in silence: what is not understood is
//! reported with its line, its column and what to do. Only `apply` knows the database.

pub mod apply;
pub mod encoding;
pub mod fault;
pub mod fields;
pub mod limits;
pub mod mapping;
pub mod message;
pub mod place;
pub mod reading;
pub mod record;
pub mod structure;
pub mod table;
pub mod territory;
