//! The composition root: the only place that builds adapters and joins them. It decides nothing else.

mod log;
mod readiness;

use std::sync::Arc;

use anyhow::{Context, anyhow, bail};
use oidc::http::{GuardedHttp, Patience, Reach};
use sea_orm::DbBackend;
use secrecy::ExposeSecret;
use tokio::net::TcpListener;

use crate::config::{Config, DatabaseSettings, GraphqlSettings, IdentitySettings, RedisSettings};
use crate::domain::search::searched;
use crate::feed::bus::Bus;
use crate::feed::presence::{PresenceTimes, Presences};
use crate::feed::quota::Quota;
use crate::feed::{Feed, FeedSettings};
use crate::files::Files;
use crate::gql::CacheSettings;
use crate::gql::document::{DocumentLimits, DocumentSettings, TrustedDocuments};
use crate::gql::pipeline::Pipeline;
use crate::http::services::FileService;
use crate::http::{self, HttpServices};
use crate::identity::{self, Administration, AllowedOrigins, Dns, SealingKey, SignIn, Vault};
use crate::kernel::clock::Clock;
use crate::kernel::error::Error;
use crate::store::{self, Store};
use crate::{imports, jobs, schema};

pub use log::start_log;

/// What the database is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// To answer requests.
    Serve,
    /// For one command.
    Command,
}

/// Opens the database as it is.
///
/// # Errors
/// When it cannot be reached.
pub async fn connect(settings: &DatabaseSettings, work: Work) -> anyhow::Result<Store> {
    let settings = store::DatabaseSettings {
        url: settings.url.expose_secret().to_owned(),
        pool: settings.pool,
        acquire_timeout: settings.acquire_timeout,
        statement_timeout: settings.statement_timeout,
        retries: settings.retries,
        keep_plans: work == Work::Serve,
    };
    let opened = Store::connect(&settings, Clock::system(), searched).await;
    opened.map_err(said).context("the database of DATABASE_URL cannot be opened")
}

/// Opens the database and sees that it is up to date. SQLite is brought there; PostgreSQL is not, since other
/// replicas may be running on it.
///
/// # Errors
/// When it cannot be reached, or PostgreSQL is behind.
pub async fn open(settings: &DatabaseSettings, work: Work) -> anyhow::Result<Store> {
    let store = connect(settings, work).await?;
    let pending = store.pending_migrations().await.map_err(said)?;
    if pending.is_empty() {
        return Ok(store);
    }
    if store.backend() != DbBackend::Sqlite {
        bail!("the database is behind ({}): run `respyrem migrate`, then try again", pending.join(", "));
    }
    store.migrate().await.map_err(said)?;
    tracing::info!(migrations = pending.len(), "the database was brought up to date");
    Ok(store)
}

/// The web server over the hub's database.
///
/// # Errors
/// When the trusted documents cannot be read or do not fit the schema.
pub fn server(
    store: &Store,
    files: &Files,
    feed: &Feed,
    quota: Quota,
    config: &Config,
) -> anyhow::Result<http::Server> {
    let (pipeline, for_gateways) = pipelines(store, feed, config)?;
    let origins = AllowedOrigins::new(store.clone());
    let (signs_in, stays, checked) = (store.clone(), store.clone(), store.clone());
    let services = HttpServices {
        operations: Arc::new(pipeline),
        for_gateways: Arc::new(for_gateways),
        authenticate: Arc::new(move |credentials| {
            let store = signs_in.clone();
            Box::pin(async move { identity::authenticate(&store, credentials).await })
        }),
        reauthenticate: Arc::new(move |credentials| {
            let store = stays.clone();
            Box::pin(async move { identity::reauthenticate(&store, &credentials).await.ok() })
        }),
        allowance: Arc::new(move |asked| {
            let quota = quota.clone();
            Box::pin(async move { quota.take(asked).await })
        }),
        clock: store.clock().clone(),
        allowed_origin: Arc::new(move |origin| {
            let origins = origins.clone();
            Box::pin(async move { origins.contains(&origin).await })
        }),
        readiness: Arc::new(move || {
            let store = checked.clone();
            Box::pin(async move { readiness::check(&store).await })
        }),
        files: Some(FileService { files: files.clone(), upload_timeout: config.files.upload_timeout }),
        routes: http::auth::routes(store.clone(), sign_in(store, config)?, config),
    };
    Ok(http::Server::new(services, &config.http))
}

