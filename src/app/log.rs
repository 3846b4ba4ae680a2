//! Where the log goes: to the standard error, so that a command's own answer stands alone.

use std::io::{self, IsTerminal};

use anyhow::anyhow;
use tracing_subscriber::EnvFilter;

use crate::config::{LogFormat, LogSettings};

/// What the migrations say of each of their files is told in one line by whoever applies them.
const QUIET: &str = "sea_orm_migration=warn";

/// Starts the log of this process.
///
/// # Errors
/// When the filter cannot be read, or a log was started before.
pub fn start_log(settings: &LogSettings) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(format!("{QUIET},{}", settings.filter))
        .map_err(|_| anyhow!("LOG is {:?}: expected levels such as info,respyrem=debug", settings.filter))?;
    let colours = io::stderr().is_terminal();
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).with_ansi(colours);
    let started = match settings.format {
        LogFormat::Text => log.try_init(),
        LogFormat::Json => log.json().flatten_event(true).try_init(),
    };
    started.map_err(|error| anyhow!("the log cannot be started: {error}"))
}
