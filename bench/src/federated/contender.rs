//! The gateways.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, ensure};
use bytes::Bytes;
use serde_json::json;
use tokio::process::Command;

use super::{Plan, services};
use crate::measure::cluster::free_port;
use crate::measure::load::Target;
use crate::measure::process::Process;

/// The ways to answer over several services.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Respyrem,
    HiveGateway,
}

impl Way {
    pub(super) const ALL: [Self; 2] = [Self::Respyrem, Self::HiveGateway];

    pub(super) const fn title(self) -> &'static str {
        match self {
            Self::Respyrem => "respyrem (`federation`)",
            Self::HiveGateway => "Hive Gateway on Node.js",
        }
    }

    fn command(self, plan: &Plan, graph: &Graph, address: SocketAddr) -> anyhow::Result<Command> {
        let port = address.port().to_string();
        Ok(match self {
            Self::Respyrem => {
                let mut command = Command::new(&plan.gateway);
                command.arg("--subgraphs").arg(&graph.subgraphs).args(["--port", &port]);
                command
            }
            Self::HiveGateway => {
                let peer = plan.home.canonicalize()?.join("peers/hive-gateway");
                let mut command = Command::new(peer.join("node_modules/.bin/hive-gateway"));
                command.arg("supergraph").arg(&graph.supergraph);
                command.args(["--port", &port, "--host", "127.0.0.1", "--fork", "1"]);
                command.current_dir(peer).env("NODE_ENV", "production");
                command
            }
        })
    }
}

/// What one round showed.
pub(super) struct Sample {
    pub per_second: f64,
    pub cpu: f64,
    pub services_cpu: f64,
    pub p50: f64,
    pub p99: f64,
    pub bytes: f64,
    pub resident_mib: u64,
}

/// A gateway and, where it answers, its process.
pub(super) struct Contender {
    pub way: Way,
    pub target: Target,
    pub process: Option<Process>,
    pub same: bool,
    pub samples: Vec<Sample>,
}

impl Contender {
    pub(super) async fn start(
        way: Way,
        plan: &Plan,
        graph: &Graph,
        work: &Path,
        question: Bytes,
    ) -> anyhow::Result<Self> {
        let address = SocketAddr::from(([127, 0, 0, 1], free_port()?));
        let command = way.command(plan, graph, address)?;
        let log = work.join(format!("{way:?}.log"));
        let process = Process::asked(command, &log, address, &question).await;
        let process = process.inspect_err(|reason| eprintln!("{} is absent: {reason:#}", way.title())).ok();
        let target = Target { address, bodies: vec![question] };
        Ok(Self { way, target, process, same: false, samples: Vec::new() })
    }
}

/// The services, as files for gateways.
pub(super) struct Graph {
    subgraphs: PathBuf,
    supergraph: PathBuf,
}

impl Graph {
    /// Writes them; `services` is where they answer.
    pub(super) async fn write(work: &Path, gateway: &Path, services: SocketAddr) -> anyhow::Result<Self> {
        let all = services::NAMES.into_iter().zip(services::schemas()).map(
            |(name, sdl)| json!({ "name": name, "url": format!("http://{services}/{name}"), "sdl": sdl }),
        );
        let subgraphs = work.join("subgraphs.json");
        fs::write(&subgraphs, serde_json::to_vec(&all.collect::<Vec<_>>())?)?;
        let mut composer = Command::new(gateway);
        composer.arg("--subgraphs").arg(&subgraphs).arg("--print").stdin(Stdio::null());
        let composed = composer.output().await.with_context(|| format!("start {}", gateway.display()))?;
        ensure!(composed.status.success(), "{}", String::from_utf8_lossy(&composed.stderr));
        let supergraph = work.join("supergraph.graphql");
        fs::write(&supergraph, composed.stdout)?;
        Ok(Self { subgraphs, supergraph })
    }
}
