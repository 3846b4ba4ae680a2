//! How many operations run at once: so many in all, so many waiting for their turn, so many of one client. What comes
//! beyond is refused at once and told when to try again, which costs less than serving everyone late.

use std::sync::Arc;

use axum::http::{HeaderValue, StatusCode, header};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout_at};

use super::per_client::{ClientKey, ClientPlace, PerClient};
use super::problem::Problem;
use crate::config::AdmissionSettings;

/// The places.
#[derive(Debug)]
pub(super) struct Admission {
    running: Arc<Semaphore>,
    waiting: Semaphore,
    per_client: usize,
    clients: PerClient,
}

/// A client's own place and a place to run: what an operation holds while it runs.
#[derive(Debug)]
pub(super) struct Turn {
    _own: ClientPlace,
    _running: OwnedSemaphorePermit,
}

impl Turn {
    pub(super) const fn of(own: ClientPlace, running: OwnedSemaphorePermit) -> Self {
        Self { _own: own, _running: running }
    }
}

impl Admission {
    pub(super) fn new(settings: AdmissionSettings) -> Self {
        Self {
            running: Arc::new(Semaphore::new(settings.concurrent)),
            waiting: Semaphore::new(settings.queued),
            per_client: settings.per_client,
            clients: PerClient::new(settings.per_client),
        }
    }

    /// Takes one of the client's own places, or refuses with 429.
    pub(super) fn client(&self, key: ClientKey) -> Result<ClientPlace, Problem> {
        self.clients.take(key).ok_or_else(|| too_many(self.per_client))
    }

    /// Waits for one of the client's own places: what comes over streams comes many at once, and their number is bounded.
    pub(super) async fn client_in_turn(
        &self,
        key: ClientKey,
        until: Instant,
    ) -> Result<ClientPlace, Problem> {
        self.clients.take_in_turn(key, until).await.ok_or_else(|| too_many(self.per_client))
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

    /// Both places, the client's own one in turn.
    pub(super) async fn turn(&self, key: ClientKey, until: Instant) -> Result<Turn, Problem> {
        let own = self.client_in_turn(key, until).await?;
        Ok(Turn::of(own, self.run(until).await?))
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
