//! What is told of a connection that stays open: gauges while it is, and one line in the log when it ends. The line that
//! says that it began is the request's own. Never a token, nor anything out of a message.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use metrics::{counter, gauge};

use crate::http::observe::actor_label;
use crate::kernel::actor::Actor;

/// What carries operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::http) enum Transport {
    Socket,
    Events,
}

impl Transport {
    /// The word in logs and metrics.
    pub(in crate::http) const fn label(self) -> &'static str {
        match self {
            Self::Socket => "socket",
            Self::Events => "events",
        }
    }
}

/// What one connection did; says it when dropped, however the connection ends.
#[derive(Debug)]
pub(in crate::http) struct Told {
    transport: Transport,
    request_id: String,
    actor: &'static str,
    start: Instant,
    code: Option<u16>,
    counts: Arc<Counts>,
}

/// What is counted where it happens.
#[derive(Debug, Default)]
pub(in crate::http) struct Counts {
    operations: AtomicU64,
    messages: AtomicU64,
    bytes: AtomicU64,
}

impl Counts {
    pub(in crate::http) fn operation(&self) {
        self.operations.fetch_add(1, Ordering::Relaxed);
    }

    /// A message was sent.
    pub(in crate::http) fn sent(&self, transport: Transport, bytes: usize) {
        let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
        self.messages.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
        counter!("graphql_stream_messages_total", "transport" => transport.label(), "direction" => "out")
            .increment(1);
        counter!("graphql_stream_bytes_total", "transport" => transport.label(), "direction" => "out")
            .increment(bytes);
    }

    /// A message came.
    pub(in crate::http) fn received(bytes: usize) {
        let label = Transport::Socket.label();
        counter!("graphql_stream_messages_total", "transport" => label, "direction" => "in").increment(1);
        counter!("graphql_stream_bytes_total", "transport" => label, "direction" => "in")
            .increment(u64::try_from(bytes).unwrap_or(u64::MAX));
    }
}

impl Told {
    pub(in crate::http) fn new(transport: Transport, request_id: &str) -> Self {
        gauge!("graphql_streams_open", "transport" => transport.label()).increment(1);
        Self {
            transport,
            request_id: request_id.to_owned(),
            actor: "none",
            start: Instant::now(),
            code: None,
            counts: Arc::default(),
        }
    }

    pub(in crate::http) fn counts(&self) -> Arc<Counts> {
        Arc::clone(&self.counts)
    }

    /// Who held it in the end, and with which code a socket was closed.
    pub(in crate::http) fn ended(&mut self, actor: &Actor, code: Option<u16>) {
        self.actor = actor_label(actor);
        self.code = code;
    }
}

impl Drop for Told {
    fn drop(&mut self) {
        let label = self.transport.label();
        gauge!("graphql_streams_open", "transport" => label).decrement(1);
        if let Some(code) = self.code {
            counter!("graphql_sockets_closed_total", "code" => code.to_string()).increment(1);
        }
        tracing::info!(
            transport = label,
            request_id = self.request_id,
            actor = self.actor,
            code = self.code,
            ms = u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX),
            operations = self.counts.operations.load(Ordering::Relaxed),
            messages = self.counts.messages.load(Ordering::Relaxed),
            bytes = self.counts.bytes.load(Ordering::Relaxed),
            "stream ended"
        );
    }
}
