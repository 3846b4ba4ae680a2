//! `respyrem export`

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use anyhow::Context;
use clap::{Args, ValueEnum};
use respyrem::app::{self, Work, said};
use respyrem::config::Config;
use respyrem::exchange::export;
use respyrem::exchange::record::ImportKind;
use respyrem::kernel::actor::Actor;

use super::import::kinds;
use super::output;

/// How the file is laid out.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Csv,
    Ndjson,
}

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Which records
    #[arg(long, value_parser = kinds())]
    kind: ImportKind,
    /// CSV, or a JSON object a line
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
    /// Where to write them; the standard output when nothing is said
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(super) async fn run(arguments: Arguments, config: &Config) -> anyhow::Result<()> {
    let format = match arguments.format {
        Format::Csv => export::Format::Csv,
        Format::Ndjson => export::Format::Ndjson,
    };
    let mut out: Box<dyn Write + Send> = match &arguments.output {
        Some(path) => Box::new(File::create(path).with_context(|| path.display().to_string())?),
        None => Box::new(io::stdout()),
    };
    let store = app::open(&config.database, Work::Command).await?;
    let mut out = BufWriter::new(&mut out);
    let count = export::export(&store, &Actor::System, arguments.kind, format, &mut out).await;
    let count = count.map_err(said)?;
    if arguments.output.is_some() {
        output::remark(&format!("{count}"));
    }
    Ok(())
}
