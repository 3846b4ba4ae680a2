//! Starts everything, checks that all give the same answers, drives them in interleaved rounds, reports.

pub(crate) mod answer;
pub(crate) mod cluster;
mod contender;
mod ground;
pub(crate) mod load;
pub(crate) mod process;
mod question;
mod report;
mod rounds;
mod scenario;
pub(crate) mod spread;
pub(crate) mod usage;

use std::fs::{Permissions, set_permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use clap::Args;

use cluster::Cluster;
use contender::Contender;
use ground::{Engine, Ground};
use scenario::Scenario;

/// What to measure and for how long.
#[derive(Args)]
pub(crate) struct Plan {
    /// The hub's program; where it is not there or does not answer, its line says so
    #[arg(long, default_value = "target/release/respyrem")]
    hub: PathBuf,
    /// A setting of the hub (`KEY=VALUE`), as often as needed
    #[arg(long = "hub-env", value_parser = setting)]
    hub_env: Vec<(String, String)>,
    /// The folder of `bench/` in the source tree
    #[arg(long, default_value = "bench")]
    home: PathBuf,
    /// Keep cluster and files in this folder and use those that are there; otherwise a temporary one
    #[arg(long)]
    work: Option<PathBuf>,
    /// What is asked: each has a table of its own
    #[arg(long, value_parser = scenario::named, value_delimiter = ',', default_values = scenario::names())]
    scenarios: Vec<&'static Scenario>,
    /// Databases to measure on
    #[arg(long, value_delimiter = ',', default_value = "postgres,sqlite")]
    databases: Vec<Engine>,
    /// Connections of the load generator; each scenario has its own number when nothing is said
    #[arg(long)]
    connections: Option<usize>,
    /// How often each is driven
    #[arg(long, default_value_t = 7)]
    rounds: usize,
    /// Length of each round
    #[arg(long, default_value_t = 5.0)]
    seconds: f64,
    /// Length of the warm-up of each
    #[arg(long, default_value_t = 3.0)]
    warm_up: f64,
}

impl Plan {
    fn connections(&self, scenario: &Scenario) -> usize {
        self.connections.unwrap_or(scenario.connections)
    }
}

/// Runs the plan from beginning to end.
pub(crate) async fn run(plan: Plan) -> anyhow::Result<()> {
    let temporary = tempfile::Builder::new().prefix("respyrem-bench-").tempdir()?;
    let work = plan.work.as_deref().unwrap_or(temporary.path());
    std::fs::create_dir_all(work)?;
    // The database's own user has to reach its folder in here.
    set_permissions(work, Permissions::from_mode(0o711))?;
    let work = work.canonicalize()?;
    for engine in &plan.databases {
        match engine {
            Engine::Postgres => {
                let cluster = Cluster::start(&work.join("postgres"))?;
                let pid = Some(cluster.pid()?);
                measure_all(&plan, &work, &Ground { engine: *engine, url: cluster.url(), pid }).await?;
            }
            Engine::Sqlite => {
                let url = format!("sqlite://{}", work.join("bench.db").display());
                measure_all(&plan, &work, &Ground { engine: *engine, url, pid: None }).await?;
            }
        }
    }
    Ok(())
}

async fn measure_all(plan: &Plan, work: &Path, ground: &Ground) -> anyhow::Result<()> {
    ground.prepare(&plan.hub).await?;
    for scenario in &plan.scenarios {
        measure(scenario, plan, work, ground).await?;
    }
    Ok(())
}

async fn measure(scenario: &Scenario, plan: &Plan, work: &Path, ground: &Ground) -> anyhow::Result<()> {
    let mut contenders = Vec::new();
    for way in scenario.ways.iter().filter(|way| way.works_on(ground.engine)) {
        eprintln!("{}, {}: start {}", scenario.title, ground.title(), way.title());
        contenders.push(Contender::start(*way, scenario, plan, ground, work).await?);
    }
    rounds::compare(&mut contenders).await?;
    rounds::drive(&mut contenders, scenario, plan, ground).await?;
    println!("{}", report::table(&contenders, scenario, plan, ground));
    for contender in contenders {
        contender.stop().await;
    }
    Ok(())
}

fn setting(text: &str) -> Result<(String, String), String> {
    let (key, value) = text.split_once('=').ok_or("KEY=VALUE is expected")?;
    Ok((key.to_owned(), value.to_owned()))
}
