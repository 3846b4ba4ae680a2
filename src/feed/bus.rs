//! Hints between servers: that something is there to be read.
//!
//! A hint carries no news and may be lost. Who gets one looks where the truth is, in the log or in a room; who gets none
//! looks a little later. So nothing here is waited for, and a Redis that is away costs only that little while.

mod link;
mod waiting;

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tokio::sync::broadcast;

use super::presence::Room;
use crate::kernel::error::Result;
pub(super) use link::Link;

/// Hints that one who listens may be behind before it is told to look at everything instead.
const BEHIND: usize = 1_024;

/// What is worth a look.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Hint {
    /// The log has rows that were not there before.
    Log,
    /// Someone came into a room, left it or turned to another field.
    Presence(Room),
    /// Everything: hints were lost or may be, since the way to the other servers broke, or is there again.
    Everything,
}

/// What servers tell one another. Clones are the same bus; the way to Redis ends with the last one.
#[derive(Clone, Debug)]
pub struct Bus {
    heard: broadcast::Sender<Hint>,
    link: Option<Arc<Link>>,
}

impl Bus {
    /// The bus of a server that is the only one: it tells nobody and hears nothing.
    #[must_use]
    pub fn alone() -> Self {
        Self { heard: broadcast::Sender::new(BEHIND), link: None }
    }

    /// The bus of servers that share a Redis. Hubs that do not belong together have each a `prefix` of their own.
    ///
    /// Whether Redis is there makes no difference: the way to it is looked for in the background, and again whenever it
    /// breaks. Called within a Tokio runtime.
    ///
    /// # Errors
    /// When the address is not one.
    pub fn redis(url: &str, prefix: &str) -> Result<Self> {
        let heard = broadcast::Sender::new(BEHIND);
        let link = Link::open(url, prefix, heard.clone())?;
        Ok(Self { heard, link: Some(Arc::new(link)) })
    }

    /// Tells the other servers, as soon as can be. Never waits; a hint that is already waiting is told once.
    pub fn tell(&self, hint: Hint) {
        if let Some(link) = &self.link {
            link.tell(hint);
        }
    }

    /// What the other servers tell from now on. [`Hint::Everything`] also comes by itself, when the way to them broke and
    /// when it is there again; who is told to be `Lagged` takes that for it.
    #[must_use]
    pub fn hints(&self) -> broadcast::Receiver<Hint> {
        self.heard.subscribe()
    }

    /// Whether what is told now reaches other servers.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        self.link().is_some_and(|link| link.connection().is_some())
    }

    pub(super) fn link(&self) -> Option<&Link> {
        self.link.as_deref()
    }
}
