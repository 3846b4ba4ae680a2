//! The real binary, as a process that can be killed.

use std::fs;
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use tempfile::NamedTempFile;

use super::database::TestDatabase;

/// `respyrem serve` on a database of its own.
pub(crate) struct HubProcess {
    child: Child,
    settings: Vec<(String, String)>,
    log: NamedTempFile,
    pub(crate) url: String,
    pub(crate) web: Client,
}

impl HubProcess {
    /// Starts the hub and waits until it is ready.
    pub(crate) async fn start(database: &TestDatabase, settings: &[(&str, &str)]) -> Self {
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Self::start_at(&free_address(), database, settings.iter().map(own).collect()).await
    }

    /// Starts it again where it was, after it was killed.
    pub(crate) async fn restart(&mut self, database: &TestDatabase) {
        let address = self.url.trim_start_matches("http://").to_owned();
        *self = Self::start_at(&address, database, self.settings.clone()).await;
    }

    async fn start_at(address: &str, database: &TestDatabase, settings: Vec<(String, String)>) -> Self {
        let log = NamedTempFile::new().expect("a file for the log");
        let child = command(database, &["serve"])
            .env("LISTEN", address)
            .env("PUBLIC_URL", format!("http://{address}"))
            .envs(settings.clone())
            .stdout(Stdio::null())
            .stderr(log.reopen().expect("the log"))
            .spawn()
            .expect("the hub starts");
        let web =
            Client::builder().timeout(Duration::from_secs(30)).no_proxy().build().expect("a web client");
        let hub = Self { child, settings, log, url: format!("http://{address}"), web };
        for _ in 0..300 {
            if hub.ready().await {
                return hub;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the hub is not ready after 15 s");
    }

    /// Whether `/health/ready` says yes.
    pub(crate) async fn ready(&self) -> bool {
        let answer = self.web.get(format!("{}/health/ready", self.url)).send().await;
        answer.is_ok_and(|answer| answer.status() == StatusCode::OK)
    }

    /// Asks with a key; `None` when there was no answer.
    pub(crate) async fn ask(&self, key: &str, query: &str, variables: Value) -> Option<Value> {
        let request = self
            .web
            .post(format!("{}/graphql", self.url))
            .bearer_auth(key)
            .json(&json!({ "query": query, "variables": variables }));
        request.send().await.ok()?.json().await.ok()
    }

    /// Asks as nobody.
    pub(crate) async fn ask_anonymously(&self, query: &str) -> Value {
        let request = self.web.post(format!("{}/graphql", self.url)).json(&json!({ "query": query }));
        request.send().await.expect("an answer").json().await.expect("JSON")
    }

    /// The memory that it holds, in KiB.
    pub(crate) fn resident_kib(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).expect("it runs");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("its memory");
        line.trim().trim_end_matches(" kB").trim().parse().expect("a number")
    }

    /// What it said since it was started.
    pub(crate) fn log(&self) -> String {
        String::from_utf8_lossy(&fs::read(self.log.path()).expect("the log")).into_owned()
    }

    /// Kills the process without warning.
    pub(crate) fn kill(&mut self) {
        self.child.kill().expect("the hub was running");
        self.child.wait().expect("the hub is gone");
    }
}

impl Drop for HubProcess {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs a command of the binary to its end and answers what it printed.
pub(crate) fn run(database: &TestDatabase, arguments: &[&str]) -> String {
    let output = command(database, arguments).output().expect("the command runs");
    let printed = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    assert!(output.status.success(), "{arguments:?}: {printed}{}", String::from_utf8_lossy(&output.stderr));
    printed
}

/// The binary with the database to use and no other setting.
pub(crate) fn command(database: &TestDatabase, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_respyrem"));
    command
        .args(arguments)
        .env_clear()
        .env("PATH", std::env::var("PATH").unwrap_or_default())
        .env("DATABASE_URL", &database.url)
        .current_dir(env!("CARGO_TARGET_TMPDIR"));
    command
}

/// An address of this machine where nothing listens now.
pub(crate) fn free_address() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("an address").to_string()
}
