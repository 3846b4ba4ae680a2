//! API clients: partners' programs, what each may do, and their keys.
//!
//! Whoever governs the partner makes them and reads them, in person; a program does neither, not even of itself. A key is
//! shown once, in the answer that makes it: the database holds its hash, and no kept answer holds it.

mod act;
mod command;
mod content;
mod create;
mod graphql;
mod input;
mod mutation;
mod repo;
mod revoke;
mod rotate;
mod update;

use crate::domain::record::conflict;

pub use command::{ClientSummary, CreatedClient, NewClient, create, list, revoke, rotate};
pub use graphql::{ApiClient, ApiClientKey};
pub use mutation::ApiClientMutation;

conflict! {
    /// What happened to an API client since the version that the caller named.
    pub struct ApiClientConflict of ApiClient
}

/// What the global identifiers of clients begin with.
const PREFIX: &str = "apiclient";
