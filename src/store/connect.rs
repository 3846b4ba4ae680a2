//! Opening the database, and the handle that everything else shares.

use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use data_encoding::HEXLOWER;
use migrations::Migrator;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, QueryResult, SqlxPostgresConnector, SqlxSqliteConnector,
    Statement,
};
use sea_orm_migration::MigratorTrait;
use tokio::sync::{Mutex, watch};

use super::search::SearchedKinds;
use super::{Reader, Sql, fault};
use crate::kernel::clock::Clock;
use crate::kernel::error::{Error, Result};

/// Enough to map the whole file of a large hub.
const MAPPED_BYTES: &str = "1073741824";
/// A connection that was used so lately is taken to be alive without asking.
const TRUSTED_FOR: Duration = Duration::from_secs(1);

/// What a server asks of PostgreSQL. The first plan of a statement is kept. No helpers for one statement: many read at once, and to
/// start a helper takes longer than any page does.
const SERVING: &[(&str, &str)] =
    &[("plan_cache_mode", "force_generic_plan"), ("max_parallel_workers_per_gather", "0")];

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
    /// Whether PostgreSQL keeps the first plan of each statement: a server asks the same for ever, and planning costs
    /// more than asking; a bulk load changes what the best plan is as it goes.
    pub keep_plans: bool,
}

/// The database, shared by everything. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    connection: DatabaseConnection,
    /// A connection of its own for questions about health, which must not wait behind the work.
    probe: DatabaseConnection,
    clock: Clock,
    searched: SearchedKinds,
    retries: u32,
    /// SQLite has one writer at a time: waiting here is fair and cheap, waiting in SQLite is neither.
    writer: Option<Arc<Mutex<()>>>,
    observer: Option<Observer>,
    /// How many transactions were committed.
    commits: watch::Sender<u64>,
}

/// Who is told of statements.
#[derive(Clone)]
struct Observer(Arc<dyn Fn(&Statement) + Send + Sync>);

impl std::fmt::Debug for Observer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Observer")
    }
}

impl Store {
    /// Connects; creates the SQLite file and its folder when they are not there. `searched` says what each kind of record is
    /// found by.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn connect(settings: &DatabaseSettings, clock: Clock, searched: SearchedKinds) -> Result<Self> {
        let connection = open(settings).await?;
        let probe = open(&DatabaseSettings { pool: 1, ..settings.clone() }).await?;
        let writer =
            (connection.get_database_backend() == DbBackend::Sqlite).then(|| Arc::new(Mutex::new(())));
        let retries = settings.retries;
        Ok(Self {
            connection,
            probe,
            clock,
            searched,
            retries,
            writer,
            observer: None,
            commits: watch::Sender::default(),
        })
    }

    /// Closes every connection, once nothing uses them any more.
    ///
    /// # Errors
    /// When the database does not take its leave.
    pub async fn close(&self) -> Result<()> {
        self.probe.close_by_ref().await.map_err(fault)?;
        self.connection.close_by_ref().await.map_err(fault)
    }

    /// Calls `observe` with each statement that is executed: for those who count them, or ask how they are planned.
    pub fn on_statement(&mut self, observe: impl Fn(&Statement) + Send + Sync + 'static) {
        let observe = Observer(Arc::new(observe));
        self.observer = Some(observe.clone());
        self.connection.set_metric_callback(move |info| (observe.0)(info.statement));
    }

    /// Tells of a statement that does not go through the connection's own methods.
    pub(super) fn observe(&self, statement: &Statement) {
        if let Some(observer) = &self.observer {
            (observer.0)(statement);
        }
    }

    /// The reads of one operation.
    #[must_use]
    pub const fn reader(&self) -> Reader<'_> {
        Reader::new(self)
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

    /// What each kind of record is found by.
    #[must_use]
    pub const fn searched(&self) -> SearchedKinds {
        self.searched
    }

    /// How many transactions were committed by this process: changes with each.
    #[must_use]
    pub fn commits(&self) -> watch::Receiver<u64> {
        self.commits.subscribe()
    }

    /// As [`Store::commits`], now.
    #[must_use]
    pub fn commit_count(&self) -> u64 {
        *self.commits.borrow()
    }

    pub(super) fn committed(&self) {
        self.commits.send_modify(|count| *count += 1);
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

    /// Has the database look again at what its tables hold, so that it plans for that: after a bulk load.
    ///
    /// # Errors
    /// When the database refuses it.
    pub async fn settle(&self) -> Result<()> {
        let statement = if self.backend() == DbBackend::Sqlite { "pragma optimize" } else { "analyze" };
        self.connection.execute_unprepared(statement).await.map_err(fault)?;
        Ok(())
    }

    /// Brings the database up to date.
    ///
    /// # Errors
    /// When a migration fails; nothing of it is kept.
    pub async fn migrate(&self) -> Result<()> {
        Migrator::up(&self.connection, None).await.map_err(fault)?;
        let key: [u8; 32] = rand::random();
        let mut sql = self.sql();
        sql.push("update log_state set cursor_key = ").bind(HEXLOWER.encode(&key));
        sql.push(" where cursor_key is null");
        self.connection.execute_raw(sql.finish()).await.map_err(fault)?;
        Ok(())
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
    use sea_orm::sqlx::ConnectOptions;
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
        .disable_statement_logging()
        // Rows come from another thread: a page of them without its having to wait for this one.
        .row_buffer_size(1_024)
        .statement_cache_capacity(500)
        // Pages are read where the system keeps them, once for all connections; what is written stays in the small cache.
        .pragma("mmap_size", MAPPED_BYTES)
        .pragma("cache_size", "-8192")
        .pragma("temp_store", "memory")
        .optimize_on_close(true, None);
    let pool = SqlitePoolOptions::new()
        .max_connections(settings.pool)
        .acquire_timeout(settings.acquire_timeout)
        .test_before_acquire(false)
        .connect_with(options)
        .await
        .map_err(|error| Error::Internal(format!("cannot open {path}: {error}")))?;
    Ok(SqlxSqliteConnector::from_sqlx_sqlite_pool(pool))
}

async fn connect_postgres(settings: &DatabaseSettings) -> Result<DatabaseConnection> {
    use sea_orm::sqlx::postgres::{PgConnectOptions, PgPoolOptions};
    use sea_orm::sqlx::{ConnectOptions, Connection};
    let options = PgConnectOptions::from_str(&settings.url)
        .map_err(|error| Error::Internal(format!("DATABASE_URL cannot be read: {error}")))?
        .statement_cache_capacity(500)
        .options([("statement_timeout", settings.statement_timeout.as_millis().to_string().as_str())])
        .options(if settings.keep_plans { SERVING } else { &[] }.iter().copied())
        .disable_statement_logging();
    let pool = PgPoolOptions::new()
        .max_connections(settings.pool)
        .acquire_timeout(settings.acquire_timeout)
        .test_before_acquire(false)
        .before_acquire(|connection, known| {
            Box::pin(async move { Ok(known.idle_for < TRUSTED_FOR || connection.ping().await.is_ok()) })
        })
        .connect_with(options)
        .await
        .map_err(|error| Error::Internal(format!("cannot reach the database: {error}")))?;
    Ok(SqlxPostgresConnector::from_sqlx_postgres_pool(pool))
}
