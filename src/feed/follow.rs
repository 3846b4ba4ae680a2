//! The log, followed by one server for all who listen to it there.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{broadcast, watch};

use super::bus::{Bus, Hint};
use super::entry::Entry;
use super::news::{News, Stamp};
use super::place::Seal;
use super::presence::Presences;
use super::reading;
use super::ring::Ring;
use crate::kernel::error::{Error, Result};
use crate::store::{Reads, Store};

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
pub(super) struct Head {
    pub(super) seq: i64,
    pub(super) sweeps: i64,
    /// The last change after which somebody's rights may be others.
    pub(super) rights: i64,
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
    presences: Option<Presences>,
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
    seal: Seal,
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
    /// Follows the log of `store`, where nobody is shown who else listens.
    #[must_use]
    pub fn new(store: Store, settings: FeedSettings) -> Self {
        Self::build(store, settings, None)
    }

    /// Follows the log of `store`; those who listen see one another in these rooms.
    #[must_use]
    pub fn with_presences(store: Store, settings: FeedSettings, presences: Presences) -> Self {
        Self::build(store, settings, Some(presences))
    }

    fn build(store: Store, settings: FeedSettings, presences: Option<Presences>) -> Self {
        let (state, head, turn) = (Mutex::default(), watch::Sender::default(), tokio::sync::Mutex::default());
        Self { inner: Arc::new(Inner { store, settings, presences, state, head, turn }) }
    }

    /// Who is in which view.
    #[must_use]
    pub fn presences(&self) -> Option<&Presences> {
        self.inner.presences.as_ref()
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
        match self.at_hand(seq, limit) {
            Some(entries) => Ok(Slice::Entries(entries)),
            None => {
                // In a box of its own: it is rare, and every listener would hold the room for it.
                let entries = Box::pin(reading::replay(&self.inner.store, seq, limit)).await?;
                Ok(entries.map_or(Slice::Unknown, Slice::Entries))
            }
        }
    }

    fn at_hand(&self, seq: i64, limit: usize) -> Option<Vec<Arc<Entry>>> {
        self.state().known.as_ref().and_then(|known| known.ring.after(seq, limit))
    }

    /// What makes cursors of places in the log, and places of cursors.
    ///
    /// # Errors
    /// When it has to be read and cannot be.
    pub async fn seal(&self) -> Result<Seal> {
        let known = |state: &State| state.known.as_ref().map(|known| known.seal.clone());
        if let Some(seal) = known(&self.state()) {
            return Ok(seal);
        }
        self.look(Duration::ZERO).await?;
        let seal = known(&self.state());
        seal.ok_or_else(|| Error::Internal("the log was not read".to_owned()))
    }

    /// Reads the log whenever something may be new, for as long as it is polled.
    pub async fn follow(&self, bus: &Bus) {
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
                    bus.tell(Hint::Log);
                }
                () = told(&mut hints) => {}
                () = tokio::time::sleep(self.inner.settings.poll) => {}
            }
        }
    }

    /// How many sweeping changes there were, as far as is known.
    #[must_use]
    pub fn sweeps(&self) -> i64 {
        self.inner.head.borrow().sweeps
    }

    /// Waits until there were others than `seen`; answers how many.
    pub async fn sweeps_after(&self, seen: i64) -> i64 {
        let mut heads = self.heads();
        let changed = heads.wait_for(|head| head.sweeps != seen).await.map(|head| head.sweeps);
        match changed {
            Ok(sweeps) => sweeps,
            // The feed is gone, and nothing changes any more.
            Err(_) => std::future::pending().await,
        }
    }

    pub(super) fn store(&self) -> &Store {
        &self.inner.store
    }

    pub(super) fn settings(&self) -> &FeedSettings {
        &self.inner.settings
    }

    /// Where the log stands, now and whenever that changes.
    pub(super) fn heads(&self) -> watch::Receiver<Head> {
        self.inner.head.subscribe()
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
            let Some(from) = self.state().known.as_ref().map(|known| known.ring.head()) else { break };
            let (sweeps, entries) = reading::after(&self.inner.store, from, ROWS).await?;
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
        let (stamp, seal) = reading::end(&self.inner.store).await?;
        let ring = Ring::new(stamp.head, self.inner.settings.ring);
        self.state().known = Some(Known { news: News::since(stamp), ring, seal });
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

    fn state(&self) -> MutexGuard<'_, State> {
        self.inner.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Until others tell that the log has more, or that hints of theirs were lost.
async fn told(hints: &mut broadcast::Receiver<Hint>) {
    while let Ok(Hint::Presence(_)) = hints.recv().await {}
}
