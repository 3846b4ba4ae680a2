//! The peers that are written here. Each is a server of its own process, started like the hub: `DATABASE_URL`,
//! `LISTEN`, and `POST /graphql`.

pub(crate) mod floor;
pub(crate) mod plain;

use std::net::SocketAddr;

use chrono::{NaiveDate, Utc};
use chrono_tz::Europe::Paris;
use clap::Args;

/// Connections of each server to its database.
const POOL: u32 = 16;

/// Where a peer reads and where it listens.
#[derive(Args)]
pub(crate) struct Serve {
    /// `postgres://…` or `sqlite://…`
    #[arg(long, env = "DATABASE_URL")]
    url: String,
    /// Address and port
    #[arg(long, env = "LISTEN")]
    listen: SocketAddr,
}

impl Serve {
    async fn run(&self, router: axum::Router) -> anyhow::Result<()> {
        let listener = tokio::net::TcpListener::bind(self.listen).await?;
        Ok(axum::serve(listener, router).await?)
    }
}

/// Due dates are days in the network's time zone.
#[expect(clippy::disallowed_methods, reason = "the peers have no `Clock`: they are measured, not tested")]
fn today() -> NaiveDate {
    Utc::now().with_timezone(&Paris).date_naive()
}
