//! A small gateway over any services: `--subgraphs FILE` with `[{ "name", "url", "sdl" }]`, or `--supergraph FILE`
//! with a supergraph that is composed already. Answers GraphQL over HTTP at `/graphql`.

mod server;
#[cfg(test)]
mod tests;
mod transport;

use std::{
    collections::HashMap,
    io::Write as _,
    net::{Ipv4Addr, Ipv6Addr},
    path::PathBuf,
    process::ExitCode,
};

use apollo_compiler::ast;
use clap::Parser;
use federation::{Policy, Subgraph, Supergraph, compose};
use tokio::net::TcpListener;

use transport::Http;

/// Data are many small pieces: the system's own allocator takes a third of the time of an operation.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[derive(Parser)]
struct Arguments {
    /// A JSON list of services to compose.
    #[arg(long, required_unless_present = "supergraph")]
    subgraphs: Option<PathBuf>,
    /// A supergraph that is composed already.
    #[arg(long, conflicts_with = "subgraphs")]
    supergraph: Option<PathBuf>,
    #[arg(long, default_value_t = 4000)]
    port: u16,
    /// Print the supergraph and stop.
    #[arg(long)]
    print: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match serve(&arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            tell(&message);
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stderr, reason = "a program tells its user")]
fn tell(message: &str) {
    eprintln!("{message}");
}

fn show(sdl: &str) -> Result<(), String> {
    std::io::stdout().write_all(sdl.as_bytes()).map_err(|e| e.to_string())
}

async fn serve(arguments: &Arguments) -> Result<(), String> {
    let supergraph = load(arguments)?;
    if arguments.print {
        return show(supergraph.sdl());
    }
    supergraph.warm().map_err(|e| e.to_string())?;
    let services = addresses(supergraph.sdl())?;
    let app = server::router(supergraph, Http::new(services)?);
    let listener = listen(arguments.port).await.map_err(|e| e.to_string())?;
    tell(&format!("http://localhost:{}/graphql", arguments.port));
    axum::serve(listener, app).await.map_err(|e| e.to_string())
}

/// Under both versions of IP where the machine has both: `localhost` may be either.
async fn listen(port: u16) -> std::io::Result<TcpListener> {
    match TcpListener::bind((Ipv6Addr::UNSPECIFIED, port)).await {
        Ok(listener) => Ok(listener),
        Err(_) => TcpListener::bind((Ipv4Addr::UNSPECIFIED, port)).await,
    }
}

fn load(arguments: &Arguments) -> Result<Supergraph, String> {
    let read = |path: &PathBuf| std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()));
    let composed = match (&arguments.subgraphs, &arguments.supergraph) {
        (Some(path), _) => {
            let subgraphs: Vec<Subgraph> = serde_json::from_str(&read(path)?).map_err(|e| e.to_string())?;
            compose(&subgraphs, &Policy::open())
        }
        (None, Some(path)) => Supergraph::parse(&read(path)?),
        (None, None) => return Err("Give --subgraphs or --supergraph.".to_owned()),
    };
    composed.map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

/// Where services answer, as the supergraph says.
fn addresses(sdl: &str) -> Result<HashMap<String, String>, String> {
    let document = ast::Document::parse(sdl, "supergraph").map_err(|e| e.to_string())?;
    let graphs = document.definitions.iter().filter_map(|d| d.as_enum_type_definition());
    let values = graphs.filter(|e| e.name == "join__Graph").flat_map(|e| &e.values);
    let found = values.filter_map(|value| {
        let graph = value.directives.get("join__graph")?;
        let text = |name| graph.specified_argument_by_name(name).and_then(|v| v.as_str()).map(str::to_owned);
        Some((text("name")?, text("url")?))
    });
    Ok(found.collect())
}
