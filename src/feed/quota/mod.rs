//! How often clients ask, counted over all servers that share a Redis; by each server for itself while that is away, and
//! where there is none. No request fails for a count that cannot be had.

mod local;
mod shared;

use std::sync::Arc;
use std::time::Duration;

use tokio::time::timeout;

use self::local::Local;
use self::shared::Shared;
use super::bus::Bus;
use crate::kernel::clock::Clock;
use crate::kernel::rate::{Allowance, Asked};

/// How long Redis may take to count; past it, the server counts for itself.
const PATIENCE: Duration = Duration::from_millis(200);

/// The counts. Clones are the same.
#[derive(Clone, Debug)]
pub struct Quota {
    bus: Bus,
    clock: Clock,
    local: Arc<Local>,
}

impl Quota {
    /// The counts of the servers that share `bus`.
    #[must_use]
    pub fn new(bus: Bus, clock: Clock) -> Self {
        Self { bus, clock, local: Arc::default() }
    }

    /// The counts of a server that is the only one.
    #[must_use]
    pub fn alone(clock: Clock) -> Self {
        Self::new(Bus::alone(), clock)
    }

    /// Takes what a client asks for, if there is as much.
    pub async fn take(&self, asked: Asked) -> Allowance {
        let shared = self.take_shared(asked).await;
        metrics::gauge!("respyrem_quota_shared").set(if shared.is_some() { 1 } else { 0 });
        shared.unwrap_or_else(|| self.local.take(asked, self.clock.now()))
    }

    /// `None` while Redis is away or does not answer.
    async fn take_shared(&self, asked: Asked) -> Option<Allowance> {
        let shared = Shared::reach(self.bus.link())?;
        timeout(PATIENCE, shared.take(asked)).await.ok()?.ok()
    }
}
