//! The change feed: from the log of the database to whoever listens, on any server.
//!
//! The log is the truth; everything here reads it and adds nothing. Each server reads it once per wake-up, whatever the
//! number of those who listen ([`Feed`]): what is told between servers only says that there is something to read
//! ([`bus`]). Who listens keeps a place in the log and takes what comes after it at its own pace ([`Listener`]), so that
//! replay and live are one thing, without a gap and without a queue that could grow.

pub mod bus;
mod entry;
mod interest;
mod listen;
mod news;
mod place;
pub mod presence;
mod ring;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::watch;

pub use entry::{Entry, Told};
pub use interest::{Interest, Scope};
pub use listen::{Delivery, Event, Listener, Lost, Renew, ResetReason};
pub use news::Stamp;
pub use place::Place;

use crate::kernel::error::Result;
use crate::store::{Reads, Store, fault};
use news::News;
use ring::Ring;

/// Rows of the log that one statement reads.
const ROWS: usize = 1_000;
/// Statements of one look, at most: who slept through more than they read begins anew at the end of the log.
const ROUNDS: usize = 50;

/// How the feed deals with those who listen.
#[derive(Clone, Copy, Debug)]
pub struct FeedSettings {
    /// Changes that are kept at hand.
    pub ring: usize,
    /// How long a message may wait to be taken before its reader counts as slow.
    pub patience: Duration,
    /// How many changes a slow reader may miss meanwhile before it is told to begin again.
    pub behind: usize,
    /// How often the log is looked at when nothing says that there is something new.
    pub poll: Duration,
}

impl Default for FeedSettings {
    fn default() -> Self {
        Self { ring: 8_192, patience: Duration::from_secs(1), behind: 256, poll: Duration::from_millis(500) }
    }
}

/// Where the log stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Head {
    seq: i64,
    sweeps: i64,
    /// The last change after which somebody's rights may be others.
    rights: i64,
}

/// The log, followed. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Feed {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    store: Store,
    settings: FeedSettings,
    state: Mutex<State>,
    head: watch::Sender<Head>,
    /// Held by who reads the log: those who wait for it share what it finds.
    turn: tokio::sync::Mutex<()>,
}

#[derive(Debug, Default)]
struct State {
    /// When the last look began, and how much this process had committed by then.
    looked: Option<(Instant, u64)>,
    known: Option<Known>,
}

#[derive(Debug)]
struct Known {
    news: News,
    ring: Ring,
}

/// What comes after a place in the log.
#[derive(Debug)]
pub enum Slice {
    /// The next changes, none when there are none yet.
    Entries(Vec<Arc<Entry>>),
    /// The log does not reach back so far, or not so far ahead.
    Unknown,
}

impl Feed {
    /// Follows the log of `store`.
    #[must_use]
    pub fn new(store: Store, settings: FeedSettings) -> Self {
        let (state, head, turn) = (Mutex::default(), watch::Sender::default(), tokio::sync::Mutex::default());
        Self { inner: Arc::new(Inner { store, settings, state, head, turn }) }
    }

