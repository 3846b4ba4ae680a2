//! How long a change takes to reach everyone who listens, and what each of them costs.
//!
//! Opens so many WebSockets with one subscription each, all to the same view, writes so many changes one after the other, and notes
//! for each change and listener the time from before the write was sent to the arrival of its message.

mod report;
mod server;
mod socket;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::ensure;
use clap::Args;

use report::Row;
use server::{Server, Way};
use socket::{Arrivals, Listening};

use crate::measure::usage;

/// What to measure.
#[derive(Args)]
pub(crate) struct Plan {
    /// The hub's program
    #[arg(long, default_value = "target/release/respyrem")]
    hub: PathBuf,
    /// The folder of `bench/` in the source tree
    #[arg(long, default_value = "bench")]
    home: PathBuf,
    /// Numbers of listeners
    #[arg(long, value_delimiter = ',', default_value = "1000,5000,10000")]
    sockets: Vec<usize>,
    /// Changes written to each number of listeners
    #[arg(long, default_value_t = 50)]
    changes: usize,
    /// The pause between two changes
    #[arg(long, default_value_t = 300)]
    pause_ms: u64,
    /// Ways to measure
    #[arg(long, value_delimiter = ',', default_value = "shared,apart,graphql-ws")]
    ways: Vec<Way>,
}

/// Runs the plan and prints a table.
pub(crate) async fn run(plan: Plan) -> anyhow::Result<()> {
    let mut rows = Vec::new();
    for sockets in &plan.sockets {
        // One after the other, so that each has the machine for itself.
        for way in &plan.ways {
            match measure(*way, *sockets, &plan).await {
                Ok(row) => rows.push(row),
                Err(reason) => eprintln!("{} with {sockets} listeners: {reason:#}", way.title()),
            }
        }
    }
    report::print(&rows);
    Ok(())
}

async fn measure(way: Way, sockets: usize, plan: &Plan) -> anyhow::Result<Row> {
    let server = Server::start(way, &plan.hub, &plan.home).await?;
    let arrivals = Arc::new(Arrivals::new(sockets, plan.changes));
    let idle = usage::of_tree(server.pid());
    let mut listening = Vec::with_capacity(sockets);
    for number in 0..sockets {
        listening.push(Listening::open(&server, number, Arc::clone(&arrivals)).await?);
    }
    arrivals.all_listen(sockets).await?;
    let open = usage::of_tree(server.pid());
    for change in 0..plan.changes {
        arrivals.begin(change);
        server.write(change).await?;
        tokio::time::sleep(Duration::from_millis(plan.pause_ms)).await;
    }
    arrivals.complete(sockets * plan.changes).await;
    let end = usage::of_tree(server.pid());
    ensure!(arrivals.count() > 0, "nothing arrived");
    let cpu_millis = end.cpu_millis - open.cpu_millis;
    drop(listening);
    server.stop().await;
    Ok(Row {
        title: way.title(),
        sockets,
        missing: sockets * plan.changes - arrivals.count(),
        latencies: arrivals.latencies(),
        idle_kib: idle.resident_kib,
        open_kib: open.resident_kib,
        end_kib: end.resident_kib,
        #[expect(clippy::cast_precision_loss, reason = "a few thousand")]
        cpu_per_change: cpu_millis as f64 / plan.changes as f64,
    })
}
