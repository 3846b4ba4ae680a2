//! What partners send in files: bytes in, checked rows out, and the rows applied to the database.
//!
//! `encoding` makes text of bytes, `table` makes rows of text, `mapping` says which column feeds which field, and
//! `fields` reads the cells of one row with all their faults. What files tell of each kind of record is declared in
//! `noun`, field by field; `module` and `territory` are rows of their own. `reading` ties them together, and `apply`
//! writes what was read. Nothing is guessed and nothing is dropped in silence: what is not understood is reported with
//! its line, its column and what to do.

pub mod apply;
mod ask;
pub mod encoding;
pub mod export;
pub mod fault;
pub mod fields;
pub mod form;
mod kept;
pub mod limits;
pub mod mapping;
pub mod message;
pub mod module;
mod names;
pub mod noun;
pub mod place;
pub mod reading;
pub mod record;
pub mod table;
pub mod territory;
pub mod upsert;
pub mod value;
