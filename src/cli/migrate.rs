//! `respyrem migrate`

use respyrem::app::{self, Work, said};
use respyrem::config::Config;

use super::output;
use super::words::say;

pub(super) async fn run(config: &Config) -> anyhow::Result<()> {
    let store = app::connect(&config.database, Work::Command).await?;
    let pending = store.pending_migrations().await.map_err(said)?;
    store.migrate().await.map_err(said)?;
    if pending.is_empty() {
        output::remark(say([
            "La base de données était à jour.",
            "La base de dades estava al dia.",
            "The database was up to date.",
        ]));
    }
    let applied: String = pending.iter().map(|name| format!("{name}\n")).collect();
    output::answer(&applied)
}
