//! One who listens, comes back with its last cursor whenever the connection breaks, and writes down what it is told.

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;

use super::reader::{Keys, Reader, Told};
use super::servers::{Address, Servers};
use crate::support::events::EventStream;
use crate::support::redis::until;
use crate::support::socket::Served;

const QUERY: &str = "subscription($after: Cursor) { live(after: $after) { __typename
    ... on Change { cursor type id } ... on Reset { cursor reason } } }";
/// A connection on which nothing comes for so long is given up: its server may have been killed.
const QUIET: Duration = Duration::from_secs(5);

/// One who listens.
pub(super) struct Listener {
    pub(super) number: usize,
    pub(super) reader: Reader,
    state: Arc<State>,
    task: JoinHandle<()>,
}

/// What it has, and how its connection is cut.
#[derive(Default)]
struct State {
    heard: Mutex<Heard>,
    cut: Notify,
}

#[derive(Default)]
struct Heard {
    told: Vec<Told>,
    cursor: Option<String>,
    openings: usize,
}

impl State {
    fn heard(&self) -> MutexGuard<'_, Heard> {
        self.heard.lock().expect("nobody fails")
    }

    /// Takes down one event.
    fn hear(&self, event: &Value, number: usize) {
        assert_eq!(event["__typename"], "Change", "listener {number}: {event}");
        let what = ["CREATED", "UPDATED", "REMOVED"].into_iter().find(|what| event["type"] == *what);
        let mut heard = self.heard();
        heard.told.push((event["id"].as_str().expect("an id").to_owned(), what.expect("a type")));
        heard.cursor = Some(event["cursor"].as_str().expect("a cursor").to_owned());
    }
}

impl Listener {
    pub(super) fn spawn(number: usize, reader: Reader, keys: &Keys, servers: Arc<Servers>) -> Self {
        let state = Arc::<State>::default();
        let key = reader.key(keys).map(str::to_owned);
        let task = tokio::spawn({
            let state = Arc::clone(&state);
            async move {
                // Nothing is broken yet, and nothing written.
                let (server, home) = (servers.any(), "{ dashboard { cursor } }");
                let first = server.ask(key.as_deref(), "", home, json!({})).await.expect("an answer");
                state.heard().cursor = first["data"]["dashboard"]["cursor"].as_str().map(str::to_owned);
                loop {
                    let server = servers.any();
                    let listening = async {
                        if number.is_multiple_of(2) {
                            by_socket(number, &server, key.as_deref(), &state).await
                        } else {
                            by_events(number, &server, key.as_deref(), &state).await
                        }
                    };
                    tokio::select! {
                        _ = listening => {}
                        () = state.cut.notified() => {}
                    }
                    sleep(Duration::from_millis(50)).await;
                }
            }
        });
        Self { number, reader, state, task }
    }

    /// Waits until it listens for the first time.
    pub(super) async fn is_open(&self) {
        until("it listens", async || self.openings() > 0).await;
    }

    /// Cuts its connection, without a word to the server.
    pub(super) fn cut(&self) {
        self.state.cut.notify_one();
    }

    pub(super) fn received(&self) -> Vec<Told> {
        assert!(!self.task.is_finished(), "listener {} failed", self.number);
        self.state.heard().told.clone()
    }

    pub(super) fn openings(&self) -> usize {
        self.state.heard().openings
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Listens by WebSocket until the connection breaks.
async fn by_socket(number: usize, server: &Address, key: Option<&str>, state: &State) -> Option<()> {
    let mut request = server.url("/graphql").replace("http://", "ws://").into_client_request().ok()?;
    let spoken = HeaderValue::from_static("graphql-transport-ws");
    request.headers_mut().insert("sec-websocket-protocol", spoken);
    let (mut socket, _) = connect_async(request).await.ok()?;
    let payload = key.map(|key| json!({ "authorization": format!("Bearer {key}") }));
    let init = json!({ "type": "connection_init", "payload": payload });
    socket.send(Message::text(init.to_string())).await.ok()?;
    loop {
        let frame = timeout(QUIET, socket.next()).await.ok()??.ok()?;
        let Message::Text(text) = frame else {
            if frame.is_close() {
                return None;
            }
            continue;
        };
        let message: Value = serde_json::from_str(&text).expect("JSON");
        match message["type"].as_str() {
            Some("connection_ack") => {
                let after = state.heard().cursor.clone();
                let payload = json!({ "query": QUERY, "variables": { "after": after } });
                let subscribe = json!({ "type": "subscribe", "id": "1", "payload": payload });
                socket.send(Message::text(subscribe.to_string())).await.ok()?;
                // Answered once what came before it is under way.
                socket.send(Message::text(json!({ "type": "ping" }).to_string())).await.ok()?;
            }
            Some("pong") => state.heard().openings += 1,
            Some("next") => state.hear(&message["payload"]["data"]["live"], number),
            Some("error") => return None,
            _ => {}
        }
    }
}

/// Listens by server-sent events until the connection breaks.
async fn by_events(number: usize, server: &Address, key: Option<&str>, state: &State) -> Option<()> {
    let mut request = server.web.post(server.url("/graphql")).json(&json!({ "query": QUERY }));
    if let Some(key) = key {
        request = request.bearer_auth(key);
    }
    if let Some(cursor) = state.heard().cursor.clone() {
        request = request.header("last-event-id", cursor);
    }
    let mut events = EventStream::try_of(request).await?;
    state.heard().openings += 1;
    while let Some(event) = events.try_next(QUIET).await {
        if event.event == "next" {
            let body = event.json();
            if body["errors"].is_array() {
                return None;
            }
            state.hear(&body["data"]["live"], number);
        }
    }
    None
}
