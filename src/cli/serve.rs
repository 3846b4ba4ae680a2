//! `respyrem serve`

use std::io::{IsTerminal, stderr};

use anyhow::Context;
use respyrem::app::{self, Work};
use respyrem::config::{Config, HttpSettings};
use respyrem::http::shutdown_signal;
use tokio::net::TcpListener;

use super::output;

pub(super) async fn run(config: &Config) -> anyhow::Result<()> {
    app::start_log(&config.log)?;
    let shutdown = shutdown_signal().context("the process cannot listen to signals")?;
    let store = app::open(&config.database, Work::Serve).await?;
    let address = config.http.listen.0;
    let listener =
        TcpListener::bind(address).await.with_context(|| format!("the hub cannot listen at {address}"))?;
    announce(&config.http);
    app::serve(store, config, listener, shutdown).await
}

/// Tells the log that the hub serves and, on a terminal, a person what to do next.
fn announce(settings: &HttpSettings) {
    let origin = settings.public_url.origin();
    tracing::info!(address = %settings.listen.0, url = origin, "serving");
    if !settings.public_url.is_https() && !settings.insecure_cookies {
        tracing::warn!("PUBLIC_URL is not https: some browsers sign in only with INSECURE_COOKIES=true");
    }
    if stderr().is_terminal() {
        output::remark(&welcome(origin, settings.explorer));
    }
}

fn welcome(origin: &str, explorer: bool) -> String {
    let explorer = if explorer { format!("\n  Explorer     {origin}/explorer") } else { String::new() };
    format!(
        "\nrespyrem is serving.\n{explorer}\n  GraphQL      {origin}/graphql\n  Health       {origin}/health/ready\n\n  \
         Sign in      respyrem admin link\n  Add a key    respyrem client create --help\n  Stop         Ctrl-C\n"
    )
}
