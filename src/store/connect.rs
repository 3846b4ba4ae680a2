//! Opening the database, and the handle that everything else shares.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use migrations::Migrator;
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, QueryResult,
    SqlxSqliteConnector, Statement,
};
use sea_orm_migration::MigratorTrait;
use tokio::sync::Mutex;

use super::{Sql, fault};
use crate::kernel::clock::Clock;
use crate::kernel::error::{Error, Result};

/// How to reach the database and how long to wait for it.
#[derive(Clone, Debug)]
pub struct DatabaseSettings {
    /// `sqlite://path`, `sqlite::memory:` or `postgres://…`.
    pub url: String,
    /// Connections kept open at most.
    pub pool: u32,
    /// How long an operation waits for a connection.
    pub acquire_timeout: Duration,
    /// How long one statement may run (PostgreSQL), or wait for another writer (SQLite).
    pub statement_timeout: Duration,
    /// How many times a transaction that lost to another is tried again.
    pub retries: u32,
}

/// The database, shared by everything. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    connection: DatabaseConnection,
    /// A connection of its own for questions about health, which must not wait behind the work.
    probe: DatabaseConnection,
    clock: Clock,
    retries: u32,
    /// SQLite has one writer at a time: waiting here is fair and cheap, waiting in SQLite is neither.
    writer: Option<Arc<Mutex<()>>>,
}

impl Store {
    /// Connects; creates the SQLite file and its folder when they are not there.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn connect(settings: &DatabaseSettings, clock: Clock) -> Result<Self> {
        let connection = open(settings).await?;
        let probe = open(&DatabaseSettings { pool: 1, ..settings.clone() }).await?;
        let writer =
            (connection.get_database_backend() == DbBackend::Sqlite).then(|| Arc::new(Mutex::new(())));
        Ok(Self { connection, probe, clock, retries: settings.retries, writer })
    }

    /// Closes every connection, once nothing uses them any more.
    ///
    /// # Errors
    /// When the database does not take its leave.
    pub async fn close(&self) -> Result<()> {
        self.probe.close_by_ref().await.map_err(fault)?;
        self.connection.close_by_ref().await.map_err(fault)
    }

    /// Calls `observe` at each statement that is executed: for those who count them.
    pub fn on_statement(&mut self, observe: impl Fn() + Send + Sync + 'static) {
        self.connection.set_metric_callback(move |_| observe());
    }

    /// The connection itself, for the entities' own queries.
    #[must_use]
    pub const fn connection(&self) -> &DatabaseConnection {
        &self.connection
    }

    /// Which database it is.
    #[must_use]
    pub fn backend(&self) -> DbBackend {
        self.connection.get_database_backend()
    }

    /// The clock.
    #[must_use]
    pub const fn clock(&self) -> &Clock {
        &self.clock
    }

    pub(super) const fn retries(&self) -> u32 {
        self.retries
    }

    pub(super) const fn writer(&self) -> Option<&Arc<Mutex<()>>> {
        self.writer.as_ref()
    }

    /// An empty statement in the words of this database.
    #[must_use]
    pub fn sql(&self) -> Sql {
        Sql::new(self.backend())
    }

    /// Every row of a statement.
    ///
    /// # Errors
    /// When the database refuses it.
    pub async fn all(&self, sql: Sql) -> Result<Vec<QueryResult>> {
        all(&self.connection, sql.finish()).await
    }

    /// Brings the database up to date.
    ///
    /// # Errors
    /// When a migration fails; nothing of it is kept.
    pub async fn migrate(&self) -> Result<()> {
        Migrator::up(&self.connection, None).await.map_err(fault)
    }

    /// The names of the migrations that the database still lacks. Only reads: a server needs no right to make tables.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn pending_migrations(&self) -> Result<Vec<String>> {
        let pending = Migrator::get_pending_migrations_read_only(&self.probe).await.map_err(fault)?;
        Ok(pending.iter().map(|migration| migration.name().to_owned()).collect())
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<()> {
        self.probe.ping().await.map_err(fault)
    }
}

/// Every row of a statement on any connection or transaction.
pub(super) async fn all<C: ConnectionTrait>(
    connection: &C,
    statement: Statement,
) -> Result<Vec<QueryResult>> {
    connection.query_all_raw(statement).await.map_err(fault)
}

async fn open(settings: &DatabaseSettings) -> Result<DatabaseConnection> {
    if settings.url.starts_with("sqlite:") {
        connect_sqlite(settings).await
    } else {
        connect_postgres(settings).await
    }
}

async fn connect_sqlite(settings: &DatabaseSettings) -> Result<DatabaseConnection> {
    use sea_orm::sqlx::sqlite::{
        SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
    };
    let path = settings.url.trim_start_matches("sqlite:").trim_start_matches("//");
    if let Some(folder) = Path::new(path).parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|error| {
            Error::Internal(format!("cannot make the folder {}: {error}", folder.display()))
        })?;
    }
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        // An acknowledged write survives a killed process; FULL also survives a power cut.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(settings.statement_timeout)
        .statement_cache_capacity(500)
        .pragma("cache_size", "-65536")
        .pragma("temp_store", "memory")
        .optimize_on_close(true, None);
    let pool = SqlitePoolOptions::new()
        .max_connections(settings.pool)
        .acquire_timeout(settings.acquire_timeout)
        .connect_with(options)
        .await
        .map_err(|error| Error::Internal(format!("cannot open {path}: {error}")))?;
    Ok(SqlxSqliteConnector::from_sqlx_sqlite_pool(pool))
}

async fn connect_postgres(settings: &DatabaseSettings) -> Result<DatabaseConnection> {
    let timeout = settings.statement_timeout.as_millis();
    let mut options = ConnectOptions::new(&settings.url);
    options
        .max_connections(settings.pool)
        .acquire_timeout(settings.acquire_timeout)
        .connect_timeout(settings.acquire_timeout)
        .sqlx_logging(false)
        .map_sqlx_postgres_opts(move |options| {
            options.statement_cache_capacity(500).options([("statement_timeout", timeout.to_string())])
        });
    Database::connect(options).await.map_err(fault)
}
