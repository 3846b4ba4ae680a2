//! Hints between servers: that something is there to be read.

use tokio::sync::broadcast;

/// What one server tells the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hint {
    /// The log has more.
    Log,
}

/// The way to the other servers.
#[derive(Clone, Debug)]
pub struct Bus(broadcast::Sender<Hint>);

impl Bus {
    /// The bus of a server that is alone.
    #[must_use]
    pub fn alone() -> Self {
        Self(broadcast::Sender::new(1))
    }

    /// Tells the others.
    pub fn tell(&self, _: Hint) {}

    /// What the others tell.
    #[must_use]
    pub fn hints(&self) -> broadcast::Receiver<Hint> {
        self.0.subscribe()
    }
}
