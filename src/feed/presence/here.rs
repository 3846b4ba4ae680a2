//! Who is where by this server alone.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Present, Room};

/// People of one room that are shown, and kept for others, at most: those who came first.
pub(super) const MOST_PEOPLE: usize = 200;

/// Someone who is in a room by at least one place.
#[derive(Debug)]
struct Guest {
    places: usize,
    since: DateTime<Utc>,
    field: Option<String>,
}

/// The rooms in which someone is.
#[derive(Debug, Default)]
pub(super) struct Here(HashMap<Room, HashMap<Uuid, Guest>>);

impl Here {
    /// One more place; whether it is their first.
    pub(super) fn enter(&mut self, room: &Room, member: Uuid, now: DateTime<Utc>) -> bool {
        let guests = self.0.entry(room.clone()).or_default();
        let guest = guests.entry(member).or_insert(Guest { places: 0, since: now, field: None });
        guest.places += 1;
        guest.places == 1
    }

    /// One place less; whether it was their last.
    pub(super) fn leave(&mut self, room: &Room, member: Uuid) -> bool {
        let Some(guests) = self.0.get_mut(room) else { return false };
        let Entry::Occupied(mut guest) = guests.entry(member) else { return false };
        guest.get_mut().places -= 1;
        if guest.get().places > 0 {
            return false;
        }
        guest.remove();
        if guests.is_empty() {
            self.0.remove(room);
        }
        true
    }

    /// Turns to a field; whether this is someone who is here, and turned.
    pub(super) fn focus(&mut self, room: &Room, member: Uuid, field: Option<&str>) -> bool {
        let Some(guest) = self.0.get_mut(room).and_then(|guests| guests.get_mut(&member)) else {
            return false;
        };
        let turned = guest.field.as_deref() != field;
        guest.field = field.map(str::to_owned);
        turned
    }

    /// Who is in the room, those who came first before the others.
    pub(super) fn people(&self, room: &Room) -> Vec<Present> {
        let guests = self.0.get(room).into_iter().flatten();
        let present = |(member, guest): (&Uuid, &Guest)| Present {
            member: *member,
            focused_field: guest.field.clone(),
            since: guest.since,
        };
        first(guests.map(present).collect())
    }

    /// Whether anybody is.
    pub(super) fn has(&self, room: &Room) -> bool {
        self.0.contains_key(room)
    }

    /// Every room in which someone is.
    pub(super) fn rooms(&self) -> Vec<Room> {
        self.0.keys().cloned().collect()
    }
}

/// Those who came first, in that order.
pub(super) fn first(mut people: Vec<Present>) -> Vec<Present> {
    people.sort_by_key(|person| (person.since, person.member));
    people.truncate(MOST_PEOPLE);
    people
}
