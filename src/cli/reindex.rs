//! `respyrem reindex`

use respyrem::app::{self, Work, said};
use respyrem::config::Config;
use respyrem::store::search;

use super::output;
use super::words::say;

pub(super) async fn run(config: &Config) -> anyhow::Result<()> {
    let store = app::open(&config.database, Work::Command).await?;
    let records = search::reindex(&store).await.map_err(said)?;
    store.settle().await.map_err(said)?;
    output::remark(&say([
        format!("Les mots de {records} enregistrements sont écrits."),
        format!("S'han escrit els mots de {records} registres."),
        format!("The words of {records} records are written."),
    ]));
    Ok(())
}
