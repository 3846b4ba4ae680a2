//! The statements by which the log is read.

use std::sync::Arc;

use super::entry::{COLUMNS, Entry};
use super::news::Stamp;
use super::place::Seal;
use crate::kernel::error::{Error, Result};
use crate::store::{Store, fault};

/// How many sweeping changes there were, and the first changes after the one with the number `seq`.
pub(super) async fn after(store: &Store, seq: i64, limit: usize) -> Result<(i64, Vec<Arc<Entry>>)> {
    let mut sql = store.sql();
    sql.push("select s.count, told.* from sweeping_change s left join (select ").push(COLUMNS);
    sql.push(" from outbox o where o.seq > ").bind(seq);
    sql.push(" order by o.seq limit ").push_number(limit).push(") told on 1 = 1 order by told.seq");
    let rows = store.reader().all(sql).await?;
    let (mut sweeps, mut entries) = (0, Vec::with_capacity(rows.len()));
    for row in &rows {
        sweeps = row.try_get_by_index(0).map_err(fault)?;
        entries.extend(Entry::read(row, 1)?.map(Arc::new));
    }
    Ok((sweeps, entries))
}

/// Where the log ends, and the seal of its places.
pub(super) async fn end(store: &Store) -> Result<(Stamp, Seal)> {
    let mut sql = store.sql();
    sql.push("select s.count, (select coalesce(max(o.seq), 0) from outbox o), l.cursor_key ");
    sql.push("from sweeping_change s, log_state l");
    let rows = store.reader().all(sql).await?;
    let row = rows.first().ok_or_else(|| Error::Internal("the log has no state".to_owned()))?;
    let key: Option<String> = row.try_get_by_index(2).map_err(fault)?;
    let seal = key.as_deref().and_then(Seal::of).ok_or_else(|| {
        Error::Internal("the log has no key for its cursors: run `respyrem migrate`".to_owned())
    })?;
    let (sweeps, head) = (row.try_get_by_index(0).map_err(fault)?, row.try_get_by_index(1).map_err(fault)?);
    Ok((Stamp { head, sweeps }, seal))
}

/// As [`after`], for any place in the log; `None` when it does not reach back so far, or not so far ahead.
pub(super) async fn replay(store: &Store, seq: i64, limit: usize) -> Result<Option<Vec<Arc<Entry>>>> {
    let mut sql = store.sql();
    sql.push("select f.floor, (select coalesce(max(h.seq), 0) from outbox h), told.* from log_state f left join (select ");
    sql.push(COLUMNS).push(" from outbox o where o.seq > ").bind(seq);
    sql.push(" order by o.seq limit ").push_number(limit).push(") told on 1 = 1 order by told.seq");
    let rows = store.reader().all(sql).await?;
    let mut entries = Vec::with_capacity(rows.len());
    for row in &rows {
        let floor: i64 = row.try_get_by_index(0).map_err(fault)?;
        let head: i64 = row.try_get_by_index(1).map_err(fault)?;
        if !(floor..=head.max(floor)).contains(&seq) {
            return Ok(None);
        }
        entries.extend(Entry::read(row, 2)?.map(Arc::new));
    }
    Ok(Some(entries))
}
