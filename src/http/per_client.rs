//! Places of which each client has so many of its own.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout_at};
use uuid::Uuid;

/// Whose places are counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum ClientKey {
    /// A member or an API client.
    Actor(Uuid),
    /// Nobody known: an address, or the 64-bit network of one in IPv6, which one household holds.
    Address(IpAddr),
}

/// The places. It holds only those who have one or wait for one.
#[derive(Debug)]
pub(super) struct PerClient {
    limit: usize,
    clients: Arc<Mutex<HashMap<ClientKey, Arc<Semaphore>>>>,
}

/// One of a client's places; given back when dropped.
#[derive(Debug)]
pub(super) struct ClientPlace {
    // Dropped before the entry, which looks whether anybody is left.
    _permit: OwnedSemaphorePermit,
    _entry: Entry,
}

impl PerClient {
    pub(super) fn new(limit: usize) -> Self {
        Self { limit, clients: Arc::default() }
    }

    /// Takes a place if there is one now.
    pub(super) fn take(&self, key: ClientKey) -> Option<ClientPlace> {
        let entry = self.entry(key);
        let permit = Arc::clone(&entry.places).try_acquire_owned().ok()?;
        Some(ClientPlace { _permit: permit, _entry: entry })
    }

    /// Waits for a place: who came first has it first.
    pub(super) async fn take_in_turn(&self, key: ClientKey, until: Instant) -> Option<ClientPlace> {
        let entry = self.entry(key);
        let permit = timeout_at(until, Arc::clone(&entry.places).acquire_owned()).await.ok()?.ok()?;
        Some(ClientPlace { _permit: permit, _entry: entry })
    }

    fn entry(&self, key: ClientKey) -> Entry {
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        let places = clients.entry(key).or_insert_with(|| Arc::new(Semaphore::new(self.limit)));
        Entry { key, places: Arc::clone(places), clients: Arc::clone(&self.clients) }
    }
}

/// Somebody who has a place or waits for one.
#[derive(Debug)]
struct Entry {
    key: ClientKey,
    places: Arc<Semaphore>,
    clients: Arc<Mutex<HashMap<ClientKey, Arc<Semaphore>>>>,
}

impl Drop for Entry {
    fn drop(&mut self) {
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        // The map's and this one: entries are made under the lock, so nobody else comes in between.
        if Arc::strong_count(&self.places) <= 2 {
            clients.remove(&self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const KEY: ClientKey = ClientKey::Actor(Uuid::nil());

    #[test]
    fn a_client_that_gave_its_places_back_is_forgotten() {
        let places = PerClient::new(1);
        let place = places.take(KEY).unwrap();
        assert!(places.take(KEY).is_none());
        drop(place);
        assert!(places.clients.lock().unwrap().is_empty());
        assert!(places.take(KEY).is_some());
    }

    #[tokio::test]
    async fn who_waits_has_its_place_in_turn_or_is_told_that_there_is_none() {
        let places = PerClient::new(1);
        let soon = || Instant::now() + Duration::from_millis(20);
        let place = places.take(KEY).unwrap();
        assert!(places.take_in_turn(KEY, soon()).await.is_none());
        let (waited, ()) = tokio::join!(places.take_in_turn(KEY, soon()), async { drop(place) });
        assert!(waited.is_some());
        drop(waited);
        assert!(places.clients.lock().unwrap().is_empty());
    }
}
