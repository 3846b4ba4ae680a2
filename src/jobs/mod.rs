//! What the clock starts, once an hour: a sweep of rows that time has made useless, and the closing of funding sources
//! whose last day is past.
//!
//! Each delete is bounded and a transaction of its own, so that a sweep never holds up a writer for long. Any number of
//! replicas may sweep at once.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::time::{MissedTickBehavior, interval};

use crate::access::Scene;
use crate::domain::funding_source::close_past;
use crate::kernel::actor::Actor;
use crate::kernel::error::Result;
use crate::kernel::locale::Locale;
use crate::store::transaction::Act;
use crate::store::{Store, Tx};

const EVERY: Duration = Duration::from_secs(3600);
/// Rows of one delete.
const BATCH: u64 = 500;
/// Deletes of one table in one sweep; what is left waits for the next.
const BATCHES: usize = 200;

/// Rows of a table that are of no use once `column` lies `age` behind.
struct Stale {
    table: &'static str,
    key: &'static str,
    column: &'static str,
    age: TimeDelta,
}

const STALE: [Stale; 3] = [
    Stale { table: "idempotency", key: "actor, key", column: "at", age: TimeDelta::hours(24) },
    Stale { table: "sign_in_link", key: "token_hash", column: "expires_at", age: TimeDelta::zero() },
    Stale { table: "session", key: "token_hash", column: "expires_at", age: TimeDelta::zero() },
];

/// Does it all now and every hour, for as long as it is polled.
pub async fn run(store: Store) {
    let mut hours = interval(EVERY);
    hours.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        hours.tick().await;
        match sweep(&store).await {
            Ok(0) => {}
            Ok(rows) => tracing::info!(rows, "swept what time has made useless"),
            Err(error) => tracing::warn!(%error, "the sweep was cut short"),
        }
        match close_past(&store).await {
            Ok(0) => {}
            Ok(sources) => tracing::info!(sources, "closed funding sources whose last day is past"),
            Err(error) => tracing::warn!(%error, "the closing of funding sources was cut short"),
        }
    }
}

/// Deletes once what is stale; answers how many rows.
///
/// # Errors
/// When the database does not answer.
pub async fn sweep(store: &Store) -> Result<u64> {
    let scene = Scene::new(&Actor::System, store.clock(), vec![Locale::Fr]);
    let mut swept = 0;
    for stale in &STALE {
        let act = Delete { stale, before: scene.now - stale.age };
        for _ in 0..BATCHES {
            let deleted = store.write(&Actor::System, &scene, &act).await?;
            swept += deleted;
            if deleted < BATCH {
                break;
            }
        }
    }
    Ok(swept)
}

struct Delete {
    stale: &'static Stale,
    before: DateTime<Utc>,
}

impl Act for Delete {
    type Outcome = u64;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<u64> {
        let Stale { table, key, column, .. } = self.stale;
        let mut sql = tx.sql();
        sql.push(&format!(
            "delete from {table} where ({key}) in (select {key} from {table} where {column} <= "
        ));
        sql.bind(self.before).push(&format!(" limit {BATCH})"));
        tx.run(sql).await
    }
}
