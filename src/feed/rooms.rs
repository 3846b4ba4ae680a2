//! The views that one listener is in, and who else is there, as far as the listener may see them.

use std::collections::{HashMap, HashSet};

use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use uuid::Uuid;

use super::presence::{Place, Presences, Present, Room};
use crate::access::Scene;
use crate::kernel::error::Result;
use crate::store::{Store, fault, policy};

/// The views of one listener.
#[derive(Debug)]
pub(super) struct Rooms {
    presences: Presences,
    member: Uuid,
    changes: Receiver<Room>,
    rooms: HashMap<Room, Seat>,
    /// Those to be looked at.
    changed: HashSet<Room>,
}

#[derive(Debug, Default)]
struct Seat {
    /// Held while the listener may see the view.
    place: Option<Place>,
    told: Option<Vec<Present>>,
}

/// Whether the viewer sees this record now.
///
/// # Errors
/// When the database does not answer.
pub async fn sees(store: &Store, scene: &Scene, record: Uuid) -> Result<bool> {
    Ok(!seen(store, scene, &[record]).await?.is_empty())
}

/// Which of these records the viewer sees now.
async fn seen(store: &Store, scene: &Scene, records: &[Uuid]) -> Result<HashSet<Uuid>> {
    let mut sql = store.sql();
    sql.push("select r.id from record r where r.deleted_at is null and ")
        .any_id("r.id", records)
        .push(" and ");
    policy::visible(&mut sql, scene, "r");
    let rows = store.reader().all(sql).await?;
    rows.iter().map(|row| row.try_get_by_index(0).map_err(fault)).collect()
}

impl Rooms {
    /// The listener is in these views, once it is found that it may see them.
    pub(super) fn new(presences: Presences, member: Uuid, rooms: Vec<Room>) -> Self {
        let changes = presences.changes();
        let changed = rooms.iter().cloned().collect();
        let rooms = rooms.into_iter().map(|room| (room, Seat::default())).collect();
        Self { presences, member, changes, rooms, changed }
    }

    /// Waits until one of them changes.
    pub(super) async fn changed(&mut self) {
        loop {
            match self.changes.recv().await {
                Ok(room) if self.rooms.contains_key(&room) => {
                    self.changed.insert(room);
                    return;
                }
                Ok(_) => {}
                Err(RecvError::Lagged(_)) => return self.look_at_all(),
                Err(RecvError::Closed) => std::future::pending().await,
            }
        }
    }

    /// Looks at all of them again: what the listener may see is not what it was.
    pub(super) fn look_at_all(&mut self) {
        self.changed = self.rooms.keys().cloned().collect();
    }

    /// The next one in which something else is to be seen than was told.
    pub(super) async fn next(
        &mut self,
        store: &Store,
        scene: &Scene,
    ) -> Result<Option<(Room, Vec<Present>)>> {
        self.take_changes();
        while let Some(room) = self.changed.iter().next().cloned() {
            let people = self.people(store, scene, &room).await?;
            self.changed.remove(&room);
            let Some(seat) = self.rooms.get_mut(&room) else { continue };
            let Some(people) = people else {
                *seat = Seat::default();
                continue;
            };
            if seat.told.as_ref() != Some(&people) {
                seat.told = Some(people.clone());
                return Ok(Some((room, people)));
            }
        }
        Ok(None)
    }

    fn take_changes(&mut self) {
        loop {
            match self.changes.try_recv() {
                Ok(room) if self.rooms.contains_key(&room) => {
                    self.changed.insert(room);
                }
                Ok(_) => {}
                Err(TryRecvError::Lagged(_)) => self.look_at_all(),
                Err(TryRecvError::Empty | TryRecvError::Closed) => return,
            }
        }
    }

    /// Who is in the room of those whom the listener sees; `None` when it does not see the view. It takes its own place on
    /// the way.
    async fn people(&mut self, store: &Store, scene: &Scene, room: &Room) -> Result<Option<Vec<Present>>> {
        if !sees(store, scene, room.record).await? {
            return Ok(None);
        }
        if let Some(seat) = self.rooms.get_mut(room)
            && seat.place.is_none()
        {
            seat.place = Some(self.presences.enter(room.clone(), self.member));
        }
        let mut people = self.presences.people(room).await;
        let ids: Vec<Uuid> = people.iter().map(|person| person.member).collect();
        let seen = self::seen(store, scene, &ids).await?;
        people.retain(|person| seen.contains(&person.member));
        Ok(Some(people))
    }
}
