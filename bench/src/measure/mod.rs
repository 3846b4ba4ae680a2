//! Starts everything, checks that all give the same answers, drives them in interleaved rounds, reports.

mod answer;
mod cluster;
mod contender;
mod load;
mod question;
mod report;
mod rounds;
mod usage;

use std::fs::{Permissions, set_permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use cluster::Cluster;
use contender::Contender;

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
    /// Databases to measure on
    #[arg(long, value_delimiter = ',', default_value = "postgres,sqlite")]
    databases: Vec<Engine>,
    /// Connections of the load generator
    #[arg(long, default_value_t = 16)]
    connections: usize,
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

/// The databases of the hub.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Engine {
    Postgres,
    Sqlite,
}

/// A filled database.
struct Ground {
    engine: Engine,
    url: String,
    /// The process whose tree does the database's work, where it is not within the servers themselves.
    pid: Option<u32>,
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
                measure(&plan, &work, Ground { engine: *engine, url: cluster.url(), pid }).await?;
            }
            Engine::Sqlite => {
                let url = format!("sqlite://{}", work.join("bench.db").display());
                measure(&plan, &work, Ground { engine: *engine, url, pid: None }).await?;
            }
        }
    }
    Ok(())
}

async fn measure(plan: &Plan, work: &Path, ground: Ground) -> anyhow::Result<()> {
    eprintln!("{}: data", ground.title());
    crate::data::fill(&ground.url_to_create()).await?;
    let bodies = question::bodies(&plan.home, "nested.graphql")?;
    let mut contenders = Vec::new();
    for way in contender::Way::all(ground.engine) {
        eprintln!("{}: start {}", ground.title(), way.title());
        contenders.push(Contender::start(way, plan, &ground, work).await?);
    }
    rounds::compare(&mut contenders).await?;
    rounds::drive(&mut contenders, plan, &ground).await?;
    println!("{}", report::table(&ground, plan, bodies.len(), &contenders));
    for contender in contenders {
        contender.stop().await;
    }
    Ok(())
}

impl Ground {
    const fn title(&self) -> &'static str {
        match self.engine {
            Engine::Postgres => "PostgreSQL",
            Engine::Sqlite => "SQLite",
        }
    }

    fn url_to_create(&self) -> String {
        match self.engine {
            Engine::Postgres => self.url.clone(),
            Engine::Sqlite => format!("{}?mode=rwc", self.url),
        }
    }
}

fn setting(text: &str) -> Result<(String, String), String> {
    let (key, value) = text.split_once('=').ok_or("KEY=VALUE is expected")?;
    Ok((key.to_owned(), value.to_owned()))
}
