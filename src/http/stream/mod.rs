//! Operations that outlive a request: GraphQL over WebSocket (`socket`) and over server-sent events (`events`).
//!
//! Both run an [`operation`] and hold a [`connection`], which the [`watcher`] ends when its bearer may hold it no more, and
//! the server when it stops. Neither knows what an operation is about.

mod connection;
pub(super) mod events;
mod operation;
mod places;
pub(super) mod socket;
mod told;
pub(in crate::http) mod watcher;

use std::sync::Arc;
use std::time::Duration;

use connection::{Connections, Open};
use places::{Places, StreamPlace};

use super::per_client::ClientKey;
use super::problem::Problem;
use super::services::{Credentials, HttpServices};
use crate::config::StreamSettings;
use crate::kernel::actor::Actor;

/// All that stays open on this server.
#[derive(Debug)]
pub(super) struct Streams {
    places: Places,
    connections: Arc<Connections>,
    settings: StreamSettings,
}

impl Streams {
    pub(super) fn new(settings: StreamSettings) -> Self {
        Self { places: Places::new(&settings), connections: Arc::default(), settings }
    }

    /// Takes a place for a socket or an event stream; refuses with 429 or 503.
    pub(super) fn place(&self, key: ClientKey) -> Result<StreamPlace, Problem> {
        self.places.take(key)
    }

    /// Opens one; refuses with 503 once the server stops.
    fn open(&self, credentials: Credentials, actor: Actor) -> Result<Open, Problem> {
        self.connections.open(credentials, actor).ok_or_else(Problem::overloaded)
    }

    /// Ends those whose bearers may hold them no more; runs for as long as the server does.
    pub(super) async fn watch(&self, services: &HttpServices) {
        watcher::watch(&self.connections, services, self.settings.recheck_every).await;
    }

    /// Ends all of them, over the settings' spread or within `grace` if that is shorter, and waits until they are gone.
    pub(super) async fn drain(&self, grace: Duration) {
        self.connections.drain(self.settings.drain_spread.min(grace / 2)).await;
        self.connections.emptied().await;
    }
}
