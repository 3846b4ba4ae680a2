//! `respyrem demo`

use anyhow::Context;
use clap::Args;
use respyrem::app::{self, Work, said};
use respyrem::config::Config;
use respyrem::demo::{self, DemoService, Outcome, QUERY, SERVICES};
use respyrem::domain::subgraph::SubgraphState;
use respyrem::gateway::Registry;
use respyrem::store::Store;

use super::output;
use super::words::say;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Join a partner's service of the demonstration, which runs at this address: `ateliers` or `stock`
    #[arg(long = "service", value_name = "NAME=URL", value_parser = running)]
    services: Vec<(DemoService, String)>,
}

fn running(text: &str) -> Result<(DemoService, String), String> {
    let (name, url) = text.split_once('=').ok_or("a name, `=` and an address")?;
    let service = SERVICES.into_iter().find(|service| service.name == name);
    Ok((service.ok_or("the demonstration has the services `ateliers` and `stock`")?, url.to_owned()))
}

pub(super) async fn run(Arguments { services }: Arguments, config: &Config) -> anyhow::Result<()> {
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
    if services.is_empty() { Ok(()) } else { join(&store, config, &services).await }
}

/// Registers those that are not yet, and joins all of them.
async fn join(store: &Store, config: &Config, services: &[(DemoService, String)]) -> anyhow::Result<()> {
    let registry = app::subgraph_registry(store, config)?;
    let known = Registry::list(store).await.map_err(said)?;
    for (service, url) in services {
        let DemoService { name, partner, extends, requires } = service;
        if known.iter().any(|known| known.name == *name) {
            continue;
        }
        let listed = |rights: &[&str]| Some(rights.iter().map(|right| (*right).to_owned()).collect());
        registry.register(store, partner, name, url).await.map_err(said)?;
        registry.grant(store, name, (listed(extends), listed(requires), None)).await.map_err(said)?;
    }
    let names: Vec<&str> = services.iter().map(|(service, _)| service.name).collect();
    let joined = registry.change_state(store, &names, SubgraphState::Active).await;
    joined.map_err(said).with_context(|| names.join(", "))?;
    let names = names.join(", ");
    output::remark(&say([
        format!(
            "Des services de partenaires sont joints au schéma : {names}. Ils répondent avec le hub à :\n{QUERY}"
        ),
        format!("Serveis de socis s'han unit a l'esquema: {names}. Responen amb el hub a:\n{QUERY}"),
        format!("Partners' services are joined to the schema: {names}. With the hub they answer:\n{QUERY}"),
    ]));
    Ok(())
}
