//! Imports as jobs: a file that somebody sent is tried, and once it is seen what it would do, the very same file is
//! applied.
//!
//! Only those who run the network import: a file tells of anybody's structures. A job is a row that any server takes;
//! one that a killed server held is taken again, and since what a file said before touches nothing, it goes on from
//! there. What a file is and how it is applied belongs to `exchange`; nothing here knows HTTP.

mod graphql;
mod input;
mod model;
mod mutation;
mod repo;
mod run;
mod start;
mod worker;

pub use graphql::{ImportFault, ImportJob, ImportRow};
pub use input::StartImportInput;
pub use model::{ImportLineState, ImportState};
pub use mutation::ImportMutation;
pub use worker::{LEASE, turn, work};
