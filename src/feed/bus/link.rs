//! The way to Redis: one connection, over which the hub speaks and listens, kept by a task that makes it again for ever.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use redis::aio::MultiplexedConnection;
use redis::{
    AsyncConnectionConfig, Client, IntoConnectionInfo, Msg, ProtocolVersion, PushInfo, PushKind, RedisError,
    RedisResult,
};
use serde::{Deserialize, Serialize};
use tokio::sync::{Notify, broadcast, watch};
use tokio::task::AbortHandle;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep};
use uuid::Uuid;

use super::Hint;
use super::waiting::Waiting;
use crate::kernel::error::{Error, Result};

/// Between two attempts to connect, the first time and at most.
const PAUSES: (Duration, Duration) = (Duration::from_millis(50), Duration::from_secs(1));
/// How long Redis may take to answer anything; past it, the connection counts as broken.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often a silent connection is tried.
const TRIED: Duration = Duration::from_secs(2);

/// A server's end of the bus.
#[derive(Debug)]
pub(in crate::feed) struct Link {
    prefix: String,
    server: Uuid,
    waiting: Arc<Waiting>,
    connection: watch::Receiver<Option<MultiplexedConnection>>,
    keeper: AbortHandle,
}

/// A hint on its way, and the server that tells it.
#[derive(Serialize, Deserialize)]
struct Told<H> {
    from: Uuid,
    hint: H,
}

impl Link {
    pub(super) fn open(url: &str, prefix: &str, heard: broadcast::Sender<Hint>) -> Result<Self> {
        let wrong = |error: RedisError| Error::Internal(format!("not the address of a Redis: {error}"));
        // Pushed messages and answers on one connection are what the third protocol is for.
        let address = url.into_connection_info().map_err(wrong)?;
        let settings = address.redis_settings().clone().set_protocol(ProtocolVersion::RESP3);
        let client = Client::open(address.set_redis_settings(settings)).map_err(wrong)?;
        let server = Uuid::from_u128(rand::random());
        let waiting = Arc::<Waiting>::default();
        let (made, connection) = watch::channel(None);
        let channel = format!("{prefix}:hints");
        let keeper = Keeper { client, channel, server, heard, waiting: Arc::clone(&waiting), made };
        let keeper = tokio::spawn(keeper.keep()).abort_handle();
        Ok(Self { prefix: prefix.to_owned(), server, waiting, connection, keeper })
    }

    pub(super) fn tell(&self, hint: Hint) {
        self.waiting.add(hint);
    }

    /// The connection, while there is one.
    pub(in crate::feed) fn connection(&self) -> Option<MultiplexedConnection> {
        self.connection.borrow().clone()
    }

    /// What this hub's keys begin with.
    pub(in crate::feed) fn prefix(&self) -> &str {
        &self.prefix
    }

    /// This server, among those that share the Redis: another one each time it starts.
    pub(in crate::feed) const fn server(&self) -> Uuid {
        self.server
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        self.keeper.abort();
    }
}

/// What keeps the connection.
struct Keeper {
    client: Client,
    channel: String,
    server: Uuid,
    heard: broadcast::Sender<Hint>,
    waiting: Arc<Waiting>,
    made: watch::Sender<Option<MultiplexedConnection>>,
}

impl Keeper {
    async fn keep(self) {
        let mut pause = PAUSES.0;
        // An outage is a line in the log when it begins and one when it ends, however often it is tried.
        let mut away = false;
        self.turn(None);
        loop {
            let begun = Instant::now();
            match self.connect().await {
                Ok((connection, broken)) => {
                    tracing::info!("Redis is there: hints go between servers");
                    away = false;
                    self.turn(Some(connection.clone()));
                    let error = self.converse(connection, &broken).await;
                    tracing::warn!(%error, "Redis went away: what others do is seen a little later");
                    self.turn(None);
                }
                Err(error) if !away => {
                    tracing::warn!(%error, "Redis is not there: what others do is seen a little later");
                    away = true;
                }
                Err(_) => {}
            }
            pause = if begun.elapsed() > 2 * PATIENCE { PAUSES.0 } else { PAUSES.1.min(2 * pause) };
            sleep(pause.mul_f32(rand::random_range(0.5..1.0))).await;
        }
    }

    /// Shows the connection, or that there is none any more. Both times hints may have been lost.
    fn turn(&self, connection: Option<MultiplexedConnection>) {
        metrics::gauge!("respyrem_bus_connected").set(if connection.is_some() { 1 } else { 0 });
        self.made.send_replace(connection);
        let _ = self.heard.send(Hint::Everything);
    }

    /// Connects and listens. The second part is notified when the connection breaks.
    async fn connect(&self) -> RedisResult<(MultiplexedConnection, Arc<Notify>)> {
        let broken = Arc::new(Notify::new());
        let (server, heard, told) = (self.server, self.heard.clone(), Arc::clone(&broken));
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(PATIENCE))
            .set_response_timeout(Some(PATIENCE))
            .set_push_sender(move |push: PushInfo| -> Result<(), ()> {
                match push.kind {
                    PushKind::Disconnection => told.notify_one(),
                    _ => {
                        if let Some(hint) = from_another(server, push) {
                            let _ = heard.send(hint);
                        }
                    }
                }
                Ok(())
            });
        let mut connection = self.client.get_multiplexed_async_connection_with_config(&config).await?;
        connection.subscribe(&self.channel).await?;
        Ok((connection, broken))
    }

    /// Tells what waits, for as long as the connection holds; answers why it does not any more.
    async fn converse(&self, mut connection: MultiplexedConnection, broken: &Notify) -> RedisError {
        let mut trial = interval(TRIED);
        trial.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let done = tokio::select! {
                () = broken.notified() => return std::io::Error::from(std::io::ErrorKind::BrokenPipe).into(),
                hints = self.waiting.take() => self.publish(&mut connection, hints).await,
                _ = trial.tick() => redis::cmd("PING").query_async::<()>(&mut connection).await,
            };
            if let Err(error) = done {
                return error;
            }
        }
    }

    /// Tells them; those that may not have arrived are told again over the next connection.
    async fn publish(&self, connection: &mut MultiplexedConnection, hints: HashSet<Hint>) -> RedisResult<()> {
        let mut messages = redis::pipe();
        for hint in &hints {
            if let Ok(message) = serde_json::to_string(&Told { from: self.server, hint }) {
                messages.publish(&self.channel, message).ignore();
            }
        }
        let told = messages.query_async(connection).await;
        if told.is_err() {
            self.waiting.add_all(hints);
        }
        told
    }
}

/// The hint in a message, unless it comes from `server` itself, or from a later version that speaks of what this one does
/// not know.
fn from_another(server: Uuid, push: PushInfo) -> Option<Hint> {
    let message = Msg::from_push_info(push)?;
    let told: Told<Hint> = serde_json::from_slice(message.get_payload_bytes()).ok()?;
    (told.from != server).then_some(told.hint)
}
