//! How many operations run at once: so many in all, so many waiting for their turn, so many of one client. What comes
//! beyond is refused at once and told when to try again, which costs less than serving everyone late.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use axum::http::{HeaderValue, StatusCode, header};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout_at};
use uuid::Uuid;

use super::problem::Problem;
use crate::config::AdmissionSettings;

/// Whose operations are counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum ClientKey {
    /// A member or an API client.
    Actor(Uuid),
    /// Nobody known: an address, or the 64-bit network of one in IPv6, which one household holds.
    Address(IpAddr),
}

/// The places.
#[derive(Debug)]
pub(super) struct Admission {
    running: Arc<Semaphore>,
    waiting: Semaphore,
    per_client: usize,
    clients: Arc<Mutex<HashMap<ClientKey, usize>>>,
}

impl Admission {
    pub(super) fn new(settings: AdmissionSettings) -> Self {
        Self {
            running: Arc::new(Semaphore::new(settings.concurrent)),
            waiting: Semaphore::new(settings.queued),
            per_client: settings.per_client,
            clients: Arc::default(),
        }
    }

    /// Takes one of the client's own places, or refuses with 429.
    pub(super) fn client(&self, key: ClientKey) -> Result<ClientPlace, Problem> {
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = clients.entry(key).or_default();
        if *taken >= self.per_client {
            return Err(too_many(self.per_client));
        }
        *taken += 1;
        Ok(ClientPlace { key, clients: Arc::clone(&self.clients) })
    }

    /// Waits for a place to run; refuses with 503 when too many wait or when none comes free in time.
    pub(super) async fn run(&self, until: Instant) -> Result<OwnedSemaphorePermit, Problem> {
        if let Ok(place) = Arc::clone(&self.running).try_acquire_owned() {
            return Ok(place);
        }
        let _waiting = self.waiting.try_acquire().map_err(|_| Problem::overloaded())?;
        match timeout_at(until, Arc::clone(&self.running).acquire_owned()).await {
            Ok(Ok(place)) => Ok(place),
            Ok(Err(_)) | Err(_) => Err(Problem::overloaded()),
        }
    }
}

/// One of a client's places; given back when dropped.
#[derive(Debug)]
pub(super) struct ClientPlace {
    key: ClientKey,
    clients: Arc<Mutex<HashMap<ClientKey, usize>>>,
}

impl Drop for ClientPlace {
    fn drop(&mut self) {
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(taken) = clients.get_mut(&self.key) {
            *taken -= 1;
            // An entry that counts nothing goes: the map holds only those who have something running.
            if *taken == 0 {
                clients.remove(&self.key);
            }
        }
    }
}

fn too_many(limit: usize) -> Problem {
    let message = format!("At most {limit} operations of one client run at once: try again in a moment.");
    Problem::new(StatusCode::TOO_MANY_REQUESTS, "TOO_MANY", message)
        .with(header::RETRY_AFTER, HeaderValue::from_static("1"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_that_ended_its_operations_is_forgotten() {
        let admission = Admission::new(AdmissionSettings { concurrent: 1, queued: 1, per_client: 1 });
        let key = ClientKey::Actor(Uuid::nil());
        let place = admission.client(key).unwrap();
        assert!(admission.client(key).is_err());
        drop(place);
        assert!(admission.clients.lock().unwrap().is_empty());
        assert!(admission.client(key).is_ok());
    }

    #[tokio::test]
    async fn who_waits_to_the_deadline_is_refused_and_leaves_the_queue() {
        let admission = Admission::new(AdmissionSettings { concurrent: 1, queued: 1, per_client: 1 });
        let place = admission.run(Instant::now()).await.unwrap();
        let soon = || Instant::now() + std::time::Duration::from_millis(10);
        for _ in 0..2 {
            assert_eq!(admission.run(soon()).await.unwrap_err().code(), "OVERLOADED");
        }
        drop(place);
        assert!(admission.run(soon()).await.is_ok());
    }
}
