//! The command line: one file for each command. Only here is anything printed: answers to the standard output,
//! everything else to the standard error, in the language of the terminal.

mod admin;
mod client;
mod demo;
mod environment;
mod export;
mod federation;
mod import;
mod migrate;
mod output;
mod reindex;
mod schema;
mod serve;
mod words;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use self::environment::config;

/// The hub of a network of partner organisations: one GraphQL API over its structures, people, projects and actions.
///
/// Settings come from the environment and from a file named .env in the working directory; the environment goes
/// first. `respyrem env` prints every setting with its default and what it is for.
#[derive(Debug, Parser)]
#[command(name = "respyrem", version, propagate_version = true, arg_required_else_help = true)]
#[command(after_help = "To begin: `respyrem serve`, then `respyrem admin link` in another terminal.")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the API and the explorer until told to stop
    Serve,
    /// Bring the database up to date
    Migrate,
    /// Print the public schema in the schema definition language
    Schema,
    /// Load demonstration data: a small invented network on real communes
    Demo(demo::Arguments),
    /// Bring records in from a file: what is there is changed, what is not is made
    Import(import::Arguments),
    /// Write again by which words records are found, while the hub runs: after an upgrade that says so
    Reindex,
    /// Write records to a file, in the format that an import reads without a mapping
    Export(export::Arguments),
    /// Make, list and revoke the keys of partners' programs
    #[command(subcommand)]
    Client(client::Command),
    /// Join partners' GraphQL services to the schema
    #[command(subcommand)]
    Federation(federation::Command),
    /// Sign in as an administrator
    #[command(subcommand)]
    Admin(admin::Command),
    /// Print every setting with its default: the text of .env.example
    Env,
}

/// Runs the command that was typed. A fault is one sentence on the standard error and the exit code 1; a command that
/// cannot be understood is 2, and an import that left lines out is 3.
pub(crate) fn run() -> ExitCode {
    let Cli { command } = Cli::parse();
    match runtime().and_then(|runtime| runtime.block_on(execute(command))) {
        Ok(code) => code,
        Err(error) => {
            output::remark(&format!("respyrem: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}

async fn execute(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Import(arguments) => return import::run(arguments, &config()?).await,
        Command::Export(arguments) => export::run(arguments, &config()?).await,
        Command::Serve => serve::run(&config()?).await,
        Command::Demo(arguments) => demo::run(arguments, &config()?).await,
        Command::Reindex => reindex::run(&config()?).await,
        Command::Migrate => migrate::run(&config()?).await,
        Command::Schema => schema::run(),
        Command::Client(command) => client::run(command, &config()?).await,
        Command::Federation(command) => federation::run(command, &config()?).await,
        Command::Admin(command) => admin::run(command, &config()?).await,
        Command::Env => environment::print(),
    }
    .map(|()| ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }
}
