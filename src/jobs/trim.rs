//! Cutting the log short: what is older than anybody should have to catch up with goes, from its beginning on.

use chrono::TimeDelta;

use crate::kernel::error::Result;
use crate::store::transaction::Act;
use crate::store::{Batches, Store, Tx, fault};

const BATCHES: Batches = Batches { rows: 1_000, most: 500 };

/// Takes what is older than `days` off the log; answers how many changes. The newest stays in any case.
///
/// # Errors
/// When the database does not answer.
pub async fn trim_log(store: &Store, days: u16) -> Result<usize> {
    store.in_batches(BATCHES, &Trim { age: TimeDelta::days(days.into()) }).await
}

struct Trim {
    age: TimeDelta,
}

impl Act for Trim {
    type Outcome = usize;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<usize> {
        let mut sql = tx.sql();
        // Up to the first that stays: a log with a hole would be a log that lies.
        sql.push("select o.seq from outbox o where o.seq < (select coalesce(min(k.seq), (select max(n.seq) from outbox n)) ");
        sql.push("from outbox k where k.at >= ").bind(tx.scene.now - self.age);
        sql.push(") order by o.seq limit ").push_number(BATCHES.rows);
        let rows = tx.all(sql).await?;
        let Some(last) = rows.last() else { return Ok(0) };
        let last: i64 = last.try_get_by_index(0).map_err(fault)?;
        let mut sql = tx.sql();
        sql.push("delete from outbox where seq <= ").bind(last);
        tx.run(sql).await?;
        let mut sql = tx.sql();
        sql.push("update log_state set floor = ").bind(last).push(" where floor < ").bind(last);
        tx.run(sql).await?;
        Ok(rows.len())
    }
}
