//! `respyrem demo`

use respyrem::app::{self, Work, said};
use respyrem::config::Config;
use respyrem::demo::{self, Outcome};

use super::output;
use super::words::say;

pub(super) async fn run(config: &Config) -> anyhow::Result<()> {
    let store = app::open(&config.database, Work::Command).await?;
    output::remark(say(match demo::load(&store).await.map_err(said)? {
        Outcome::Loaded => [
            "Les données de démonstration sont chargées.",
            "Les dades de demostració s'han carregat.",
            "The demonstration data is loaded.",
        ],
        Outcome::AlreadyThere => [
            "Les données de démonstration sont déjà là.",
            "Les dades de demostració ja hi són.",
            "The demonstration data is already there.",
        ],
    }));
    Ok(())
}
