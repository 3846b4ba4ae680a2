//! `respyrem serve`

use std::io::{IsTerminal, stderr};

use anyhow::Context;
use respyrem::app::{self, Work};
use respyrem::config::{Config, HttpSettings};
use respyrem::http::shutdown_signal;
use tokio::net::TcpListener;

use super::output;
use super::words::say;

pub(super) async fn run(config: &Config) -> anyhow::Result<()> {
    app::start_log(&config.log)?;
    let shutdown = shutdown_signal().context(say([
        "le processus ne peut pas écouter les signaux",
        "el procés no pot escoltar els senyals",
        "the process cannot listen to signals",
    ]))?;
    let store = app::open(&config.database, Work::Serve).await?;
    let address = config.http.listen.0;
    let listener = TcpListener::bind(address).await.with_context(|| {
        say([
            format!("le hub ne peut pas écouter à l'adresse {address}"),
            format!("el hub no pot escoltar a l'adreça {address}"),
            format!("the hub cannot listen at {address}"),
        ])
    })?;
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
    let [title, shown, health, sign_in, key, stop] = say([
        ["respyrem est en service.", "Explorateur", "Santé", "Se connecter", "Créer une clé", "Arrêter"],
        ["respyrem està en servei.", "Explorador", "Salut", "Iniciar sessió", "Crear una clau", "Aturar"],
        ["respyrem is serving.", "Explorer", "Health", "Sign in", "Add a key", "Stop"],
    ]);
    let explorer = if explorer { format!("\n  {shown:<16}{origin}/explorer") } else { String::new() };
    format!(
        "\n{title}\n{explorer}\n  {:<16}{origin}/graphql\n  {health:<16}{origin}/health/ready\n\n  \
         {sign_in:<16}respyrem admin link\n  {key:<16}respyrem client create --help\n  {stop:<16}Ctrl-C\n",
        "GraphQL"
    )
}
