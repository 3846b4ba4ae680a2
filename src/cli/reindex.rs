//! `respyrem reindex`

use respyrem::app::{self, Work, said};
use respyrem::config::Config;
use respyrem::store::search;

use super::output;

pub(super) async fn run(config: &Config) -> anyhow::Result<()> {
    let store = app::open(&config.database, Work::Command).await?;
    let records = search::reindex(&store).await.map_err(said)?;
    store.settle().await.map_err(said)?;
    output::remark(&format!("The words of {records} records are written."));
    Ok(())
}
