//! A database for each test, cloned from one that was migrated once.
//!
//! PostgreSQL is the server that `TEST_POSTGRES_URL` names (`make test` starts one of its own and sets it); SQLite is
//! a file in a temporary folder.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use respyrem::domain::search::searched;
use respyrem::kernel::clock::Clock;
use respyrem::store::{DatabaseSettings, Store};
use sea_orm::{ConnectionTrait, Database};
use tempfile::TempDir;
use tokio::sync::OnceCell;

/// Which database a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Backend {
    Sqlite,
    Postgres,
}

/// A database that goes with the test.
#[derive(Debug)]
pub(crate) struct TestDatabase {
    pub(crate) url: String,
    _folder: Option<TempDir>,
}

static NUMBER: AtomicU32 = AtomicU32::new(0);

impl TestDatabase {
    pub(crate) async fn create(backend: Backend) -> Self {
        match backend {
            Backend::Sqlite => Self::sqlite().await,
            Backend::Postgres => Self::postgres().await,
        }
    }

    async fn sqlite() -> Self {
        static TEMPLATE: OnceCell<PathBuf> = OnceCell::const_new();
        let template = TEMPLATE.get_or_init(sqlite_template).await;
        let folder = TempDir::new().expect("a temporary folder");
        let file = folder.path().join("respyrem.db");
        std::fs::copy(template, &file).expect("a copy of the template");
        Self { url: format!("sqlite://{}", file.display()), _folder: Some(folder) }
    }

    async fn postgres() -> Self {
        static TEMPLATE: OnceCell<String> = OnceCell::const_new();
        let template = TEMPLATE.get_or_init(postgres_template).await;
        let name = format!("respyrem_test_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        administer(&format!("create database {name} template {template} strategy file_copy")).await;
        Self { url: with_database(&name), _folder: None }
    }
}

/// The settings under which tests reach a database.
pub(crate) fn settings(url: &str) -> DatabaseSettings {
    DatabaseSettings {
        url: url.to_owned(),
        pool: 8,
        acquire_timeout: Duration::from_secs(20),
        statement_timeout: Duration::from_secs(20),
        retries: 12,
        keep_plans: true,
    }
}

async fn migrated(url: &str) {
    let store = Store::connect(&settings(url), Clock::system(), searched).await.expect("the database opens");
    store.migrate().await.expect("the migrations apply");
    store.close().await.expect("the database closes");
}

async fn sqlite_template() -> PathBuf {
    let folder: &Path = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let file = folder.join(format!("template-{}.db", std::process::id()));
    for leftover in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{leftover}", file.display()));
    }
    migrated(&format!("sqlite://{}", file.display())).await;
    file
}

async fn postgres_template() -> String {
    let name = format!("respyrem_template_{}", std::process::id());
    administer(&format!("create database {name}")).await;
    migrated(&with_database(&name)).await;
    name
}

/// Runs a statement as the server's administrator. Cloning a template can collide with the closing of its last
/// connection, so it is tried for a while.
async fn administer(sql: &str) {
    let connection = Database::connect(server()).await.expect("TEST_POSTGRES_URL names a PostgreSQL server");
    for _ in 0..50 {
        match connection.execute_unprepared(sql).await {
            Ok(_) => return,
            Err(error) if error.to_string().contains("being accessed") => {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            Err(error) => panic!("{sql}: {error}"),
        }
    }
    panic!("{sql}: the template stays in use");
}

fn server() -> String {
    std::env::var("TEST_POSTGRES_URL")
        .expect("TEST_POSTGRES_URL is not set: run `make test`, or point it at a server where databases can be created")
}

fn with_database(name: &str) -> String {
    let server = server();
    let (base, _) = server.rsplit_once('/').expect("a URL that ends in /database");
    format!("{base}/{name}")
}
