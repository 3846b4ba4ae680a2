//! Services are asked again and again what their schema is. One that changed becomes part of the graph if it composes with
//! the rest; else it is kept out, and its row says why. What was composed before is served meanwhile.

use std::time::Duration;

use chrono::TimeDelta;

use serde_json::json;

use super::registry::{Found, Registry, Sdl};
use super::repo::{self, Row};
use crate::kernel::error::Result;
use crate::store::transaction::Act;
use crate::store::{Store, Tx};

/// How often it is looked whether a service is due.
const LOOK: Duration = Duration::from_secs(1);

impl Registry {
    /// Asks services for their schema, each once in `every`, for as long as it is polled. Any number of servers may do it at
    /// once: each service is asked by one of them.
    pub async fn watch(&self, store: &Store, every: Duration) {
        let mut looks = tokio::time::interval(LOOK.min(every));
        looks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            looks.tick().await;
            if let Err(error) = self.watch_once(store, every).await {
                tracing::warn!(%error, "services cannot be asked for their schemas");
            }
        }
    }

    /// Asks every service that is due; answers how many there were.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn watch_once(&self, store: &Store, every: Duration) -> Result<usize> {
        let before = store.clock().now() - TimeDelta::from_std(every).unwrap_or(TimeDelta::MAX);
        let mut asked = 0;
        while let Some(row) = repo::claim(store, before).await? {
            self.look_after(store, row).await?;
            asked += 1;
        }
        Ok(asked)
    }

    async fn look_after(&self, store: &Store, row: Row) -> Result<()> {
        let found = self.find_out(store, std::slice::from_ref(&row), Sdl::Asked).await?;
        if found.faults().is_empty() && found.sdl(row.id) == row.sdl.as_deref() && row.faults == json!([]) {
            return Ok(());
        }
        if !found.faults().is_empty() {
            tracing::warn!(subgraph = row.name, faults = ?found.faults(), "the schema of a service is kept out");
        }
        store.write_as_hub(&Learn { row, found }).await
    }
}

/// Takes down what was found, unless the graph is another one meanwhile: then it is found out anew next time.
struct Learn {
    row: Row,
    found: Found,
}

impl Act for Learn {
    type Outcome = ();

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<()> {
        if !self.found.still_holds(tx).await? {
            return Ok(());
        }
        let new = self
            .found
            .sdl(self.row.id)
            .filter(|sdl| self.found.faults().is_empty() && self.row.sdl.as_deref() != Some(sdl));
        repo::found(tx, self.row.id, new.map(str::to_owned), self.found.faults()).await?;
        if new.is_some() {
            let detail =
                json!({ "subgraph": self.row.id, "name": self.row.name, "changes": self.found.changes() });
            tx.audit("subgraph.schema_changed", None, detail).await?;
        }
        Ok(())
    }
}
