//! How long it takes to compose many services and to make ready to plan over them: `--services N --types N`.

use std::{fmt::Write as _, process::ExitCode, time::Instant};

use clap::Parser;
use federation::{Limits, Policy, Subgraph, compose};

#[derive(Parser)]
struct Arguments {
    #[arg(long, default_value_t = 100)]
    services: usize,
    /// Of all services together.
    #[arg(long, default_value_t = 1600)]
    types: usize,
}

#[expect(clippy::print_stdout, reason = "a program tells its user")]
fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let subgraphs: Vec<Subgraph> = (0..arguments.services).map(|n| service(n, &arguments)).collect();
    let started = Instant::now();
    let supergraph = match compose(&subgraphs, &Policy::open()) {
        Ok(supergraph) => supergraph,
        Err(errors) => {
            println!("{errors:#?}");
            return ExitCode::FAILURE;
        }
    };
    let composed = started.elapsed();
    let warmed = supergraph.warm();
    let warm = started.elapsed() - composed;
    let plan = supergraph.prepare(
        "{ t0s0 { id from1: name shared { of0 of1 own1 { id } } } }",
        None,
        &Limits::default(),
    );
    let planned = started.elapsed() - composed - warm;
    println!(
        "{} services, {} types: composed in {composed:.2?}, ready in {warm:.2?}, first plan in {planned:.2?}",
        arguments.services, arguments.types
    );
    if warmed.is_err() || plan.is_err() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// A service with types of its own, which lead to one another; an entity that every service knows; and the next
/// service's first type, to which it adds a field.
fn service(number: usize, arguments: &Arguments) -> Subgraph {
    let own = (arguments.types / arguments.services).max(2);
    let next = (number + 1) % arguments.services;
    let mut sdl = format!(
        "extend schema @link(url: \"https://specs.apollo.dev/federation/v2.3\", import: [\"@key\", \"@shareable\"])
         type Shared @key(fields: \"id\") {{ id: ID! of{number}: String own{number}: T0S{number} }}
         type T0S{next} @key(fields: \"id\") {{ id: ID! from{number}: String }}
         type Query {{"
    );
    for ty in 0..own {
        let _ = write!(sdl, " t{ty}s{number}: T{ty}S{number}");
    }
    sdl.push('}');
    for ty in 0..own {
        let to = (ty + 1) % own;
        let key = if ty % 2 == 0 { "@key(fields: \"id\")" } else { "" };
        let _ = write!(
            sdl,
            " type T{ty}S{number} {key} {{ id: ID! name: String next: T{to}S{number} all: [T{to}S{number}!]
              of{ty}: Int shared: Shared }}"
        );
    }
    Subgraph { name: format!("s{number}"), url: format!("http://s{number}.example/"), sdl }
}
