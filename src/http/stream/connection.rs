//! What stays open, socket or event stream: who holds it, as whom, and how it is ended from outside.

use std::collections::HashMap;
use std::ops::Deref;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

use crate::http::services::Credentials;
use crate::kernel::actor::Actor;

/// Why the hub ends a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::http) enum End {
    /// Its bearer is nobody any more: the session or the key ended.
    Unauthorized,
    /// Its bearer lost a right.
    Forbidden,
    /// What it listens to cannot be told now.
    Unavailable,
    /// The server stops.
    GoingAway,
}

/// One that is open.
#[derive(Debug)]
pub(in crate::http) struct Connection {
    number: u64,
    credentials: Mutex<Arc<Credentials>>,
    actor: watch::Sender<Actor>,
    end: watch::Sender<Option<End>>,
}

impl Connection {
    /// Who holds it, as it is now and as it becomes.
    pub(in crate::http) fn actor(&self) -> watch::Receiver<Actor> {
        self.actor.subscribe()
    }

    pub(super) fn credentials(&self) -> Arc<Credentials> {
        Arc::clone(&lock(&self.credentials))
    }

    /// Its bearer showed something else.
    pub(super) fn renew(&self, credentials: Credentials, actor: Actor) {
        *lock(&self.credentials) = Arc::new(credentials);
        self.actor.send_replace(actor);
    }

    /// Its bearer is known by the same, as somebody else.
    pub(super) fn becomes(&self, actor: Actor) {
        self.actor.send_replace(actor);
    }

    /// Has it ended. What was said first counts.
    pub(in crate::http) fn end(&self, why: End) {
        self.end.send_if_modified(|end| {
            let is_first = end.is_none();
            end.get_or_insert(why);
            is_first
        });
    }

    /// Waits until it has to end.
    pub(in crate::http) async fn ended(&self) -> End {
        let mut end = self.end.subscribe();
        match end.wait_for(Option::is_some).await.map(|end| *end) {
            Ok(Some(end)) => end,
            // The sender is in `self`: there is always one.
            Ok(None) | Err(_) => End::GoingAway,
        }
    }
}

/// All that are open on this server.
#[derive(Debug)]
pub(super) struct Connections {
    open: Mutex<Table>,
    count: watch::Sender<usize>,
}

#[derive(Debug, Default)]
struct Table {
    connections: HashMap<u64, Arc<Connection>>,
    opened: u64,
    draining: bool,
}

impl Default for Connections {
    fn default() -> Self {
        Self { open: Mutex::default(), count: watch::Sender::new(0) }
    }
}

impl Connections {
    /// Counts one more; `None` once the server stops.
    pub(super) fn open(self: &Arc<Self>, credentials: Credentials, actor: Actor) -> Option<Open> {
        let mut table = lock(&self.open);
        if table.draining {
            return None;
        }
        table.opened += 1;
        let connection = Arc::new(Connection {
            number: table.opened,
            credentials: Mutex::new(Arc::new(credentials)),
            actor: watch::Sender::new(actor),
            end: watch::Sender::new(None),
        });
        table.connections.insert(connection.number, Arc::clone(&connection));
        self.count.send_replace(table.connections.len());
        Some(Open { connection, all: Arc::clone(self) })
    }

    /// Those that are open now.
    pub(super) fn all(&self) -> Vec<Arc<Connection>> {
        lock(&self.open).connections.values().map(Arc::clone).collect()
    }

    /// Takes no more, and ends each that is open at a random moment within `spread`, so that not all of their clients
    /// come back to the other servers at once.
    pub(super) async fn drain(&self, spread: Duration) {
        lock(&self.open).draining = true;
        let start = Instant::now();
        let mut moments: Vec<_> = self.all().into_iter().map(|one| (within(spread), one)).collect();
        moments.sort_by_key(|(moment, _)| *moment);
        for (moment, connection) in moments {
            sleep_until(start + moment).await;
            connection.end(End::GoingAway);
        }
    }

    /// Waits until none is open.
    pub(super) async fn emptied(&self) {
        // The sender is in `self`: the wait ends by the count alone.
        let _ = self.count.subscribe().wait_for(|count| *count == 0).await;
    }
}

/// A random part of `whole`.
pub(in crate::http) fn within(whole: Duration) -> Duration {
    whole.mul_f64(rand::random::<f64>())
}

/// An open connection, which is counted until it is dropped.
#[derive(Debug)]
pub(in crate::http) struct Open {
    connection: Arc<Connection>,
    all: Arc<Connections>,
}

impl Open {
    /// A handle that does not keep it open.
    pub(in crate::http) fn handle(&self) -> Arc<Connection> {
        Arc::clone(&self.connection)
    }
}

impl Deref for Open {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.connection
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        let mut table = lock(&self.all.open);
        table.connections.remove(&self.connection.number);
        self.all.count.send_replace(table.connections.len());
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_first_reason_to_end_counts() {
        let all = Arc::<Connections>::default();
        let open = all.open(Credentials::default(), Actor::Anonymous).unwrap();
        open.end(End::Forbidden);
        open.end(End::GoingAway);
        assert_eq!(open.ended().await, End::Forbidden);
    }

    #[tokio::test]
    async fn a_server_that_stops_ends_each_within_the_spread_and_takes_no_more() {
        let all = Arc::<Connections>::default();
        let open: Vec<_> =
            (0..20).filter_map(|_| all.open(Credentials::default(), Actor::Anonymous)).collect();
        let start = Instant::now();
        all.drain(Duration::from_millis(200)).await;
        assert!(start.elapsed() <= Duration::from_secs(1), "{:?}", start.elapsed());
        assert!(all.open(Credentials::default(), Actor::Anonymous).is_none());
        for one in &open {
            assert_eq!(one.ended().await, End::GoingAway);
        }
        drop(open);
        all.emptied().await;
    }
}
