//! `respyrem client`

use anyhow::{Context, anyhow};
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use chrono_tz::Europe::Paris;
use clap::{Args, Subcommand};
use respyrem::app::{self, Work, said};
use respyrem::config::{Config, PublicUrl};
use respyrem::identity::{self, ClientSummary, NewClient, PartnerChoice};
use respyrem::kernel::actor::Scope;
use respyrem::kernel::id::parse_global;
use respyrem::kernel::kind::Kind;
use respyrem::store::Store;
use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;

use super::output;
use super::words::say;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make a client and print its key, which is shown this once
    Create(Create),
    /// List the clients
    List,
    /// Make another key of a client and print it, which is shown this once
    Rotate {
        /// A key of the client, or its beginning as the list shows it (respyrem_ and 26 characters)
        key: String,
        /// For how many hours its other keys stay good, from 0 to 168
        #[arg(long, value_name = "HOURS", default_value_t = 24)]
        overlap: i32,
    },
    /// End a client with its keys at once and for good
    Revoke {
        /// The key, or its beginning as the list shows it (respyrem_ and 26 characters)
        key: String,
    },
}

#[derive(Debug, Args)]
pub(super) struct Create {
    /// The partner's short name
    #[arg(long, value_name = "SLUG")]
    partner: String,
    /// Make the partner under this name when there is none with that short name
    #[arg(long, value_name = "NAME")]
    partner_name: Option<String>,
    /// What the client is called
    #[arg(long)]
    name: String,
    /// What its key opens: read:network, read:team, write:structures, write:projects, write:resources,
    /// write:members, write:funding, write:training
    #[arg(long = "scopes", value_name = "SCOPES", value_delimiter = ',', value_parser = scope)]
    #[arg(default_value = "read:network")]
    scopes: Vec<Scope>,
    /// A structure that it works for, by its id (structure_…), as often as needed; all of the partner's when none is given
    #[arg(long = "structure", value_name = "ID", value_parser = structure)]
    structures: Vec<Uuid>,
    /// A web origin from which browsers may use its key (https://site.example), as often as needed
    #[arg(long = "origin", value_name = "ORIGIN", value_parser = origin)]
    origins: Vec<String>,
    /// How many operations it may ask for in a minute, from 1 to 100000
    #[arg(long = "per-minute", value_name = "NUMBER", default_value_t = 300)]
    per_minute: i32,
    /// The last day on which its key works (2027-12-31); without it, until it is revoked
    #[arg(long = "expires", value_name = "DAY")]
    expires: Option<NaiveDate>,
}

pub(super) async fn run(command: Command, config: &Config) -> anyhow::Result<()> {
    let store = app::open(&config.database, Work::Command).await?;
    match command {
        Command::Create(create) => create.run(&store).await,
        Command::List => list(&store).await,
        Command::Rotate { key, overlap } => rotate(&store, &key, overlap).await,
        Command::Revoke { key } => revoke(&store, &key).await,
    }
}

impl Create {
    async fn run(self, store: &Store) -> anyhow::Result<()> {
        let client = NewClient {
            partner: PartnerChoice { slug: self.partner, name_if_new: self.partner_name },
            name: self.name,
            scopes: self.scopes.into_iter().collect(),
            structure_scope: Some(self.structures).filter(|structures| !structures.is_empty()),
            allowed_origins: self.origins,
            requests_per_minute: Some(self.per_minute),
            expires_at: self.expires.map(end_of).transpose()?,
        };
        let created = identity::create(store, client).await.map_err(said)?;
        show(&created.key)
    }
}

/// Prints a key, this once.
fn show(key: &SecretString) -> anyhow::Result<()> {
    output::remark(say([
        "Gardez cette clé là où l'on garde les secrets : elle ne sera plus montrée.",
        "Deseu aquesta clau on es desen els secrets: no es tornarà a mostrar.",
        "Keep this key where secrets are kept: it is not shown again.",
    ]));
    output::answer(&format!("{}\n", key.expose_secret()))
}

async fn list(store: &Store) -> anyhow::Result<()> {
    let clients = identity::list(store).await.map_err(said)?;
    if clients.is_empty() {
        output::remark(say([
            "Il n'y a pas encore de client : `respyrem client create --help` dit comment en créer un.",
            "Encara no hi ha cap client: `respyrem client create --help` diu com crear-ne un.",
            "There is no client yet: `respyrem client create --help` says how to make one.",
        ]));
    }
    let now = store.clock().now();
    output::answer(&clients.iter().map(|client| line(client, now)).collect::<String>())
}

