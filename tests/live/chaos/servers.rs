//! The servers, one of which may be gone for a while.

use std::sync::{Arc, Mutex};

use rand::Rng;
use reqwest::Client;
use serde_json::{Value, json};

use crate::support::database::TestDatabase;
use crate::support::process::HubProcess;
use crate::support::redis::RedisServer;
use crate::support::socket::Served;

/// How many.
const SERVERS: usize = 3;

/// Where a server is.
#[derive(Clone)]
pub(super) struct Address {
    pub(super) url: String,
    pub(super) web: Client,
}

impl Served for Address {
    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }
}

impl Address {
    /// Asks with a key; `None` when there was no answer, or none that counts.
    pub(super) async fn ask(
        &self,
        key: Option<&str>,
        once: &str,
        query: &str,
        variables: Value,
    ) -> Option<Value> {
        let mut request = self.web.post(self.url("/graphql"));
        if let Some(key) = key {
            request = request.bearer_auth(key);
        }
        if !once.is_empty() {
            request = request.header("idempotency-key", once);
        }
        let body = json!({ "query": query, "variables": variables });
        let answer: Value = request.json(&body).send().await.ok()?.json().await.ok()?;
        answer["errors"].is_null().then_some(answer)
    }

    /// Declares the structure of which all is told.
    pub(super) async fn declare(&self, key: &str) -> String {
        let query =
            "mutation($input: StructureInput!) { createStructure(input: $input) { structure { id } } }";
        let input = json!({ "kind": "PUBLIC", "name": "Cal Forn", "identifierWaiver": "OTHER" });
        let answer =
            self.ask(Some(key), "declare", query, json!({ "input": input })).await.expect("an answer");
        answer["data"]["createStructure"]["structure"]["id"].as_str().expect("a structure").to_owned()
    }
}

/// All of them.
pub(super) struct Servers {
    settings: Vec<(String, String)>,
    running: Mutex<Vec<Option<HubProcess>>>,
}

impl Servers {
    pub(super) async fn start(database: &TestDatabase, redis: &RedisServer) -> Arc<Self> {
        let redis = redis.url();
        let settings = [
            ("REDIS_URL", redis.as_str()),
            ("MAX_OPERATIONS_PER_CLIENT", "1000"),
            ("MAX_STREAMS_PER_CLIENT", "1000"),
            ("LOG", "error"),
        ];
        let settings = settings.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        let servers = Self { settings, running: Mutex::new((0..SERVERS).map(|_| None).collect()) };
        for place in 0..SERVERS {
            servers.start_one(place, database).await;
        }
        Arc::new(servers)
    }

    pub(super) async fn start_one(&self, place: usize, database: &TestDatabase) {
        let settings: Vec<(&str, &str)> =
            self.settings.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let hub = HubProcess::start(database, &settings).await;
        self.running.lock().expect("nobody fails")[place] = Some(hub);
    }

    /// Kills one without warning.
    pub(super) fn kill(&self, place: usize) {
        let hub = self.running.lock().expect("nobody fails")[place].take();
        hub.expect("it runs").kill();
    }

    /// One that runs.
    pub(super) fn any(&self) -> Address {
        let running = self.running.lock().expect("nobody fails");
        let running: Vec<_> = running.iter().flatten().collect();
        let hub = running[rand::rng().random_range(0..running.len())];
        Address { url: hub.url.clone(), web: hub.web.clone() }
    }
}