/// Serves on `listener`, with the feed, the clock's jobs and the imports beside, until `shutdown` ends.
///
/// # Errors
/// As [`server`].
pub async fn serve(
    store: Store,
    config: &Config,
    listener: TcpListener,
    shutdown: impl Future<Output = ()>,
) -> anyhow::Result<()> {
    let files = files(&store, config)?;
    let bus = bus(&config.redis)?;
    let presences = Presences::new(bus.clone(), store.clock().clone(), PresenceTimes::default());
    let feed = Feed::with_presences(store.clone(), FeedSettings::default(), presences);
    let quota = Quota::new(bus.clone(), store.clock().clone());
    let server = server(&store, &files, &feed, quota, config)?;
    let following = tokio::spawn(async move { feed.follow(&bus).await });
    let jobs = tokio::spawn(jobs::run(store.clone(), files.clone(), config.jobs));
    let asking = tokio::spawn(jobs::ask_providers(sign_in(&store, config)?));
    let imports = tokio::spawn(imports::work(store.clone(), files));
    server.serve(listener, shutdown).await;
    for task in [jobs, asking, imports, following] {
        task.abort();
    }
    store.close().await.map_err(said).context("the database was not closed well")
}

/// What signs people in through partners' providers.
///
/// # Errors
/// When the machine has no certificate authorities.
pub fn sign_in(store: &Store, config: &Config) -> anyhow::Result<SignIn> {
    let reach = if config.identity.loopback_providers { Reach::PublicAndLoopback } else { Reach::Public };
    let http = GuardedHttp::new(reach, Patience::default()).context("identity providers cannot be asked")?;
    let clock = store.clock().clone();
    let client = oidc::Client::new(http, Arc::new(move || clock.now()));
    Ok(SignIn::new(store.clone(), client, vault(&config.identity), config.http.public_url.origin()))
}

/// What those need who administer providers and people through the API.
fn administration(config: &Config) -> Administration {
    let dns = Dns::new(config.identity.dns_server);
    Administration::new(vault(&config.identity), dns, config.http.public_url.origin())
}

fn vault(settings: &IdentitySettings) -> Vault {
    let keys = settings.secret_keys.iter();
    Vault::new(keys.map(|key| SealingKey { name: key.name.clone(), bits: key.bits }).collect())
}

/// The place where files are kept.
///
/// # Errors
/// When there is none, or its settings are not right.
pub fn files(store: &Store, config: &Config) -> anyhow::Result<Files> {
    Files::open(store.clone(), &config.files)
        .map_err(said)
        .context("the place that FILES names cannot be used")
}

/// What the servers of the network tell one another by.
///
/// # Errors
/// When the address is not one. That nothing answers there is no error.
pub fn bus(settings: &RedisSettings) -> anyhow::Result<Bus> {
    let Some(url) = &settings.url else { return Ok(Bus::alone()) };
    Bus::redis(url.expose_secret(), &settings.prefix).map_err(said).context("REDIS_URL is not right")
}

/// The pipeline of everyone, and that of gateways.
fn pipelines(store: &Store, feed: &Feed, config: &Config) -> anyhow::Result<(Pipeline, Pipeline)> {
    let schema = schema::BuiltSchema::build().map_err(|fault| anyhow!(fault))?;
    let (schema, settings) = (schema.administered(administration(config)), &config.graphql);
    let documents = documents(settings)?;
    let cache = CacheSettings { bytes: settings.cache_bytes, trust: settings.cache_trust };
    let pipeline = schema.pipeline(store.clone(), documents.clone()).following(feed.clone()).keeping(cache);
    let faults = pipeline.documents().trusted_faults();
    if !faults.is_empty() {
        return Err(untrusted(&faults));
    }
    let for_gateways = schema.for_gateways(&pipeline, documents).map_err(|fault| anyhow!(fault))?;
    Ok((pipeline, for_gateways))
}

fn documents(settings: &GraphqlSettings) -> anyhow::Result<DocumentSettings> {
    let limits = settings.limits;
    let trusted = match &settings.trusted_documents {
        Some(path) => {
            let manifest = std::fs::read_to_string(path).with_context(|| {
                format!("TRUSTED_DOCUMENTS names {}, which cannot be read", path.display())
            })?;
            Some(Arc::new(TrustedDocuments::read(&manifest).map_err(|faults| untrusted(&faults))?))
        }
        None => None,
    };
    Ok(DocumentSettings {
        limits: DocumentLimits {
            tokens: usize::try_from(limits.tokens)?,
            depth: limits.depth.into(),
            root_fields: limits.root_fields.into(),
            aliases: limits.aliases.into(),
            directives: limits.directives.into(),
            cost: limits.cost,
            ..DocumentLimits::default()
        },
        introspection: settings.introspection,
        trusted,
        ..DocumentSettings::default()
    })
}

fn untrusted(faults: &[String]) -> anyhow::Error {
    anyhow!("the trusted documents are not right:\n  {}", faults.join("\n  "))
}

/// What went wrong in the operator's words: to whoever runs the hub the detail is no secret.
#[must_use]
pub fn said(error: Error) -> anyhow::Error {
    match error {
        Error::Refused(faults) => {
            anyhow!(faults.into_iter().map(|fault| fault.message).collect::<Vec<_>>().join("; "))
        }
        Error::Internal(detail) => anyhow!(detail),
        Error::Busy => anyhow!("the database is busy or not there: try again in a moment"),
    }
}
