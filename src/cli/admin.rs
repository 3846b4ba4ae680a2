//! `respyrem admin`

use clap::{Args, Subcommand};
use respyrem::app::{self, Work, said};
use respyrem::config::Config;
use respyrem::identity::{self, IssuedLink, LINK_LIFE};
use secrecy::ExposeSecret;

use super::output;
use super::words::say;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Print a link that signs in once, within 15 minutes
    ///
    /// It is for the member with the e-mail address given; when there is none, one is made who runs the network.
    /// Without an address it is for the first administrator, who is made when there is none yet.
    Link(Link),
}

#[derive(Debug, Args)]
pub(super) struct Link {
    /// The e-mail address of the member who signs in
    #[arg(long)]
    email: Option<String>,
    /// The name of an administrator who has to be made first
    #[arg(long)]
    name: Option<String>,
}

pub(super) async fn run(command: Command, config: &Config) -> anyhow::Result<()> {
    let Command::Link(Link { email, name }) = command;
    let store = app::open(&config.database, Work::Command).await?;
    let link = identity::issue_link(&store, email.as_deref(), name.as_deref()).await.map_err(said)?;
    output::remark(&about(&link));
    let origin = config.http.public_url.origin();
    output::answer(&format!("{origin}/auth/link/{}\n", link.token.expose_secret()))
}

fn about(link: &IssuedLink) -> String {
    let who = &link.administrator;
    let name = &who.name;
    let role = say(match (who.is_new, who.is_operator) {
        (true, _) => [
            ", qui administre désormais le réseau",
            ", que des d'ara administra la xarxa",
            ", a new administrator",
        ],
        (false, true) => [", qui administre le réseau", ", que administra la xarxa", ", administrator"],
        (false, false) => [
            ", qui n'administre pas le réseau",
            ", que no administra la xarxa",
            ", who is not an administrator",
        ],
    });
    let minutes = LINK_LIFE.num_minutes();
    say([
        format!("Ouvre la session de {name}{role}. Sert une fois, pendant {minutes} minutes :"),
        format!("Obre la sessió de {name}{role}. Serveix una vegada, durant {minutes} minuts:"),
        format!("Signs in {name}{role}. Good once, for {minutes} minutes:"),
    ])
}
