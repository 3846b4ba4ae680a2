//! `respyrem federation`

use clap::{Args, Subcommand};
use respyrem::app::{self, Work, said};
use respyrem::config::Config;
use respyrem::domain::subgraph::SubgraphState;
use respyrem::gateway::{Registry, SchemaChange, SubgraphSummary};
use respyrem::store::Store;

use super::output;
use super::words::say;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// List the services, what each is called, whose it is, where it stands and what keeps its schema out
    List,
    /// Register a GraphQL service of a partner, as a draft
    Register {
        /// The partner's short name
        partner: String,
        /// What the service is called: 2 to 40 small letters, digits and hyphens
        name: String,
        /// Where it answers: its GraphQL endpoint
        url: String,
    },
    /// Say what a service may do to what is not its own
    Grant(Grant),
    /// Ask services for their schemas and compose them with the rest, on trial
    Check(Together),
    /// Join services to the schema
    Activate(Together),
    /// Set services aside
    Pause(Together),
    /// Remove a service for good
    Remove {
        /// The service
        name: String,
    },
    /// Print the supergraph, for a gateway beside the hub
    Supergraph,
}

#[derive(Debug, Args)]
pub(super) struct Together {
    /// The service; several where one needs what the other gives
    #[arg(required = true)]
    names: Vec<String>,
}

impl Together {
    fn names(&self) -> Vec<&str> {
        self.names.iter().map(String::as_str).collect()
    }
}

/// What is left out stays as it is.
#[derive(Debug, Args)]
pub(super) struct Grant {
    /// The service
    name: String,
    /// Types that it may add fields to, separated by commas
    #[arg(long, value_name = "TYPES", value_delimiter = ',')]
    extends: Option<Vec<String>>,
    /// Fields that it may be sent, separated by commas: Structure.name,…
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    requires: Option<Vec<String>>,
    /// Whether it is told which member asks
    #[arg(long, value_name = "true|false")]
    names_viewer: Option<bool>,
}

pub(super) async fn run(command: Command, config: &Config) -> anyhow::Result<()> {
    let store = app::open(&config.database, Work::Command).await?;
    let registry = app::subgraph_registry(&store, config)?;
    match command {
        Command::List => list(&store).await,
        Command::Register { partner, name, url } => {
            registry.register(&store, &partner, &name, &url).await.map_err(said)?;
            output::remark(&say([
                format!("Le service est enregistré. Ensuite : respyrem federation check {name}"),
                format!("El servei està registrat. Després: respyrem federation check {name}"),
                format!("The service is registered. Next: respyrem federation check {name}"),
            ]));
            Ok(())
        }
        Command::Grant(Grant { name, extends, requires, names_viewer }) => {
            registry.grant(&store, &name, (extends, requires, names_viewer)).await.map_err(said)
        }
        Command::Check(all) => check(&registry, &store, &all.names()).await,
        Command::Activate(all) => step(&registry, &store, &all.names(), SubgraphState::Active).await,
        Command::Pause(all) => step(&registry, &store, &all.names(), SubgraphState::Paused).await,
        Command::Remove { name } => Registry::remove(&store, &name).await.map_err(said),
        Command::Supergraph => output::answer(&registry.supergraph(&store).await.map_err(said)?),
    }
}

async fn list(store: &Store) -> anyhow::Result<()> {
    let services = Registry::list(store).await.map_err(said)?;
    if services.is_empty() {
        output::remark(say([
            "Il n'y a pas encore de service : `respyrem federation register --help` dit comment en enregistrer un.",
            "Encara no hi ha cap servei: `respyrem federation register --help` diu com registrar-ne un.",
            "There is no service yet: `respyrem federation register --help` says how to register one.",
        ]));
    }
    output::answer(&services.iter().map(lines).collect::<String>())
}

/// One line, its columns parted by tabs, and one for each fault.
fn lines(service: &SubgraphSummary) -> String {
    let SubgraphSummary { name, partner, state, url, faults, .. } = service;
    let faults = faults.iter().map(|fault| format!("  {fault}\n"));
    format!("{name}\t{partner}\t{state}\t{url}\n{}", faults.collect::<String>())
}

async fn check(registry: &Registry, store: &Store, names: &[&str]) -> anyhow::Result<()> {
    let checked = registry.check(store, names).await.map_err(said)?;
    if !checked.faults.is_empty() {
        anyhow::bail!("{}", checked.faults.join("\n"));
    }
    show(&checked.changes)
}

async fn step(
    registry: &Registry,
    store: &Store,
    names: &[&str],
    state: SubgraphState,
) -> anyhow::Result<()> {
    show(&registry.change_state(store, names, state).await.map_err(said)?)
}

/// What changes for clients, a line for each.
fn show(changes: &[SchemaChange]) -> anyhow::Result<()> {
    if changes.is_empty() {
        output::remark(say([
            "Rien ne change pour les clients.",
            "Res no canvia per als clients.",
            "Nothing changes for clients.",
        ]));
    }
    output::answer(
        &changes.iter().map(|change| format!("{}\t{}\n", change.kind, change.coordinate)).collect::<String>(),
    )
}
