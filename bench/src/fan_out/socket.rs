//! One who listens, and when what it is told arrives.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use futures_util::{SinkExt, StreamExt};
use serde_json::json;
use tokio::task::JoinHandle;
use tokio_tungstenite::client_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;

use super::server::Server;

/// How long what was sent may take to arrive.
const PATIENCE: Duration = Duration::from_secs(30);

/// When changes were written and when they arrived.
pub(super) struct Arrivals {
    begun: Mutex<Vec<Option<Instant>>>,
    latencies: Mutex<Vec<u32>>,
    listening: AtomicUsize,
}

impl Arrivals {
    pub(super) fn new(sockets: usize, changes: usize) -> Self {
        let latencies = Mutex::new(Vec::with_capacity(sockets * changes));
        Self { begun: Mutex::new(vec![None; changes]), latencies, listening: AtomicUsize::new(0) }
    }

    /// A change is about to be written.
    pub(super) fn begin(&self, change: usize) {
        if let Some(begun) = held(&self.begun).get_mut(change) {
            *begun = Some(Instant::now());
        }
    }

    /// A listener has it.
    fn arrived(&self, change: usize) {
        let begun = held(&self.begun).get(change).copied().flatten();
        if let Some(begun) = begun {
            let micros = u32::try_from(begun.elapsed().as_micros()).unwrap_or(u32::MAX);
            held(&self.latencies).push(micros);
        }
    }

    pub(super) fn count(&self) -> usize {
        held(&self.latencies).len()
    }

    /// In microseconds, in ascending order.
    pub(super) fn latencies(&self) -> Vec<u32> {
        let mut latencies = held(&self.latencies).clone();
        latencies.sort_unstable();
        latencies
    }

    /// Until so many listen.
    pub(super) async fn all_listen(&self, sockets: usize) -> anyhow::Result<()> {
        let begun = Instant::now();
        while self.listening.load(Ordering::Relaxed) < sockets {
            if begun.elapsed() > PATIENCE {
                bail!("only {} of {sockets} listen", self.listening.load(Ordering::Relaxed));
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }

    /// Until so many messages arrived, or none is to be hoped for.
    pub(super) async fn complete(&self, messages: usize) {
        let begun = Instant::now();
        while self.count() < messages && begun.elapsed() < PATIENCE {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A listener; it ends when it is dropped.
pub(super) struct Listening(JoinHandle<()>);

impl Listening {
    /// Opens a socket and subscribes.
    pub(super) async fn open(
        server: &Server,
        number: usize,
        arrivals: Arc<Arrivals>,
    ) -> anyhow::Result<Self> {
        let address = server.address();
        let mut request = format!("ws://{address}/graphql").into_client_request()?;
        let spoken = HeaderValue::from_static("graphql-transport-ws");
        request.headers_mut().insert("sec-websocket-protocol", spoken);
        let stream = tokio::net::TcpStream::connect(address).await?;
        let (mut socket, _) = client_async(request, stream).await.context("the handshake failed")?;
        socket.send(Message::text(json!({ "type": "connection_init" }).to_string())).await?;
        let query = server.document(number);
        let subscribe = json!({ "type": "subscribe", "id": "1", "payload": { "query": query } });
        let task = tokio::spawn(async move {
            while let Some(Ok(frame)) = socket.next().await {
                let Message::Text(text) = frame else { continue };
                let text = text.as_str();
                if let Some(change) = change_of(text) {
                    arrivals.arrived(change);
                } else if text.contains("connection_ack") {
                    let subscribed = socket.send(Message::text(subscribe.to_string())).await;
                    // Answered after the subscription is under way.
                    let asked = socket.send(Message::text(json!({ "type": "ping" }).to_string())).await;
                    if subscribed.and(asked).is_err() {
                        return;
                    }
                } else if text.contains("pong") {
                    arrivals.listening.fetch_add(1, Ordering::Relaxed);
                } else {
                    eprintln!("{text}");
                }
            }
        });
        Ok(Self(task))
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// The number of the change that a message tells of: its note says it.
fn change_of(text: &str) -> Option<usize> {
    let (_, rest) = text.split_once("change-")?;
    rest.split('"').next()?.parse().ok()
}
