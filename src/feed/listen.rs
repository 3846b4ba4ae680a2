//! One who listens: a place in the log that moves on as its changes are taken.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;
use tokio::sync::watch;

use super::entry::{Entry, Told};
use super::interest::Interest;
use super::place::Place;
use super::{Feed, Head, Slice};
use crate::access::{Rights, Sight, Viewer};
use crate::kernel::actor::Actor;
use crate::kernel::error::Result;
use crate::store;

/// Changes that are taken from the log at once.
const CHUNK: usize = 256;
/// How long one waits before the database is asked again that did not answer.
const AGAIN: Duration = Duration::from_millis(500);

/// Says who an actor is by now: with the memberships that it holds now, and `None` when it is nobody any more.
pub type Renew = Arc<dyn Fn(Actor) -> BoxFuture<'static, Result<Option<Actor>>> + Send + Sync>;

/// What is told.
#[derive(Clone, Debug)]
pub enum Event {
    /// A record changed.
    Change {
        /// How.
        entry: Arc<Entry>,
        /// What that is for the listener.
        told: Told,
    },
    /// What the listener has cannot be mended by changes any more: it reads anew what it shows, and goes on from here.
    Reset(ResetReason),
}

/// Why a listener has to begin again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResetReason {
    /// The log does not reach back to its cursor.
    TooOld,
    /// It took its messages too slowly.
    TooSlow,
    /// It may read more or less than before.
    RightsChanged,
}

/// An event for one listener.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// What is told.
    pub event: Event,
    /// Where the listener stands after it.
    pub place: Place,
    /// Who listens, as it is now.
    pub actor: Arc<Actor>,
}

/// The listener is nobody any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lost;

/// One who listens.
pub struct Listener {
    feed: Feed,
    interest: Interest,
    actors: watch::Receiver<Actor>,
    renew: Option<Renew>,
    heads: watch::Receiver<Head>,
    actor: Arc<Actor>,
    sight: Sight,
    rights: Rights,
    /// Where the log stood when the rights were read.
    rights_at: Head,
    /// When a share that is in force ends.
    holds_until: Option<DateTime<Utc>>,
    /// The last change that was looked at.
    position: i64,
    /// What comes next, not judged yet.
    ahead: VecDeque<Arc<Entry>>,
    /// When the last event was given, and where the log stood then.
    given: Option<(Instant, i64)>,
    /// What the first event is, when it is none of the log's.
    first: Option<ResetReason>,
}

impl Feed {
    /// Begins to listen.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn listen(
        &self,
        interest: Interest,
        actors: watch::Receiver<Actor>,
        renew: Option<Renew>,
    ) -> Result<Listener> {
        let stamp = self.look(Duration::ZERO).await?;
        let actor = Arc::new(actors.borrow().clone());
        let mut listener = Listener {
            feed: self.clone(),
            actors,
            renew,
            heads: self.inner.head.subscribe(),
            sight: Sight { viewer: Viewer::of(&actor), ..Sight::default() },
            actor,
            rights: Rights(String::new()),
            rights_at: Head::default(),
            holds_until: None,
            position: interest.after.as_ref().map_or(stamp.head, |place| place.seq),
            interest,
            ahead: VecDeque::new(),
            given: None,
            first: None,
        };
        listener.read_rights().await?;
        if let Some(after) = listener.interest.after.take() {
            if after.rights != listener.rights {
                listener.first = Some(ResetReason::RightsChanged);
            } else if after.seq > stamp.head {
                listener.first = Some(ResetReason::TooOld);
            }
        }
        Ok(listener)
    }
}

impl Listener {
    /// The next event. Dropping the future loses none.
    ///
    /// # Errors
    /// When the listener is nobody any more.
    pub async fn next(&mut self) -> Result<Delivery, Lost> {
        let event = self.wait_for_event().await?;
        self.given = Some((Instant::now(), self.heads.borrow().seq));
        let place = Place { seq: self.position, rights: self.rights.clone() };
        Ok(Delivery { event, place, actor: Arc::clone(&self.actor) })
    }

