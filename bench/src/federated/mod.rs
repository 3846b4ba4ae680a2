//! What does a gateway cost that answers one operation over four services?
//!
//! The services are one program that answers from memory. Every gateway is asked the same operation, with an answer of about
//! 88 kB, in rounds there and back again; its processor time is that of its own processes alone.

mod contender;
mod report;
mod services;

pub(crate) use services::serve;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use bytes::Bytes;
use clap::Args;
use serde_json::json;
use tokio::process::Command;

use crate::measure::cluster::free_port;
use crate::measure::process::Process;
use crate::measure::usage::{self, Usage};
use crate::measure::{answer, load};
use contender::{Contender, Graph, Sample, Way};

/// How many structures are asked for: an answer has about 88 kB.
const STRUCTURES: usize = 25;

/// What to measure.
#[derive(Args)]
pub(crate) struct Plan {
    /// The example `gateway` of the library
    #[arg(long, default_value = "target/release/examples/gateway")]
    gateway: PathBuf,
    /// The folder of `bench/` in the source tree
    #[arg(long, default_value = "bench")]
    home: PathBuf,
    /// Connections of the load generator
    #[arg(long, default_value_t = 8)]
    connections: usize,
    /// How often each is driven
    #[arg(long, default_value_t = 7)]
    rounds: usize,
    /// Length of each round
    #[arg(long, default_value_t = 5.0)]
    seconds: f64,
    /// Length of the warm-up of each
    #[arg(long, default_value_t = 5.0)]
    warm_up: f64,
}

/// Runs the plan and prints a table.
pub(crate) async fn run(plan: Plan) -> anyhow::Result<()> {
    let work = tempfile::Builder::new().prefix("respyrem-federated-").tempdir()?;
    let address = SocketAddr::from(([127, 0, 0, 1], free_port()?));
    let services = start_services(address, work.path()).await?;
    let graph = Graph::write(work.path(), &plan.gateway, address).await?;
    let question = question(&plan.home)?;
    let mut contenders = Vec::new();
    for way in Way::ALL {
        eprintln!("start {}", way.title());
        contenders.push(Contender::start(way, &plan, &graph, work.path(), question.clone()).await?);
    }
    compare(&mut contenders).await?;
    drive(&mut contenders, &plan, services.pid()).await?;
    println!("{}", report::table(&contenders, &plan));
    for process in contenders.into_iter().filter_map(|contender| contender.process).chain([services]) {
        process.stop().await?;
    }
    Ok(())
}

async fn start_services(address: SocketAddr, work: &Path) -> anyhow::Result<Process> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("services").arg("--listen").arg(address.to_string());
    let listening = async || {
        tokio::net::TcpStream::connect(address).await?;
        Ok(())
    };
    Process::start(command, &work.join("services.log"), listening).await
}

fn question(home: &Path) -> anyhow::Result<Bytes> {
    let query = std::fs::read_to_string(home.join("queries/federated.graphql"))?;
    Ok(json!({ "query": query, "variables": { "first": STRUCTURES } }).to_string().into())
}

/// Asks each; all must answer as the first one.
async fn compare(contenders: &mut [Contender]) -> anyhow::Result<()> {
    let mut expected = None;
    for contender in contenders.iter_mut().filter(|contender| contender.process.is_some()) {
        let body = contender.target.bodies[0].clone();
        let got = answer::normalise(&load::once(contender.target.address, body).await?)?;
        let expected = expected.get_or_insert_with(|| got.clone());
        match answer::first_difference(expected, &got) {
            None => contender.same = true,
            Some(difference) => eprintln!("{} differs: {difference}", contender.way.title()),
        }
    }
    Ok(())
}

async fn drive(contenders: &mut [Contender], plan: &Plan, services: Option<u32>) -> anyhow::Result<()> {
    let all = contenders.iter_mut();
    let mut present: Vec<_> = all.filter_map(|one| Some((one.process.as_ref()?.pid()?, one))).collect();
    for (_, contender) in &present {
        let warm_up = Duration::from_secs_f64(plan.warm_up);
        load::drive(&contender.target, plan.connections, warm_up).await?;
    }
    let used = |pid: u32| (usage::of_tree(pid), services.map(usage::of_tree).unwrap_or_default());
    for round in 0..plan.rounds {
        eprintln!("round {} of {}", round + 1, plan.rounds);
        for (pid, contender) in &mut present {
            let before = used(*pid);
            let time = Duration::from_secs_f64(plan.seconds);
            let tally = load::drive(&contender.target, plan.connections, time).await?;
            contender.samples.push(sample(&tally, before, used(*pid)));
        }
        present.reverse();
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
fn sample(tally: &load::Tally, before: (Usage, Usage), after: (Usage, Usage)) -> Sample {
    let requests = tally.requests.max(1) as f64;
    let spent = |after: Usage, before: Usage| (after.cpu_millis - before.cpu_millis) as f64 / requests;
    Sample {
        per_second: tally.per_second(),
        cpu: spent(after.0, before.0),
        services_cpu: spent(after.1, before.1),
        p50: tally.latency(50),
        p99: tally.latency(99),
        bytes: tally.bytes as f64 / requests,
        resident_mib: after.0.resident_kib / 1024,
    }
}
