//! The clients that are shown to partners work, word for word.

use std::process::Stdio;
use std::time::Duration;

use respyrem::access::Visibility;
use respyrem::kernel::actor::{Actor, Role};
use serde_json::json;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::timeout;

use crate::support::process::{HubProcess, run};
use crate::support::project::{action_id, project_id};
use crate::support::{Backend, TestHub};

const PATIENCE: Duration = Duration::from_secs(20);

/// A hub with a public project, and its editor.
struct Board {
    hub: TestHub,
    editor: Actor,
    project: String,
    action: String,
}

impl Board {
    async fn build() -> Self {
        let hub = TestHub::start(Backend::Sqlite).await;
        let owner = hub.structure("Cal Forn").visibility(Visibility::Public).partner(true).await;
        let editor = hub.person("Aina", owner, Role::Editor).await;
        let project = hub.project(owner, "Le four").visibility(Visibility::Public).await;
        let action = action_id(hub.action(project, "Bâtir").visibility(Visibility::Public).await);
        Self { hub, editor, project: project_id(project), action }
    }

    /// Moves the action; its version is one more then.
    async fn change(&self, to: &str, version: i64) {
        let input = json!({ "id": self.action, "to": to, "expectedVersion": version });
        let changed = self.hub.mutate(&self.editor, "changeActionStatus", input, "").await;
        assert_eq!(changed["userErrors"], json!([]));
    }
}

/// A client of the documentation.
struct Client {
    lines: Lines<BufReader<ChildStdout>>,
    _process: Child,
}

impl Client {
    fn start(transport: &str, url: &str, key: &str, project: &str) -> Self {
        let mut process = Command::new("node")
            .args(["documented.js", transport, url, key, project])
            .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/conformance"))
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("node is installed");
        let output = process.stdout.take().expect("its output");
        Self { lines: BufReader::new(output).lines(), _process: process }
    }

    /// What it says next.
    async fn says(&mut self) -> String {
        let line = timeout(PATIENCE, self.lines.next_line()).await.expect("it says something");
        line.expect("an output").expect("it goes on")
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_client_by_websocket_comes_back_and_misses_nothing() {
    let board = Board::build().await;
    let key = ["client", "create", "--partner", "site", "--partner-name", "Site", "--name", "site"];
    let key = run(&board.hub.database, &[&key[..], &["--scopes", "read:network"]].concat());
    let mut hub = HubProcess::start(&board.hub.database, &[]).await;
    let mut client = Client::start("WebSocket", &hub.url, &key, &board.project);
    // What is written before it listens is not told: the first that it says tells that it does.
    let mut version = 1;
    let told = loop {
        board.change(if version % 2 == 1 { "PAUSED" } else { "IN_PROGRESS" }, version).await;
        version += 1;
        if let Ok(line) = timeout(Duration::from_secs(1), client.says()).await {
            break line;
        }
    };
    assert_eq!(told, format!("Change UPDATED {}", board.action));
    hub.kill();
    board.change(if version % 2 == 1 { "PAUSED" } else { "IN_PROGRESS" }, version).await;
    hub.restart(&board.hub.database).await;
    assert_eq!(client.says().await, format!("Change UPDATED {}", board.action));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_client_by_events_comes_back_and_misses_nothing() {
    let board = Board::build().await;
    let mut hub = HubProcess::start(&board.hub.database, &[]).await;
    let mut client = Client::start("server-sent events", &hub.url, "", &board.project);
    let mut version = 1;
    loop {
        board.change(if version % 2 == 1 { "PAUSED" } else { "IN_PROGRESS" }, version).await;
        version += 1;
        if timeout(Duration::from_secs(1), client.says()).await.is_ok() {
            break;
        }
    }
    hub.kill();
    board.change(if version % 2 == 1 { "PAUSED" } else { "IN_PROGRESS" }, version).await;
    hub.restart(&board.hub.database).await;
    let mut told = String::new();
    while !told.contains(&board.action) {
        told = client.says().await;
    }
}