    async fn wait_for_event(&mut self) -> Result<Event, Lost> {
        let first = self.first.take();
        if let Some(reason) = first.or_else(|| self.is_slow().then_some(ResetReason::TooSlow)) {
            return Ok(self.begin_again(reason));
        }
        loop {
            if self.is_stale() {
                let (known, head) = (self.rights.clone(), self.heads.borrow().seq);
                match self.renew_rights().await {
                    Ok(true) if self.rights != known => {
                        self.position = head.max(self.position);
                        return Ok(self.begin_again(ResetReason::RightsChanged));
                    }
                    Ok(true) => {}
                    Ok(false) => return Err(Lost),
                    Err(error) => {
                        tracing::warn!(%error, "the rights of a listener cannot be read");
                        tokio::time::sleep(AGAIN).await;
                        continue;
                    }
                }
            }
            if let Some(event) = self.take() {
                return Ok(event);
            }
            self.heads.mark_unchanged();
            match self.feed.after(self.position, CHUNK).await {
                Ok(Slice::Entries(entries)) if entries.is_empty() => self.wait().await,
                Ok(Slice::Entries(entries)) => self.ahead = entries.into(),
                Ok(Slice::Unknown) => return Ok(self.begin_again(ResetReason::TooOld)),
                Err(error) => {
                    tracing::warn!(%error, "the log cannot be replayed");
                    tokio::time::sleep(AGAIN).await;
                }
            }
        }
    }

    /// The first of the changes ahead that concerns the listener.
    fn take(&mut self) -> Option<Event> {
        let now = self.feed.inner.store.clock().now();
        while let Some(entry) = self.ahead.pop_front() {
            self.position = entry.seq;
            if self.interest.takes(&entry, &self.sight)
                && let Some(told) = entry.told(&self.sight, now)
            {
                return Some(Event::Change { entry, told });
            }
        }
        None
    }

    /// Waits until there may be something to do.
    async fn wait(&mut self) {
        let now = self.feed.inner.store.clock().now();
        let share_ends = self.holds_until.and_then(|end| (end - now).to_std().ok());
        tokio::select! {
            _ = self.heads.changed() => {}
            changed = self.actors.changed() => {
                if changed.is_err() {
                    // The connection is gone, and this future with it.
                    std::future::pending::<()>().await;
                }
                self.actors.mark_changed();
            }
            () = tokio::time::sleep(share_ends.unwrap_or(Duration::MAX)), if share_ends.is_some() => {}
        }
    }

    /// Whether the last event waited for long while much went by.
    fn is_slow(&self) -> bool {
        let settings = &self.feed.inner.settings;
        self.given.is_some_and(|(at, seq)| {
            let missed = self.heads.borrow().seq - seq;
            at.elapsed() > settings.patience && usize::try_from(missed).is_ok_and(|n| n > settings.behind)
        })
    }

    fn begin_again(&mut self, reason: ResetReason) -> Event {
        self.ahead.clear();
        self.position = match reason {
            ResetReason::RightsChanged => self.rights_at.seq,
            ResetReason::TooOld | ResetReason::TooSlow => self.heads.borrow().seq,
        };
        metrics::counter!("respyrem_live_resets_total", "reason" => reason.as_str()).increment(1);
        Event::Reset(reason)
    }

    /// Whether the rights may be others than those that were read.
    fn is_stale(&self) -> bool {
        let viewer = &self.sight.viewer;
        if viewer.system || (viewer.reads_public_only() && !self.actors.has_changed().unwrap_or_default()) {
            return false;
        }
        let head = *self.heads.borrow();
        head.rights > self.rights_at.seq
            || head.sweeps != self.rights_at.sweeps
            || self.actors.has_changed().unwrap_or_default()
            || self.holds_until.is_some_and(|end| end <= self.feed.inner.store.clock().now())
    }

    /// Whether the listener still is somebody; reads its rights then.
    async fn renew_rights(&mut self) -> Result<bool> {
        let actor = self.actors.borrow_and_update().clone();
        let renewed = match &self.renew {
            Some(renew) => renew(actor).await?,
            None => Some(actor),
        };
        let Some(actor) = renewed else { return Ok(false) };
        self.actor = Arc::new(actor);
        self.read_rights().await?;
        Ok(true)
    }

    async fn read_rights(&mut self) -> Result<()> {
        let store = &self.feed.inner.store;
        // Before the reading: what changes during it is read again.
        let head = *self.heads.borrow();
        let now = store.clock().now();
        self.sight = store::sight(&store.reader(), &Viewer::of(&self.actor)).await?;
        self.rights = self.sight.rights(now);
        self.holds_until = self.sight.holds_until(now);
        self.rights_at = head;
        Ok(())
    }
}

impl ResetReason {
    const fn as_str(self) -> &'static str {
        match self {
            Self::TooOld => "too old",
            Self::TooSlow => "too slow",
            Self::RightsChanged => "rights changed",
        }
    }
}

impl std::fmt::Debug for Listener {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Listener").field("position", &self.position).finish_non_exhaustive()
    }
}