/// One line, its columns parted by tabs.
fn line(client: &ClientSummary, now: DateTime<Utc>) -> String {
    let day = |at: DateTime<Utc>| at.with_timezone(&Paris).format("%Y-%m-%d").to_string();
    let state = match (client.revoked_at, client.expires_at) {
        (Some(at), _) => format!("{} {}", say(["révoquée le", "revocada el", "revoked"]), day(at)),
        (None, Some(at)) if at <= now => {
            format!("{} {}", say(["expirée le", "caducada el", "expired"]), day(at))
        }
        (None, Some(at)) => {
            let last = day(at - TimeDelta::microseconds(1));
            format!("{} {last}", say(["jusqu'au", "fins al", "until"]))
        }
        (None, None) => say(["valable", "vàlida", "good"]).to_owned(),
    };
    let used = match client.last_used_at {
        Some(at) => format!("{} {}", say(["utilisée le", "utilitzada el", "used"]), day(at)),
        None => say(["jamais utilisée", "mai utilitzada", "never used"]).to_owned(),
    };
    let ClientSummary { public_key, partner, name, scopes, .. } = client;
    format!("{public_key}\t{partner}\t{name}\t{}\t{state}\t{used}\n", scopes.join(","))
}

/// The client of a key, or of the beginning of one.
fn client_of(key: &str) -> anyhow::Result<Uuid> {
    identity::client_of(key).ok_or_else(|| {
        anyhow!(say([
            "ce n'est pas une clé : elle commence par respyrem_ et 26 caractères",
            "això no és una clau: comença per respyrem_ i 26 caràcters",
            "this is no key: it begins with respyrem_ and 26 characters",
        ]))
    })
}

async fn rotate(store: &Store, key: &str, overlap: i32) -> anyhow::Result<()> {
    show(&identity::rotate(store, client_of(key)?, overlap).await.map_err(said)?)
}

async fn revoke(store: &Store, key: &str) -> anyhow::Result<()> {
    identity::revoke(store, client_of(key)?).await.map_err(said)?;
    output::remark(say(["La clé est révoquée.", "La clau està revocada.", "The key is revoked."]));
    Ok(())
}

/// The end of a day in the network's time zone.
fn end_of(day: NaiveDate) -> anyhow::Result<DateTime<Utc>> {
    let next = day.succ_opt().map(|next| next.and_time(NaiveTime::MIN));
    let end = next.and_then(|next| next.and_local_timezone(Paris).earliest());
    let endless = || say(["ce jour n'a pas de fin", "aquest dia no té final", "this day has no end"]);
    Ok(end.with_context(endless)?.to_utc())
}

fn scope(text: &str) -> Result<Scope, String> {
    Scope::parse(text).ok_or_else(|| {
        let known = Scope::ALL.map(Scope::as_str).join(", ");
        let are = say(["les portées sont :", "els àmbits són:", "the scopes are:"]);
        format!("{are} {known}")
    })
}

fn structure(text: &str) -> Result<Uuid, String> {
    let id = parse_global(text).filter(|(prefix, _)| *prefix == Kind::Structure.prefix());
    let wrong = [
        "l'identifiant d'une structure commence par structure_",
        "l'identificador d'una estructura comença per structure_",
        "a structure's id begins with structure_",
    ];
    id.map(|(_, id)| id).ok_or_else(|| say(wrong).to_owned())
}

fn origin(text: &str) -> Result<String, String> {
    let origin = PublicUrl::parse(text).map(|url| url.origin().to_owned());
    let wrong = [
        "une origine est http:// ou https:// et un hôte, sans chemin",
        "un origen és http:// o https:// i un amfitrió, sense camí",
        "an origin is http:// or https:// and a host, without a path",
    ];
    origin.ok_or_else(|| say(wrong).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_ends_at_midnight_in_the_networks_time_zone() {
        let end = |day: &str| end_of(day.parse().unwrap()).unwrap().to_rfc3339();
        assert_eq!(end("2026-12-31"), "2026-12-31T23:00:00+00:00");
        assert_eq!(end("2026-06-30"), "2026-06-30T22:00:00+00:00");
    }

    #[test]
    fn what_is_typed_wrong_is_told_with_what_is_right() {
        assert!(scope("read:all").unwrap_err().contains("read:network, read:team"));
        assert!(structure("member_01h45ytscbebyvny4gc8cr8ma2").is_err());
        assert!(origin("https://site.example/page").is_err());
        assert_eq!(origin("https://Site.example/").unwrap(), "https://site.example");
    }
}
