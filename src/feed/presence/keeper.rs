//! What keeps the rooms of Redis true, and tells who listens: a task beside the server's work, so that who enters or leaves
//! waits for nothing. It does at once whatever there is to do, rests a moment, and what comes meanwhile is done together.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use futures_util::{StreamExt, stream};
use redis::RedisResult;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Instant, sleep, sleep_until};
use uuid::Uuid;

use super::shared::Shared;
use super::{Room, State};
use crate::feed::bus::Hint;

/// Between two rounds.
const REST: Duration = Duration::from_millis(50);
/// How many questions to Redis are under way at once.
const AT_ONCE: usize = 16;
/// Turns to other fields that wait at most; those that come then are not told.
const MOST_TURNS: usize = 10_000;

/// What is to be done.
#[derive(Debug, Default)]
pub(super) struct Work {
    /// Rooms that this server's people came into or left.
    announced: HashSet<Room>,
    /// Rooms in which something changed, by what others tell.
    changed: HashSet<Room>,
    /// Who turned to which field.
    turned: HashMap<(Room, Uuid), Option<String>>,
}

impl Work {
    pub(super) fn announce(&mut self, room: Room) {
        self.announced.insert(room);
    }

    pub(super) fn turn(&mut self, room: Room, member: Uuid, field: Option<String>) {
        if self.turned.len() < MOST_TURNS {
            self.turned.insert((room, member), field);
        }
    }

    /// Writes all these rooms again, and says that they changed.
    fn look_at(&mut self, rooms: Vec<Room>) {
        self.changed.extend(rooms.iter().cloned());
        self.announced.extend(rooms);
    }
}

/// Turns what other servers tell into work, for as long as it is polled.
pub(super) async fn listen(state: Arc<State>) {
    let mut hints = state.bus.hints();
    loop {
        match hints.recv().await {
            Ok(Hint::Log) => {}
            Ok(Hint::Presence(room)) => state.work(|work| {
                work.changed.insert(room);
            }),
            Ok(Hint::Everything) | Err(RecvError::Lagged(_)) => {
                let rooms = state.here().rooms();
                state.work(|work| work.look_at(rooms));
            }
            Err(RecvError::Closed) => return,
        }
    }
}

/// Does the work, and writes places again before they end, for as long as it is polled.
pub(super) async fn keep(state: Arc<State>) {
    let mut due = HashMap::new();
    loop {
        let next = due.values().min().copied();
        tokio::select! {
            () = state.more.notified() => {}
            () = sleep_until(next.unwrap_or_else(Instant::now)), if next.is_some() => {}
        }
        round(&state, &mut due).await;
        sleep(REST).await;
    }
}

/// One round. `due` says when each room in which someone is here is to be written again.
async fn round(state: &State, due: &mut HashMap<Room, Instant>) {
    let Work { announced, mut changed, turned } = state.take_work();
    let now = Instant::now();
    let again = due.iter().filter(|(room, at)| **at <= now && !announced.contains(*room));
    let again: Vec<Room> = again.map(|(room, _)| room.clone()).collect();
    let Some(shared) = Shared::reach(state.bus.link()) else {
        // Alone, what this server knows is all there is.
        due.clear();
        changed.extend(announced);
        changed.extend(turned.into_keys().map(|(room, _)| room));
        return tell(state, changed);
    };
    let written = stream::iter(announced.into_iter().chain(again))
        .map(async |room| {
            let people = state.here().people(&room);
            (shared.clone().announce(&room, &people, state.times.life).await, room)
        })
        .buffer_unordered(AT_ONCE);
    let mut ours = HashSet::new();
    for (known, room) in written.collect::<Vec<_>>().await {
        let end = known.as_ref().ok().and_then(|known| known.first_end);
        if state.here().has(&room) {
            due.insert(room.clone(), Instant::now() + end.unwrap_or(Duration::MAX).min(state.times.beat));
        } else {
            due.remove(&room);
        }
        if noted(known.map(|known| known.changed)) {
            ours.insert(room);
        }
    }
    for ((room, member), field) in turned {
        if noted(shared.clone().focus(&room, member, field.as_deref()).await) {
            ours.insert(room);
        }
    }
    for room in &ours {
        state.bus.tell(Hint::Presence(room.clone()));
    }
    changed.extend(ours);
    tell(state, changed);
}

/// Whether what was written changed the room. Where Redis did not take it, it changed here.
fn noted(written: RedisResult<bool>) -> bool {
    super::show_shared(written.is_ok());
    written.unwrap_or_else(|error| {
        tracing::debug!(%error, "a room could not be written");
        true
    })
}

fn tell(state: &State, changed: HashSet<Room>) {
    for room in changed {
        let _ = state.changes.send(room);
    }
}
