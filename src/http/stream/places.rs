//! How many sockets and event streams are open at once: so many in all, so many of one client.
//!
//! A socket counts for whom its handshake tells: a key that comes in `connection_init` may be one for all readers of a
//! partner's pages, who are then told apart by their addresses.

use std::sync::Arc;

use axum::http::{HeaderValue, StatusCode, header};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::config::StreamSettings;
use crate::http::per_client::{ClientKey, ClientPlace, PerClient};
use crate::http::problem::Problem;

/// The places.
#[derive(Debug)]
pub(super) struct Places {
    all: Arc<Semaphore>,
    clients: PerClient,
    per_client: usize,
}

/// A place; given back when dropped.
#[derive(Debug)]
pub(in crate::http) struct StreamPlace {
    _own: ClientPlace,
    _one_of_all: OwnedSemaphorePermit,
}

impl Places {
    pub(super) fn new(settings: &StreamSettings) -> Self {
        Self {
            all: Arc::new(Semaphore::new(settings.total)),
            clients: PerClient::new(settings.per_client),
            per_client: settings.per_client,
        }
    }

    pub(super) fn take(&self, key: ClientKey) -> Result<StreamPlace, Problem> {
        let own = self.clients.take(key).ok_or_else(|| too_many(self.per_client))?;
        let one_of_all = Arc::clone(&self.all).try_acquire_owned().map_err(|_| Problem::overloaded())?;
        Ok(StreamPlace { _own: own, _one_of_all: one_of_all })
    }
}

fn too_many(limit: usize) -> Problem {
    let message = format!("At most {limit} sockets and event streams of one client are open at once.");
    Problem::new(StatusCode::TOO_MANY_REQUESTS, "TOO_MANY", message)
        .with(header::RETRY_AFTER, HeaderValue::from_static("5"))
}
