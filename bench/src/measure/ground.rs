//! The databases that everything is measured on.

use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, ensure};
use clap::ValueEnum;
use tokio::process::Command;

use crate::data;

/// The databases of the hub.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Engine {
    Postgres,
    Sqlite,
}

/// A database.
pub(super) struct Ground {
    pub engine: Engine,
    pub url: String,
    /// The process whose tree does the database's work, where it is not within the servers themselves.
    pub pid: Option<u32>,
}

impl Ground {
    pub(super) const fn title(&self) -> &'static str {
        match self.engine {
            Engine::Postgres => "PostgreSQL",
            Engine::Sqlite => "SQLite",
        }
    }

    /// Fills the database where it is empty. By which words records are found only the hub knows: its program writes them.
    pub(super) async fn prepare(&self, hub: &Path) -> anyhow::Result<()> {
        eprintln!("{}: data", self.title());
        let url = self.url_to_create();
        if data::fill(&url).await? {
            if let Err(reason) = self.index(hub).await {
                eprintln!("{}: searches find nothing: {reason:#}", self.title());
            }
            data::settle(&url).await?;
        }
        Ok(())
    }

    async fn index(&self, hub: &Path) -> anyhow::Result<()> {
        let mut command = Command::new(hub);
        command.arg("reindex").env("DATABASE_URL", &self.url).stdin(Stdio::null()).stderr(Stdio::null());
        let status = command.status().await.with_context(|| format!("start {}", hub.display()))?;
        ensure!(status.success(), "{} reindex: {status}", hub.display());
        Ok(())
    }

    fn url_to_create(&self) -> String {
        match self.engine {
            Engine::Postgres => self.url.clone(),
            Engine::Sqlite => format!("{}?mode=rwc", self.url),
        }
    }
}
