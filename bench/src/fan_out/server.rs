//! The servers that are measured.

use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::Stdio;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use bytes::Bytes;
use clap::ValueEnum;
use serde_json::{Value, json};
use sqlx::Connection;
use tempfile::TempDir;
use tokio::process::{Child, Command};

use crate::measure::load;

/// Many listeners from one address: to the hub, one client, which it would hold back.
const ONE_CLIENT: [(&str, &str); 4] = [
    ("MAX_OPERATIONS_PER_CLIENT", "1000"),
    ("MAX_STREAMS_PER_CLIENT", "100000"),
    ("MAX_STREAMS", "100000"),
    ("LOG", "error"),
];
/// A server that does not answer by then is absent.
const PATIENCE: Duration = Duration::from_secs(20);

/// The ways to tell many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Way {
    /// The hub, where all ask the same.
    Shared,
    /// The hub, where no two ask the same.
    Apart,
    /// graphql-ws on Node.js.
    GraphqlWs,
}

impl Way {
    pub(super) const fn title(self) -> &'static str {
        match self {
            Self::Shared => "respyrem",
            Self::Apart => "respyrem, nothing shared",
            Self::GraphqlWs => "graphql-ws on Node.js",
        }
    }
}

/// A server with something to listen to.
pub(super) struct Server {
    way: Way,
    child: Child,
    address: SocketAddr,
    /// The hub's key, and the note that is written.
    writes: Option<(String, String)>,
    version: AtomicI64,
    database: String,
    _folder: TempDir,
}

impl Server {
    pub(super) async fn start(way: Way, hub: &Path, home: &Path) -> anyhow::Result<Self> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let folder = tempfile::Builder::new().prefix("respyrem-fan-out-").tempdir()?;
        let database = format!("sqlite://{}", folder.path().join("hub.db").display());
        let mut command = match way {
            Way::GraphqlWs => {
                let mut command = Command::new("node");
                command
                    .arg(home.canonicalize()?.join("peers/graphql-ws/server.mjs"))
                    .env("NODE_ENV", "production");
                command
            }
            Way::Shared | Way::Apart => {
                let mut command = Command::new(hub);
                command.arg("serve").env("DATABASE_URL", &database).envs(ONE_CLIENT);
                command
            }
        };
        let key = if way == Way::GraphqlWs { None } else { Some(key(hub, &database).await?) };
        let child = command
            .env("LISTEN", address.to_string())
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .context("the program cannot be started")?;
        let version = AtomicI64::new(1);
        let mut server = Self { way, child, address, writes: None, version, database, _folder: folder };
        server.wait().await?;
        if let Some(key) = key {
            let note = server.make_note(&key).await?;
            server.writes = Some((key, note));
        }
        Ok(server)
    }

    pub(super) const fn address(&self) -> SocketAddr {
        self.address
    }

    pub(super) fn pid(&self) -> u32 {
        self.child.id().unwrap_or_default()
    }

    /// What a listener asks.
    pub(super) fn document(&self, number: usize) -> String {
        let selected = "cursor type id version";
        match self.way {
            Way::GraphqlWs => {
                format!("subscription {{ live {{ {selected} record {{ body {{ value }} }} }} }}")
            }
            Way::Shared | Way::Apart => {
                let alias = if self.way == Way::Apart { format!("live{number}: ") } else { String::new() };
                let note = "record { ... on Note { body { value } } }";
                format!(
                    "subscription {{ {alias}live(scopes: [{{ kinds: [NOTE] }}]) {{ ... on Change {{ {selected} {note} }} }} }}"
                )
            }
        }
    }

    /// Writes a change.
    pub(super) async fn write(&self, change: usize) -> anyhow::Result<()> {
        let text = format!("change-{change}");
        let version = self.version.fetch_add(1, Ordering::Relaxed);
        match &self.writes {
            None => {
                let body = json!({ "version": version, "text": text }).to_string();
                load::post(self.address, None, Bytes::from(body)).await?;
            }
            Some((key, note)) => {
                let query = "mutation($input: UpdateNoteInput!) { done: updateNote(input: $input) { userErrors { message } } }";
                let input = json!({ "id": note, "expectedVersion": version, "body": { "fr": text } });
                self.ask(key, query, input).await?;
            }
        }
        Ok(())
    }

    pub(super) async fn stop(mut self) {
        if let Err(error) = self.child.kill().await {
            eprintln!("{} still runs: {error}", self.way.title());
        }
    }

    async fn wait(&mut self) -> anyhow::Result<()> {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait()? {
                bail!("the program ended: {status}");
            }
            if tokio::net::TcpStream::connect(self.address).await.is_ok() {
                return Ok(());
            }
            ensure!(begun.elapsed() < PATIENCE, "the program does not listen");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn make_note(&self, key: &str) -> anyhow::Result<String> {
        let query = "mutation($input: StructureInput!) { done: createStructure(input: $input) { structure { id } userErrors { message } } }";
        let input = json!({ "kind": "PUBLIC", "name": "Cal Forn", "identifierWaiver": "OTHER" });
        let structure = self.ask(key, query, input).await?["structure"]["id"].clone();
        self.publish().await?;
        let query = "mutation($input: AddNoteInput!) { done: addNote(input: $input) { note { id } userErrors { message } } }";
        let input = json!({ "record": structure, "body": { "fr": "change" }, "visibility": "PUBLIC" });
        let note = self.ask(key, query, input).await?["note"]["id"].clone();
        note.as_str().map(str::to_owned).context("no note was made")
    }

    /// Shows the structure to everyone, which only those who run the network could ask the hub to do.
    async fn publish(&self) -> anyhow::Result<()> {
        let mut connection = sqlx::SqliteConnection::connect(&self.database).await?;
        let published =
            "update record set withheld = false, visibility = 'PUBLIC', effective_visibility = 'PUBLIC'";
        sqlx::query(published).execute(&mut connection).await?;
        Ok(connection.close().await?)
    }

    async fn ask(&self, key: &str, query: &str, input: Value) -> anyhow::Result<Value> {
        let body = json!({ "query": query, "variables": { "input": input } }).to_string();
        let answer = load::post(self.address, Some(key), Bytes::from(body)).await?;
        let answer: Value = serde_json::from_slice(&answer)?;
        let done = answer["data"]["done"].clone();
        ensure!(done["userErrors"] == json!([]), "{answer}");
        Ok(done)
    }
}

/// A key that writes.
async fn key(hub: &Path, database: &str) -> anyhow::Result<String> {
    let output = Command::new(hub)
        .args([
            "client",
            "create",
            "--partner",
            "bench",
            "--partner-name",
            "Bench",
            "--name",
            "bench",
            "--per-minute",
            "100000",
        ])
        .args(["--scopes", "write:structures,read:network,read:team"])
        .env("DATABASE_URL", database)
        .output()
        .await?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}
