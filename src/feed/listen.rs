//! One who listens: a place in the log that moves on as its changes are taken.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;
use tokio::sync::watch;

use super::entry::Entry;
use super::event::{Delivery, Event, ResetReason};
use super::follow::{Feed, Head, Slice};
use super::interest::Interest;
use super::place::{Place, Seal};
use super::rooms::Rooms;
use crate::access::{Rights, Scene, Sight, Viewer};
use crate::kernel::actor::Actor;
use crate::kernel::error::Result;
use crate::store;

/// Changes that are taken from the log at once.
const CHUNK: usize = 256;
/// How long one waits before the database is asked again that did not answer.
const AGAIN: Duration = Duration::from_millis(500);

/// Looks up who the listener is by now, and tells its `actor` channel; says whether it may listen still.
pub type Renew = Arc<dyn Fn() -> BoxFuture<'static, Result<bool>> + Send + Sync>;

/// The listener is nobody any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lost;

/// One who listens.
pub struct Listener {
    feed: Feed,
    seal: Seal,
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
    /// The change of which the listener was told in person last.
    notified: i64,
    /// The views that it is in.
    rooms: Option<Rooms>,
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
            seal: self.seal().await?,
            actors,
            renew,
            heads: self.heads(),
            sight: Sight { viewer: Viewer::of(&actor), ..Sight::default() },
            actor,
            rights: Rights::default(),
            rights_at: Head::default(),
            holds_until: None,
            position: interest.after.as_ref().map_or(stamp.head, |place| place.seq),
            interest,
            ahead: VecDeque::new(),
            given: None,
            first: None,
            notified: 0,
            rooms: None,
        };
        listener.read_rights().await?;
        listener.enter_rooms();
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
        let cursor = self.seal.cursor(&Place { seq: self.position, rights: self.rights }).into();
        Ok(Delivery { event, rights: self.rights, cursor, actor: Arc::clone(&self.actor) })
    }

    async fn wait_for_event(&mut self) -> Result<Event, Lost> {
        let first = self.first.take();
        if let Some(reason) = first.or_else(|| self.is_slow().then_some(ResetReason::TooSlow)) {
            return Ok(self.begin_again(reason));
        }
        loop {
            if self.is_stale() {
                let known = self.rights;
                match Box::pin(self.renew_rights()).await {
                    Ok(true) if self.rights != known => {
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
                Ok(Slice::Entries(entries)) if entries.is_empty() => {
                    if let Some(event) = Box::pin(self.look_around()).await {
                        return Ok(event);
                    }
                    self.wait().await;
                }
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
        let now = self.feed.store().clock().now();
        while let Some(entry) = self.ahead.pop_front() {
            let takes = self.interest.takes(&entry, &self.sight);
            let told = if takes { entry.told(&self.sight, now) } else { None };
            if self.interest.in_person
                && self.notified < entry.seq
                && let Some(id) = entry.notification_of(self.sight.viewer.member)
            {
                self.notified = entry.seq;
                match told {
                    // The change itself comes next, and with it the place after it.
                    Some(_) => self.ahead.push_front(entry),
                    None => self.position = entry.seq,
                }
                return Some(Event::Notification(id));
            }
            self.position = entry.seq;
            if let Some(told) = told {
                return Some(Event::Change { entry, told });
            }
        }
        None
    }

    fn enter_rooms(&mut self) {
        let rooms = std::mem::take(&mut self.interest.rooms);
        if let (Some(presences), Some(member)) = (self.feed.presences(), self.sight.viewer.member)
            && !rooms.is_empty()
        {
            self.rooms = Some(Rooms::new(presences.clone(), member, rooms));
        }
    }

    /// The next of its views in which something is to be seen.
    async fn look_around(&mut self) -> Option<Event> {
        let rooms = self.rooms.as_mut()?;
        let store = self.feed.store();
        let scene = Scene::new(&self.actor, store.clock(), Vec::new());
        match rooms.next(store, &scene).await {
            Ok(next) => next.map(|(room, people)| Event::Presence { room, people }),
            Err(error) => {
                tracing::warn!(%error, "a view cannot be looked at");
                None
            }
        }
    }

    /// Waits until there may be something to do.
    async fn wait(&mut self) {
        let now = self.feed.store().clock().now();
        let share_ends = self.holds_until.and_then(|end| (end - now).to_std().ok());
        let others = async {
            match &mut self.rooms {
                Some(rooms) => rooms.changed().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            _ = self.heads.changed() => {}
            () = others => {}
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
        let settings = self.feed.settings();
        self.given.is_some_and(|(at, seq)| {
            let missed = self.heads.borrow().seq - seq;
            at.elapsed() > settings.patience && usize::try_from(missed).is_ok_and(|n| n > settings.behind)
        })
    }

    fn begin_again(&mut self, reason: ResetReason) -> Event {
        match reason {
            // What comes next is judged by the new rights; of it, some may concern the listener in person.
            ResetReason::RightsChanged => {}
            ResetReason::TooOld | ResetReason::TooSlow => {
                self.ahead.clear();
                self.position = self.heads.borrow().seq;
            }
        }
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
            || self.holds_until.is_some_and(|end| end <= self.feed.store().clock().now())
    }

    /// Whether the listener still is somebody; reads its rights then.
    async fn renew_rights(&mut self) -> Result<bool> {
        if let Some(renew) = &self.renew
            && !renew().await?
        {
            return Ok(false);
        }
        self.actor = Arc::new(self.actors.borrow_and_update().clone());
        self.read_rights().await?;
        Ok(true)
    }

    async fn read_rights(&mut self) -> Result<()> {
        let store = self.feed.store();
        // Before the reading: what changes during it is read again.
        let head = *self.heads.borrow();
        let now = store.clock().now();
        self.sight = store::sight(&store.reader(), &Viewer::of(&self.actor)).await?;
        self.rights = self.sight.rights(now);
        self.holds_until = self.sight.holds_until(now);
        self.rights_at = head;
        self.rooms.iter_mut().for_each(Rooms::look_at_all);
        Ok(())
    }
}

impl std::fmt::Debug for Listener {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Listener").field("position", &self.position).finish_non_exhaustive()
    }
}
