//! Writing the common row: every change of a record goes through here, so that version, dates, log and visibility can
//! never be forgotten.

mod absorb;
mod archive;
mod change;
mod delete;
mod facts;
mod insert;
mod provenance;
mod visibility;

pub use change::{Change, Since};
pub use insert::NewRecord;
