//! The hub's settings, typed, from the environment. Each is declared once, where it is read: `.env.example` is made
//! from the same declarations. Every fault is listed at once, at start; a secret's value is never shown.
//!
//! Each group goes to the layer that uses it; no layer reads the environment itself.

mod files;
mod http;
mod identity;
mod partner;
mod redis;
mod source;
mod streams;
mod values;

use std::path::PathBuf;
use std::time::Duration;

use secrecy::SecretString;
use serde::Serialize;

pub use files::{FileLocation, FileSettings, S3Settings};
pub use http::{AdmissionSettings, HttpSettings, HttpTimes};
pub use identity::{IdentitySettings, SecretKey};
pub use partner::PartnerSettings;
pub use redis::RedisSettings;
use source::Source;
pub use source::{ConfigFaults, SettingFault};
pub use streams::StreamSettings;
pub use values::{ListenAddress, LogFormat, PublicUrl};

/// Every setting.
#[derive(Clone, Debug)]
pub struct Config {
    /// The database.
    pub database: DatabaseSettings,
    /// What several servers tell one another by.
    pub redis: RedisSettings,
    /// Where files are kept.
    pub files: FileSettings,
    /// The web server.
    pub http: HttpSettings,
    /// How people sign in.
    pub identity: IdentitySettings,
    /// What partners run.
    pub partners: PartnerSettings,
    /// What documents may ask.
    pub graphql: GraphqlSettings,
    /// What the clock does.
    pub jobs: JobSettings,
    /// What the hub says of itself.
    pub log: LogSettings,
    /// The network's name, as people read it.
    pub network_name: String,
}

/// The database.
#[derive(Clone, Debug)]
pub struct DatabaseSettings {
    /// `sqlite://…` or `postgres://…`; a secret, since it may hold a password.
    pub url: SecretString,
    /// Connections at most.
    pub pool: u32,
    /// How long an operation waits for a connection.
    pub acquire_timeout: Duration,
    /// How long one statement may run.
    pub statement_timeout: Duration,
    /// How often a transaction that lost against another is tried again.
    pub retries: u32,
}

/// What documents may ask.
#[derive(Clone, Debug)]
pub struct GraphqlSettings {
    /// Their limits.
    pub limits: LimitSettings,
    /// Whether the schema may be asked for.
    pub introspection: bool,
    /// The only documents that are answered; `None` when any is.
    pub trusted_documents: Option<PathBuf>,
    /// Bytes of answers that are kept, at most.
    pub cache_bytes: u64,
    /// How long, for who writes nothing, what was read of the log of changes is taken to be all of it.
    pub cache_trust: Duration,
}

/// The limits of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LimitSettings {
    /// Nesting of selections.
    pub depth: u32,
    /// Cost, in fields times page sizes.
    pub cost: u64,
    /// Aliased fields.
    pub aliases: u32,
    /// Fields of the root.
    pub root_fields: u32,
    /// Directives.
    pub directives: u32,
    /// Tokens of the document's text.
    pub tokens: u32,
    /// Requests in one batch; 1 for none but single requests.
    pub batch: usize,
}

/// What the clock does.
#[derive(Clone, Copy, Debug)]
pub struct JobSettings {
    /// How many days before its last one a funding source is said to close soon.
    pub closing_soon_days: u16,
    /// How many days back the log of changes reaches.
    pub log_days: u16,
    /// How many days notifications are kept.
    pub notification_days: u16,
}

/// What the hub says of itself.
#[derive(Clone, Debug)]
pub struct LogSettings {
    /// For people or for programs.
    pub format: LogFormat,
    /// Which levels of which modules (`info,respyrem=debug`).
    pub filter: String,
}

impl Config {
    /// Reads the environment.
    ///
    /// # Errors
    /// With everything that is wrong in it.
    pub fn from_env() -> Result<Self, ConfigFaults> {
        Self::from_lookup(&|name| std::env::var(name).ok())
    }

    /// Reads what `lookup` gives for each name; an empty value counts as none.
    ///
    /// # Errors
    /// With everything that is wrong in it.
    pub fn from_lookup(lookup: &dyn Fn(&str) -> Option<String>) -> Result<Self, ConfigFaults> {
        let mut source = Source::new(lookup);
        let config = Self::read(&mut source);
        source.finish(config)
    }

    /// The text of `.env.example`.
    #[must_use]
    pub fn env_example() -> String {
        let mut source = Source::new(&|_| None);
        Self::read(&mut source);
        let head = "# Every setting of the hub with its default. Copy to .env and uncomment what differs.\n\
                    # This file is generated; a test tells when it is out of date.\n";
        head.to_owned() + &source.example()
    }

    fn read(source: &mut Source<'_>) -> Self {
        let database = DatabaseSettings::read(source);
        let redis = RedisSettings::read(source);
        let files = FileSettings::read(source);
        let limits = LimitSettings::read(source);
        Self {
            database,
            redis,
            files,
            http: HttpSettings::read(source, limits),
            identity: IdentitySettings::read(source),
            partners: PartnerSettings::read(source),
            graphql: GraphqlSettings::read(source, limits),
            jobs: JobSettings {
                closing_soon_days: source.number(
                    ("CLOSING_SOON_DAYS", 14),
                    1..=365,
                    "How many days before its last one a funding source is said to close soon.",
                ),
                log_days: source.number(
                    ("LOG_RETENTION_DAYS", 90),
                    1..=36_500,
                    "How many days back the log of changes reaches; who comes back later begins again.",
                ),
                notification_days: source.number(
                    ("NOTIFICATION_RETENTION_DAYS", 180),
                    1..=3_650,
                    "How many days people's notifications are kept, read or not.",
                ),
            },
            log: LogSettings {
                format: source.parsed(
                    ("LOG_FORMAT", "text"),
                    "text for people, json for programs.",
                    "text or json",
                    LogFormat::parse,
                ),
                filter: source.text(("LOG", "info"), "Which levels of which modules: info,respyrem=debug."),
            },
            network_name: source.text(("NETWORK_NAME", "respyrem"), "The network's name, as people read it."),
        }
    }
}

