//! `respyrem demo`

use respyrem::app::{self, Work, said};
use respyrem::config::Config;
use respyrem::demo::{self, Outcome};

use super::output;

pub(super) async fn run(config: &Config) -> anyhow::Result<()> {
    let store = app::open(&config.database, Work::Command).await?;
    output::remark(match demo::load(&store).await.map_err(said)? {
        Outcome::Loaded => "The demonstration data is loaded.",
        Outcome::AlreadyThere => "The demonstration data is already there.",
    });
    Ok(())
}
