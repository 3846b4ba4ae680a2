//! Where the log goes: to the standard error, so that a command's own answer stands alone.

use std::io::{self, IsTerminal};

use anyhow::anyhow;
use tracing::{Level, Metadata};
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, fmt, registry};

use crate::config::{LogFormat, LogSettings};

/// What the migrations say of each of their files is told in one line by whoever applies them.
const QUIET: &str = "sea_orm_migration=warn";

/// Libraries that write down whole messages at their finest level, and with them the keys that programs send.
const TALKATIVE: [&str; 2] = ["tungstenite", "tokio_tungstenite"];

/// Starts the log of this process. Whatever level is asked for, no message is written down whole.
///
/// # Errors
/// When the filter cannot be read, or a log was started before.
pub fn start_log(settings: &LogSettings) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(format!("{QUIET},{}", settings.filter))
        .map_err(|_| anyhow!("LOG is {:?}: expected levels such as info,respyrem=debug", settings.filter))?;
    let log = registry().with(filter).with(filter_fn(is_no_message));
    let lines = fmt::layer().with_writer(io::stderr).with_ansi(io::stderr().is_terminal());
    let started = match settings.format {
        LogFormat::Text => log.with(lines).try_init(),
        LogFormat::Json => log.with(lines.json().flatten_event(true)).try_init(),
    };
    started.map_err(|error| anyhow!("the log cannot be started: {error}"))
}

/// Whether what is said here never holds a message of somebody's.
fn is_no_message(said: &Metadata<'_>) -> bool {
    let of = said.target().split("::").next().unwrap_or_default();
    *said.level() != Level::TRACE || !TALKATIVE.contains(&of)
}
