//! A sweep of rows that time has made useless.
//!
//! Each delete is bounded and a transaction of its own, so that a sweep never holds up a writer for long. Any number of
//! replicas may sweep at once.

use chrono::TimeDelta;

use crate::kernel::error::Result;
use crate::store::transaction::Act;
use crate::store::{Batches, Store, Tx};

/// Of one table.
const BATCHES: Batches = Batches { rows: 500, most: 200 };

/// Rows of a table that are of no use once `column` lies `age` behind.
struct Stale {
    table: &'static str,
    key: &'static str,
    column: &'static str,
    age: TimeDelta,
}

const STALE: [Stale; 7] = [
    Stale { table: "idempotency", key: "actor, key", column: "at", age: TimeDelta::hours(24) },
    Stale { table: "invitation_link", key: "token_hash", column: "expires_at", age: TimeDelta::zero() },
    Stale {
        table: "logout_token_seen",
        key: "provider_id, jti_hash",
        column: "expires_at",
        age: TimeDelta::zero(),
    },
    Stale { table: "pending_sign_in", key: "state_hash", column: "expires_at", age: TimeDelta::zero() },
    Stale { table: "sign_in_link", key: "token_hash", column: "expires_at", age: TimeDelta::zero() },
    Stale { table: "session", key: "token_hash", column: "expires_at", age: TimeDelta::zero() },
    Stale { table: "api_client_key", key: "id", column: "expires_at", age: TimeDelta::zero() },
];

/// Deletes once what is stale; answers how many rows.
///
/// # Errors
/// When the database does not answer.
pub async fn sweep(store: &Store) -> Result<usize> {
    let mut swept = 0;
    for stale in &STALE {
        swept += store.in_batches(BATCHES, &Delete(stale)).await?;
    }
    Ok(swept)
}

struct Delete(&'static Stale);

impl Act for Delete {
    type Outcome = usize;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<usize> {
        let Stale { table, key, column, age } = self.0;
        let mut sql = tx.sql();
        sql.push(&format!(
            "delete from {table} where ({key}) in (select {key} from {table} where {column} <= "
        ));
        sql.bind(tx.scene.now - *age).push(" limit ").push_number(BATCHES.rows).push(")");
        Ok(usize::try_from(tx.run(sql).await?).unwrap_or(usize::MAX))
    }
}
