//! Who is in a view, and what they are looking at.
//!
//! A [`Place`] is one tab of one person in a [`Room`]; the person is there while they have one, on whichever server.
//! Servers share their rooms through Redis. While it is away, and where there is none, each shows its own people. Nothing
//! here is written down or asks who may see what: that is for who shows it.

mod here;
mod keeper;
mod room;
mod shared;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::sync::{Notify, broadcast};
use tokio::task::AbortHandle;
use uuid::Uuid;

use self::here::Here;
use self::keeper::Work;
use self::shared::Shared;
use super::bus::Bus;
use crate::kernel::clock::Clock;
pub use room::{LONGEST_VIEW, Room};

/// Characters of a field's name, at most; one that is longer is taken for none.
pub const LONGEST_FIELD: usize = 200;

/// Changed rooms that one who listens may be behind.
const BEHIND: usize = 1_024;

/// Someone in a room, once however many tabs they have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Present {
    /// Who.
    pub member: Uuid,
    /// The field that they have turned to.
    pub focused_field: Option<String>,
    /// Since when they are there.
    pub since: DateTime<Utc>,
}

/// How long places hold.
#[derive(Clone, Copy, Debug)]
pub struct PresenceTimes {
    /// How often a server says that its people are still there.
    pub beat: Duration,
    /// How long after that they are, if it never says so again.
    pub life: Duration,
}

impl Default for PresenceTimes {
    fn default() -> Self {
        Self { beat: Duration::from_secs(10), life: Duration::from_secs(30) }
    }
}

/// Who is in which room. Clones are the same.
#[derive(Clone, Debug)]
pub struct Presences {
    state: Arc<State>,
    _tasks: Arc<Tasks>,
}

#[derive(Debug)]
struct State {
    bus: Bus,
    clock: Clock,
    times: PresenceTimes,
    here: Mutex<Here>,
    work: Mutex<Work>,
    more: Notify,
    changes: broadcast::Sender<Room>,
}

/// Ends them with whom they work for.
#[derive(Debug)]
struct Tasks([AbortHandle; 2]);

/// Someone's place in a room, which they leave when it is dropped.
#[derive(Debug)]
pub struct Place {
    state: Arc<State>,
    room: Room,
    member: Uuid,
}

impl Presences {
    /// The rooms of the servers that share `bus`. Called within a Tokio runtime.
    #[must_use]
    pub fn new(bus: Bus, clock: Clock, times: PresenceTimes) -> Self {
        if bus.link().is_some() {
            show_shared(bus.is_shared());
        }
        let state = Arc::new(State {
            bus,
            clock,
            times,
            here: Mutex::default(),
            work: Mutex::default(),
            more: Notify::new(),
            changes: broadcast::Sender::new(BEHIND),
        });
        let listens = tokio::spawn(keeper::listen(Arc::clone(&state))).abort_handle();
        let keeps = tokio::spawn(keeper::keep(Arc::clone(&state))).abort_handle();
        Self { state, _tasks: Arc::new(Tasks([listens, keeps])) }
    }

    /// Takes a place in a room. Never waits.
    #[must_use = "who drops the place leaves the room"]
    pub fn enter(&self, room: Room, member: Uuid) -> Place {
        let now = self.state.clock.now();
        if self.state.here().enter(&room, member, now) {
            self.state.work(|work| work.announce(room.clone()));
        }
        Place { state: Arc::clone(&self.state), room, member }
    }

    /// Turns someone to a field of a room, or away from all. Their place may be on another server; who has none turns to
    /// nothing. Never waits.
    pub fn focus(&self, room: &Room, member: Uuid, field: Option<String>) {
        let field = field.filter(|name| !name.is_empty() && name.chars().count() <= LONGEST_FIELD);
        let turned = self.state.here().focus(room, member, field.as_deref());
        if turned || self.state.bus.is_shared() {
            self.state.work(|work| work.turn(room.clone(), member, field));
        }
    }

    /// Who is in the room, in the order in which they came; two hundred at most.
    pub async fn people(&self, room: &Room) -> Vec<Present> {
        let here = self.state.here().people(room);
        let Some(shared) = Shared::reach(self.state.bus.link()) else { return here };
        match shared.people(room, here.clone()).await {
            Ok(people) => here::first(people),
            Err(error) => {
                tracing::debug!(%error, "a room could not be read");
                show_shared(false);
                here
            }
        }
    }

    /// The rooms in which something changes from now on, on whichever server; of many changes of one at the same time, one is
    /// told. Who is told to be `Lagged` looks at all its rooms.
    #[must_use]
    pub fn changes(&self) -> broadcast::Receiver<Room> {
        self.state.changes.subscribe()
    }
}

impl State {
    fn here(&self) -> MutexGuard<'_, Here> {
        self.here.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn work(&self, add: impl FnOnce(&mut Work)) {
        add(&mut self.work.lock().unwrap_or_else(PoisonError::into_inner));
        self.more.notify_one();
    }

    fn take_work(&self) -> Work {
        std::mem::take(&mut self.work.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if self.state.here().leave(&self.room, self.member) {
            self.state.work(|work| work.announce(self.room.clone()));
        }
    }
}

impl Drop for Tasks {
    fn drop(&mut self) {
        self.0.iter().for_each(AbortHandle::abort);
    }
}

/// Shows whether people of other servers are seen.
fn show_shared(yes: bool) {
    metrics::gauge!("respyrem_presence_shared").set(if yes { 1 } else { 0 });
}
