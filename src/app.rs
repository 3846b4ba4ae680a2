//! The composition root: the only place that builds adapters and joins them. It decides nothing else.

mod documents;
mod log;
mod readiness;

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, anyhow, bail};
use oidc::http::{GuardedHttp, Patience, Reach};
use sea_orm::DbBackend;
use secrecy::ExposeSecret;
use tokio::net::TcpListener;

use crate::config::{Config, DatabaseSettings, IdentitySettings, RedisSettings};
use crate::domain::search::searched;
use crate::feed::bus::Bus;
use crate::feed::presence::{PresenceTimes, Presences};
use crate::feed::quota::Quota;
use crate::feed::{Feed, FeedSettings};
use crate::files::Files;
use crate::gateway::{Composer, Gateway, Partners, Registry, Signer, SigningSecret};
use crate::gql::CacheSettings;
use crate::gql::document::DocumentSettings;
use crate::gql::pipeline::Pipeline;
use crate::http::services::FileService;
use crate::http::{self, HttpServices};
use crate::identity::{self, Administration, AllowedOrigins, Dns, SealingKey, SignIn, Vault};
use crate::kernel::clock::Clock;
use crate::kernel::error::Error;
use crate::schema::BuiltSchema;
use crate::store::{self, Store};
use crate::{imports, jobs};

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

/// One server of the hub, built: its parts that somebody else has to set going.
#[derive(Debug)]
pub struct Hub {
    /// The web server.
    pub server: http::Server,
    /// What signs people in.
    pub sign_in: SignIn,
    /// What answers operations.
    pub gateway: Gateway,
    /// The registry of partners' services.
    pub registry: Registry,
}

/// Builds a server over the hub's database.
///
/// # Errors
/// When the trusted documents cannot be read.
pub fn hub(store: &Store, files: &Files, feed: &Feed, quota: Quota, config: &Config) -> anyhow::Result<Hub> {
    let schema = schema()?;
    let sign_in = sign_in(store, config)?;
    let (partners, published) = partners(store, config)?;
    let registry = registry(&schema, &partners, config)?;
    let schema = schema.administered(administration(config)).joining(registry.clone());
    let (gateway, for_gateways) = pipelines(&schema, store, feed, (&registry, partners), config)?;
    let origins = AllowedOrigins::new(store.clone());
    let (signs_in, stays, checked) = (store.clone(), store.clone(), (store.clone(), gateway.clone()));
    let services = HttpServices {
        operations: Arc::new(gateway.clone()),
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
            let (store, gateway) = checked.clone();
            Box::pin(async move { readiness::check(&store, &gateway).await })
        }),
        files: Some(FileService { files: files.clone(), upload_timeout: config.files.upload_timeout }),
        routes: http::auth::routes(store.clone(), sign_in.clone(), config)
            .merge(http::keys::routes(published)),
    };
    Ok(Hub { server: http::Server::new(services, &config.http), sign_in, gateway, registry })
}

/// Serves on `listener`, with the feed, the clock's jobs and the imports beside, until `shutdown` ends.
///
/// # Errors
/// As [`hub`], and when a trusted document does not fit the schema and no partner's service can make it fit.
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
    let Hub { server, sign_in, gateway, registry } = hub(&store, &files, &feed, quota, config)?;
    // What partners' services are joined is known before the first operation is answered.
    gateway.refresh().await.map_err(said)?;
    documents::check_trusted(&gateway, &store).await?;
    let (log, every, watched) = (feed.clone(), config.partners.schema_every, store.clone());
    let tasks = [
        tokio::spawn(async move { feed.follow(&bus).await }),
        tokio::spawn(async move { gateway.follow(&log).await }),
        tokio::spawn(async move { registry.watch(&watched, every).await }),
        tokio::spawn(jobs::run(store.clone(), files.clone(), config.jobs)),
        tokio::spawn(jobs::ask_providers(sign_in)),
        tokio::spawn(imports::work(store.clone(), files)),
    ];
    server.serve(listener, shutdown).await;
    for task in tasks {
        task.abort();
    }
    store.close().await.map_err(said).context("the database was not closed well")
}

/// What signs people in through partners' providers.
///
/// # Errors
/// When the machine has no certificate authorities.
pub fn sign_in(store: &Store, config: &Config) -> anyhow::Result<SignIn> {
    let http = partners_http(config, Patience::default())?;
    let clock = store.clock().clone();
    let client = oidc::Client::new(http, Arc::new(move || clock.now()));
    Ok(SignIn::new(store.clone(), client, vault(&config.identity), config.http.public_url.origin()))
}

/// The registry of partners' services, for a command.
///
/// # Errors
/// When the machine has no certificate authorities.
pub fn subgraph_registry(store: &Store, config: &Config) -> anyhow::Result<Registry> {
    registry(&schema()?, &partners(store, config)?.0, config)
}

/// What asks whatever partners run.
fn partners_http(config: &Config, patience: Patience) -> anyhow::Result<GuardedHttp> {
    let reach = if config.partners.loopback { Reach::PublicAndLoopback } else { Reach::Public };
    GuardedHttp::new(reach, patience).context("what partners run cannot be asked")
}

/// What asks partners' GraphQL services, and the keys by which they know that the hub does.
fn partners(store: &Store, config: &Config) -> anyhow::Result<(Partners, serde_json::Value)> {
    let keys = config.identity.secret_keys.iter();
    let secrets: Vec<_> = keys.map(|key| SigningSecret { name: key.name.clone(), bits: key.bits }).collect();
    let signer = Signer::new(config.http.public_url.origin(), &secrets).map_err(said)?;
    let published = signer.published().clone();
    let http = partners_http(config, CALLS)?;
    Ok((Partners::new(http, signer, store.clock().clone()), published))
}

/// How long a partner's GraphQL service is waited for.
const CALLS: Patience = Patience { connect: Duration::from_secs(2), total: Duration::from_secs(10) };

fn registry(schema: &BuiltSchema, partners: &Partners, config: &Config) -> anyhow::Result<Registry> {
    let sdl = schema.service_sdl().map_err(|fault| anyhow!(fault))?;
    let composer = Composer::new(format!("{}/subgraph", config.http.public_url.origin()), sdl);
    Ok(Registry::new(composer, partners.clone()))
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

fn schema() -> anyhow::Result<BuiltSchema> {
    BuiltSchema::build().map_err(|fault| anyhow!(fault))
}

/// What answers everyone, and what answers gateways.
fn pipelines(
    schema: &BuiltSchema,
    store: &Store,
    feed: &Feed,
    (registry, partners): (&Registry, Partners),
    config: &Config,
) -> anyhow::Result<(Gateway, Pipeline)> {
    let settings = &config.graphql;
    let documents = documents::read(settings)?;
    let cache = CacheSettings { bytes: settings.cache_bytes, trust: settings.cache_trust };
    let pipeline = schema.pipeline(store.clone(), documents.clone()).following(feed.clone()).keeping(cache);
    let for_gateways = |documents| schema.for_gateways(&pipeline, documents).map_err(|fault| anyhow!(fault));
    // What the hub asks of itself is no document of a client's.
    let service = for_gateways(DocumentSettings { trusted: None, ..documents.clone() })?;
    let gateways = for_gateways(documents.clone())?;
    let composer = registry.composer().clone();
    let gateway = Gateway::new(store.clone(), (pipeline, service), composer, partners, documents);
    Ok((gateway, gateways))
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
