//! The half of a socket that sends: what the operations have to say, pings, and the close frame at the end.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::ws::{Message, WebSocket};
use bytes::Bytes;
use futures_util::SinkExt;
use futures_util::stream::SplitSink;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, MissedTickBehavior, interval_at, timeout};

use super::close::Close;
use super::frame::Frame;
use super::protocol::Protocol;
use crate::http::stream::told::{Counts, Transport};

/// So many messages go out together, at most, before the socket is flushed.
const TOGETHER: usize = 32;

/// Pings that a peer may leave unanswered.
const UNANSWERED: u32 = 2;

/// How long the close frame may take.
const CLOSING: Duration = Duration::from_secs(2);

/// Pings since something was heard of the peer.
#[derive(Debug, Default)]
pub(super) struct Silence(AtomicU32);

impl Silence {
    pub(super) fn is_broken(&self) {
        self.0.store(0, Ordering::Relaxed);
    }
}

/// The peer is not there, or takes nothing.
#[derive(Debug)]
pub(super) struct Lost;

/// Sends.
pub(super) struct Writer {
    pub(super) sink: SplitSink<WebSocket, Message>,
    pub(super) frames: mpsc::Receiver<Frame>,
    pub(super) protocol: Arc<Mutex<Protocol>>,
    pub(super) silence: Arc<Silence>,
    pub(super) counts: Arc<Counts>,
    pub(super) ping_every: Duration,
    pub(super) write_timeout: Duration,
}

impl Writer {
    /// Sends what comes until it is told to close, which goes before all that waits.
    pub(super) async fn run(mut self, close: oneshot::Receiver<Close>) -> Result<(), Lost> {
        let close = tokio::select! {
            biased;
            close = close => close,
            lost = self.forward() => return Err(lost),
        };
        // Without a word, when nobody is left to read it.
        let Ok(close) = close else { return Ok(()) };
        within(CLOSING, self.sink.send(close.into())).await
    }

    async fn forward(&mut self) -> Lost {
        let mut pings = interval_at(Instant::now() + self.ping_every, self.ping_every);
        pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let sent = tokio::select! {
                _ = pings.tick() => self.ping().await,
                Some(frame) = self.frames.recv() => self.send(frame).await,
            };
            if let Err(lost) = sent {
                return lost;
            }
        }
    }

    async fn ping(&mut self) -> Result<(), Lost> {
        if self.silence.0.fetch_add(1, Ordering::Relaxed) >= UNANSWERED {
            return Err(Lost);
        }
        within(self.write_timeout, self.sink.send(Message::Ping(Bytes::new()))).await
    }

    /// Sends a message, with some of those that wait behind it.
    async fn send(&mut self, first: Frame) -> Result<(), Lost> {
        self.feed(first).await?;
        for _ in 1..TOGETHER {
            let Ok(frame) = self.frames.try_recv() else { break };
            self.feed(frame).await?;
        }
        within(self.write_timeout, self.sink.flush()).await
    }

    async fn feed(&mut self, frame: Frame) -> Result<(), Lost> {
        if !self.protocol.lock().unwrap_or_else(PoisonError::into_inner).delivers(&frame) {
            return Ok(());
        }
        self.counts.sent(Transport::Socket, frame.text.len());
        within(self.write_timeout, self.sink.feed(Message::Text(frame.text))).await
    }
}

async fn within(
    time: Duration,
    sending: impl Future<Output = Result<(), axum::Error>> + Send,
) -> Result<(), Lost> {
    timeout(time, sending).await.map_err(|_| Lost)?.map_err(|_| Lost)
}
