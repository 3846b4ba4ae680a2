//! A sweep of rows that time has made useless.
//!
//! Each delete is bounded and a transaction of its own, so that a sweep never holds up a writer for long. Any number of
//! replicas may sweep at once.

use chrono::{DateTime, TimeDelta, Utc};

use crate::access::Scene;
use crate::kernel::actor::Actor;
use crate::kernel::error::Result;
use crate::kernel::locale::Locale;
use crate::store::transaction::Act;
use crate::store::{Store, Tx};

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

/// Deletes once what is stale; answers how many rows.
///
/// # Errors
/// When the database does not answer.
pub async fn sweep(store: &Store) -> Result<usize> {
    let scene = Scene::new(&Actor::System, store.clock(), vec![Locale::Fr]);
    let mut swept = 0;
    for stale in &STALE {
        let act = Delete { stale, before: scene.now - stale.age };
        for _ in 0..BATCHES {
            let deleted = store.write(&Actor::System, &scene, &act).await?;
            swept += usize::try_from(deleted).unwrap_or(usize::MAX);
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
