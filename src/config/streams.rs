//! The settings of what stays open: sockets and event streams.

use std::time::Duration;

use super::source::Source;

/// Sockets and event streams.
#[derive(Clone, Copy, Debug)]
pub struct StreamSettings {
    /// How long a socket may take to say who it is.
    pub init_timeout: Duration,
    /// How often a socket is asked whether its peer is still there.
    pub ping_every: Duration,
    /// How long a peer may take nothing of what is there for it.
    pub write_timeout: Duration,
    /// How often an event stream says that it is alive.
    pub keep_alive: Duration,
    /// Operations of one socket at once.
    pub operations_per_socket: usize,
    /// Sockets and event streams of one client.
    pub per_client: usize,
    /// Sockets and event streams in all.
    pub total: usize,
    /// How often it is looked up whether their bearers may still be there.
    pub recheck_every: Duration,
    /// Over how long they are ended when the server stops.
    pub drain_spread: Duration,
}

impl StreamSettings {
    pub(super) fn read(source: &mut Source<'_>) -> Self {
        Self {
            init_timeout: source.millis(
                ("SOCKET_INIT_TIMEOUT_MS", 3_000),
                "How long a WebSocket may take to send connection_init.",
            ),
            ping_every: source.millis(
                ("SOCKET_PING_MS", 12_000),
                "How often a WebSocket is pinged; one that is silent for twice as long is dropped.",
            ),
            write_timeout: source.millis(
                ("STREAM_WRITE_TIMEOUT_MS", 30_000),
                "How long the peer of a WebSocket or an event stream may take nothing before it is dropped.",
            ),
            keep_alive: source.millis(
                ("EVENT_STREAM_KEEP_ALIVE_MS", 12_000),
                "How often an event stream says that it is alive; less than the time-out of any proxy.",
            ),
            operations_per_socket: source.number(
                ("MAX_OPERATIONS_PER_SOCKET", 100),
                1..=100_000,
                "Operations of one WebSocket at once, subscriptions included; beyond, the operation is refused.",
            ),
            per_client: source.number(
                ("MAX_STREAMS_PER_CLIENT", 256),
                1..=1_000_000,
                "WebSockets and event streams of one client at once; beyond, 429.",
            ),
            total: source.number(
                ("MAX_STREAMS", 20_000),
                1..=1_000_000,
                "WebSockets and event streams in all; beyond, 503.",
            ),
            recheck_every: source.millis(
                ("STREAM_RECHECK_MS", 2_000),
                "How often it is looked up whether those who hold a WebSocket or an event stream still may.",
            ),
            drain_spread: source.millis(
                ("SHUTDOWN_SPREAD_MS", 3_000),
                "Over how long WebSockets and event streams are ended when the hub is told to stop.",
            ),
        }
    }
}