    /// The present moment of the log. A look that began less than `trust` ago is still good, unless this process has
    /// committed since.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn look(&self, trust: Duration) -> Result<Stamp> {
        let asked = Instant::now();
        let since = asked.checked_sub(trust).unwrap_or(asked);
        if let Some(stamp) = self.seen(since) {
            return Ok(stamp);
        }
        let _turn = self.inner.turn.lock().await;
        // Who had the turn meanwhile may have begun to look after this was asked.
        if let Some(stamp) = self.seen(since) {
            return Ok(stamp);
        }
        let looked = (Instant::now(), self.inner.store.commit_count());
        let stamp = self.read().await?;
        self.state().looked = Some(looked);
        Ok(stamp)
    }

    /// Whether nothing changed since `stamp` of what was read.
    #[must_use]
    pub fn holds(&self, stamp: Stamp, reads: &Reads) -> bool {
        self.state().known.as_ref().is_some_and(|known| known.news.holds(stamp, reads))
    }

    /// The first changes after the one with the number `seq`.
    ///
    /// # Errors
    /// When the log has to be read and cannot be.
    pub async fn after(&self, seq: i64, limit: usize) -> Result<Slice> {
        let at_hand = self.state().known.as_ref().and_then(|known| known.ring.after(seq, limit));
        match at_hand {
            Some(entries) => Ok(Slice::Entries(entries)),
            None => self.replay(seq, limit).await,
        }
    }

    /// Reads the log whenever something may be new, for as long as it is polled.
    pub async fn follow(&self, bus: &bus::Bus) {
        let mut commits = self.inner.store.commits();
        let mut hints = bus.hints();
        loop {
            if let Err(error) = self.look(Duration::ZERO).await {
                tracing::warn!(%error, "the log cannot be read");
                tokio::time::sleep(self.inner.settings.poll).await;
            }
            tokio::select! {
                changed = commits.changed() => {
                    if changed.is_err() {
                        return;
                    }
                    bus.tell(bus::Hint::Log);
                }
                // What was missed is no loss: the log is looked at.
                _ = hints.recv() => {}
                () = tokio::time::sleep(self.inner.settings.poll) => {}
            }
        }
    }

    fn seen(&self, since: Instant) -> Option<Stamp> {
        let state = self.state();
        let (began, commits) = state.looked?;
        let is_fresh = began >= since && commits == self.inner.store.commit_count();
        state.known.as_ref().filter(|_| is_fresh).map(|known| known.news.stamp)
    }

    /// Reads the log from where it was left.
    async fn read(&self) -> Result<Stamp> {
        for _ in 0..ROUNDS {
            let Some(from) = self.state().known.as_ref().map(|known| known.ring.head()) else {
                return self.begin().await;
            };
            let mut sql = self.inner.store.sql();
            sql.push("select s.count, o.* from sweeping_change s left join (select ").push(entry::COLUMNS);
            sql.push(" from outbox o where o.seq > ").bind(from);
            sql.push(" order by o.seq limit ").push_number(ROWS).push(") o on 1 = 1 order by o.seq");
            let rows = self.inner.store.reader().all(sql).await?;
            let (mut sweeps, mut entries) = (0, Vec::with_capacity(rows.len()));
            for row in &rows {
                sweeps = row.try_get_by_index(0).map_err(fault)?;
                entries.extend(Entry::read(row, 1)?.map(Arc::new));
            }
            let is_all = entries.len() < ROWS;
            let stamp = self.learn(sweeps, entries);
            if is_all {
                return Ok(stamp);
            }
        }
        self.begin().await
    }

    /// Begins at the end of the log, knowing nothing of what came before.
    async fn begin(&self) -> Result<Stamp> {
        let mut sql = self.inner.store.sql();
        sql.push("select s.count, (select coalesce(max(o.seq), 0) from outbox o) from sweeping_change s");
        let rows = self.inner.store.reader().all(sql).await?;
        let mut stamp = Stamp::default();
        for row in &rows {
            stamp.sweeps = row.try_get_by_index(0).map_err(fault)?;
            stamp.head = row.try_get_by_index(1).map_err(fault)?;
        }
        let ring = Ring::new(stamp.head, self.inner.settings.ring);
        self.state().known = Some(Known { news: News::since(stamp), ring });
        // What was not read may have changed anybody's rights.
        self.inner.head.send_replace(Head { seq: stamp.head, sweeps: stamp.sweeps, rights: stamp.head });
        Ok(stamp)
    }

    fn learn(&self, sweeps: i64, entries: Vec<Arc<Entry>>) -> Stamp {
        let rights = entries.iter().rfind(|entry| entry.changes_rights()).map(|entry| entry.seq);
        let mut state = self.state();
        let Some(known) = &mut state.known else { return Stamp::default() };
        known.news.learn(sweeps, &entries);
        known.ring.extend(entries);
        let stamp = known.news.stamp;
        drop(state);
        self.inner.head.send_if_modified(|head| {
            let next = Head { seq: stamp.head, sweeps, rights: rights.unwrap_or(head.rights) };
            let is_new = next != *head;
            *head = next;
            is_new
        });
        stamp
    }

    /// Reads what is not at hand any more.
    async fn replay(&self, seq: i64, limit: usize) -> Result<Slice> {
        let mut sql = self.inner.store.sql();
        sql.push("select f.seq, (select coalesce(max(h.seq), 0) from outbox h), o.* from log_floor f left join (select ");
        sql.push(entry::COLUMNS).push(" from outbox o where o.seq > ").bind(seq);
        sql.push(" order by o.seq limit ").push_number(limit).push(") o on 1 = 1 order by o.seq");
        let rows = self.inner.store.reader().all(sql).await?;
        let mut entries = Vec::with_capacity(rows.len());
        for row in &rows {
            let floor: i64 = row.try_get_by_index(0).map_err(fault)?;
            let head: i64 = row.try_get_by_index(1).map_err(fault)?;
            if !(floor..=head.max(floor)).contains(&seq) {
                return Ok(Slice::Unknown);
            }
            entries.extend(Entry::read(row, 2)?.map(Arc::new));
        }
        Ok(Slice::Entries(entries))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.inner.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
