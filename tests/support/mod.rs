//! A hub for each test, on a database of its own.

pub(crate) mod ateliers;
pub(crate) mod audit;
pub(crate) mod build;
pub(crate) mod database;
pub(crate) mod dns;
pub(crate) mod events;
pub(crate) mod file;
pub(crate) mod funding_source;
pub(crate) mod hub;
pub(crate) mod kept;
mod level;
pub(crate) mod note;
pub(crate) mod partner;
pub(crate) mod process;
pub(crate) mod project;
pub(crate) mod provider;
pub(crate) mod redis;
pub(crate) mod replica;
pub(crate) mod resource;
pub(crate) mod search;
pub(crate) mod server;
pub(crate) mod socket;
pub(crate) mod stream;
pub(crate) mod structure;
pub(crate) mod subgraph;
pub(crate) mod team;
pub(crate) mod training_path;

pub(crate) use database::Backend;
pub(crate) use hub::TestHub;

/// Makes a test that runs on SQLite and on PostgreSQL: `on_both!(name, |hub| { … })`.
#[macro_export]
macro_rules! on_both {
    ($(#[$meta:meta])* $name:ident, |$hub:ident| $body:expr) => {
        $(#[$meta])*
        mod $name {
            use super::*;

            async fn run($hub: $crate::support::TestHub) {
                $body
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                run($crate::support::TestHub::start($crate::support::Backend::Sqlite).await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                run($crate::support::TestHub::start($crate::support::Backend::Postgres).await).await;
            }
        }
    };
}
