//! The benchmark: makes the data, serves two of the peers, drives all of them in turn and reports.
//!
//! It knows the hub only as a program that answers HTTP, so that nothing here can favour it.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line tool: its report goes to the terminal"
)]

mod data;
mod fan_out;
mod federated;
mod measure;
mod peers;

use clap::{Parser, Subcommand};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[derive(Parser)]
#[command(about = "Measures the hub against its peers on the same data")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Fill a database: tables from the hub's migrations, then the data of the benchmark, without the words of searches
    Data {
        /// `postgres://…` or `sqlite://…?mode=rwc`
        #[arg(env = "DATABASE_URL")]
        url: String,
    },
    /// Serve a read by one hand-written SQL statement
    Floor(peers::floor::Arguments),
    /// Serve the nested read by async-graphql, DataLoader and sea-orm, as their documentation shows
    Plain {
        #[command(flatten)]
        serve: peers::Serve,
        /// How long a loader waits for more keys, in milliseconds
        #[arg(long, default_value_t = 1)]
        delay_ms: u64,
    },
    /// Measure how long a change takes to reach all who listen, and what each of them costs
    FanOut(fan_out::Plan),
    /// Measure what a gateway costs over four services
    Federated(federated::Plan),
    /// Serve the four services of that graph
    Services {
        /// Address and port
        #[arg(long)]
        listen: std::net::SocketAddr,
    },
    /// Start everything, measure in interleaved rounds, print a table for each scenario and database
    Run(measure::Plan),
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    match Cli::parse().command {
        Command::Data { url } => {
            data::fill(&url).await?;
            data::settle(&url).await
        }
        Command::Floor(arguments) => peers::floor::serve(arguments).await,
        Command::Plain { serve, delay_ms } => peers::plain::serve(serve, delay_ms).await,
        Command::FanOut(plan) => fan_out::run(plan).await,
        Command::Federated(plan) => federated::run(plan).await,
        Command::Services { listen } => federated::serve(listen).await,
        Command::Run(plan) => measure::run(plan).await,
    }
}