impl DatabaseSettings {
    fn read(source: &mut Source<'_>) -> Self {
        Self {
            url: source.secret(
                ("DATABASE_URL", "sqlite://./data/respyrem.db"),
                "Where the data is: sqlite://path or postgres://user:password@host/name.",
                "sqlite://… or postgres://…",
                |url| {
                    ["sqlite:", "postgres://", "postgresql://"].iter().any(|scheme| url.starts_with(scheme))
                },
            ),
            pool: source.number(("DATABASE_POOL", 16), 1..=1000, "Connections to the database at most."),
            acquire_timeout: source.millis(
                ("DATABASE_ACQUIRE_TIMEOUT_MS", 3_000),
                "How long an operation waits for a connection.",
            ),
            statement_timeout: source
                .millis(("DATABASE_STATEMENT_TIMEOUT_MS", 8_000), "How long one statement may run."),
            retries: source.number(
                ("DATABASE_RETRIES", 5),
                0..=20,
                "How often a transaction that lost against another is tried again, with jitter.",
            ),
        }
    }
}

impl LimitSettings {
    fn read(source: &mut Source<'_>) -> Self {
        Self {
            depth: source.number(("LIMIT_DEPTH", 15), 1..=1000, "Nesting of a document's selections."),
            cost: source.number(
                ("LIMIT_COST", 10_000),
                1..=100_000_000,
                "Cost of a document: its fields, times the page sizes above them.",
            ),
            aliases: source.number(("LIMIT_ALIASES", 100), 0..=100_000, "Aliased fields of a document."),
            root_fields: source.number(("LIMIT_ROOT_FIELDS", 20), 1..=10_000, "Root fields of an operation."),
            directives: source.number(("LIMIT_DIRECTIVES", 50), 0..=100_000, "Directives of a document."),
            tokens: source.number(("LIMIT_TOKENS", 5_000), 10..=1_000_000, "Tokens of a document's text."),
            batch: source.number(("LIMIT_BATCH", 1), 1..=100, "Requests in one batch; 1 refuses batches."),
        }
    }
}

impl GraphqlSettings {
    fn read(source: &mut Source<'_>, limits: LimitSettings) -> Self {
        let trusted = source.text(
            ("TRUSTED_DOCUMENTS", ""),
            "A JSON file, id to document: the only ones that are then answered. Empty: any document.",
        );
        Self {
            limits,
            introspection: source.flag(
                ("INTROSPECTION", true),
                "Whether the schema may be asked for; suggestions go with it.",
            ),
            trusted_documents: Some(trusted).filter(|path| !path.is_empty()).map(PathBuf::from),
            cache_bytes: source.number(
                ("CACHE_BYTES", 67_108_864),
                0..=1_099_511_627_776,
                "Bytes of answers kept in memory for as long as nothing changes that they show; 0 keeps none.",
            ),
            cache_trust: Duration::from_millis(source.number(
                ("CACHE_TRUST_MS", 10),
                0..=60_000,
                "How late a kept answer may show what another server wrote, to who writes nothing; 0: never late.",
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Config, ConfigFaults> {
        Config::from_lookup(&|name| {
            pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_defaults_are_right() {
        let config = read(&[]).unwrap();
        assert_eq!(config.database.url.expose_secret(), "sqlite://./data/respyrem.db");
        assert_eq!(config.http.times.request, Duration::from_secs(10));
        assert_eq!(config.graphql.trusted_documents, None);
    }

    #[test]
    fn every_fault_is_listed_at_once_with_what_was_expected() {
        let faults = read(&[
            ("LISTEN", "8080"),
            ("LIMIT_DEPTH", "0"),
            ("EXPLORER", "maybe"),
            ("PUBLIC_URL", "https://hub.example/app"),
            ("TRUSTED_PROXIES", "10.0.0.0/40"),
        ]);
        let message = faults.unwrap_err().to_string();
        for part in [
            "LISTEN is \"8080\": expected an address and a port",
            "LIMIT_DEPTH is \"0\": expected a whole number from 1 to 1000",
            "EXPLORER is \"maybe\": expected true or false",
            "PUBLIC_URL is \"https://hub.example/app\"",
            "TRUSTED_PROXIES is \"10.0.0.0/40\"",
        ] {
            assert!(message.contains(part), "{part} is missing in {message}");
        }
    }

    #[test]
    fn a_secret_that_is_refused_is_not_shown() {
        let message = read(&[("DATABASE_URL", "mysql://user:hunter2@db/hub")]).unwrap_err().to_string();
        assert!(message.contains("DATABASE_URL") && !message.contains("hunter2"), "{message}");
    }

    #[test]
    fn an_empty_variable_is_one_that_is_not_set() {
        assert_eq!(read(&[("LIMIT_DEPTH", " ")]).unwrap().graphql.limits.depth, 15);
    }

    #[test]
    fn the_example_file_is_up_to_date() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/.env.example");
        let example = Config::env_example();
        if std::env::var_os("UPDATE_GENERATED").is_some() {
            std::fs::write(path, &example).unwrap();
        }
        let kept = std::fs::read_to_string(path).unwrap_or_default();
        assert_eq!(kept, example, "write it again with UPDATE_GENERATED=1 cargo test --lib config::");
    }
}
