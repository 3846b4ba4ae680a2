//! The rows of the log that a reader may know of.

use std::collections::HashMap;

use sea_orm::QueryResult;
use serde_json::Value;
use uuid::Uuid;

use crate::gql::context::OperationContext;
use crate::kernel::error::{Error, Result};
use crate::kernel::kind::Kind;
use crate::store::{Reader, Sql, fault, policy};

/// Rows of the log that one page looks at, at most, whoever may see how many of them.
const LOOKED_AT: usize = 10_000;

/// A change of a record that the reader sees, or saw.
#[derive(Debug)]
pub(super) struct Logged {
    pub(super) seq: i64,
    pub(super) record: Uuid,
    pub(super) kind: Kind,
    pub(super) fields: Vec<String>,
    /// The reader saw the record before it.
    pub(super) was_seen: bool,
}

/// Whether the log still has the change with this number; it has had what comes before all.
pub(super) async fn is_known(reader: &Reader<'_>, seq: i64) -> Result<bool> {
    if seq == 0 {
        return Ok(true);
    }
    let mut sql = reader.sql();
    sql.push("select 1 from outbox where seq = ").bind(seq);
    Ok(!reader.all(sql).await?.is_empty())
}

/// The number of the last change of all.
pub(super) async fn last(reader: &Reader<'_>) -> Result<i64> {
    let mut sql = reader.sql();
    sql.push("select coalesce(max(seq), 0) from outbox");
    let rows = reader.all(sql).await?;
    rows.first().map_or(Ok(0), |row| row.try_get_by_index(0)).map_err(fault)
}

/// The last of the rows after `after` that one page looks at, and whether it looks at all that there are.
pub(super) async fn window(reader: &Reader<'_>, kinds: &[Kind], after: i64) -> Result<(i64, bool)> {
    let mut sql = reader.sql();
    sql.push("select coalesce(max(w.seq), ")
        .bind(after)
        .push("), count(*) from (select o.seq from outbox o where o.seq > ");
    sql.bind(after).push(" and ");
    of_kinds(&mut sql, kinds);
    sql.push(" order by o.seq limit ").push_number(LOOKED_AT).push(") w");
    let rows = reader.all(sql).await?;
    let Some(row) = rows.first() else { return Ok((after, true)) };
    let count: i64 = row.try_get_by_index(1).map_err(fault)?;
    let is_whole = usize::try_from(count).is_ok_and(|count| count < LOOKED_AT);
    Ok((row.try_get_by_index(0).map_err(fault)?, is_whole))
}

/// The first rows after `after`, up to `last`, of records that the reader saw before the change or after it. A row that was
/// logged for few is for these few, however many read its record.
pub(super) async fn logged(
    reader: &Reader<'_>,
    operation: &OperationContext,
    kinds: &[Kind],
    (after, last): (i64, i64),
    limit: usize,
) -> Result<Vec<Logged>> {
    let mut sql = reader.sql();
    sql.push("select l.seq, l.record_id, l.record_kind, l.changed_fields, l.was_seen from (");
    sql.push("select o.seq, o.record_id, o.record_kind, o.changed_fields, ");
    push_judged(&mut sql, operation, "before");
    sql.push(" as was_seen, ");
    push_judged(&mut sql, operation, "after");
    sql.push(" as is_seen from outbox o where o.seq > ").bind(after);
    sql.push(" and o.seq <= ").bind(last).push(" and ");
    of_kinds(&mut sql, kinds);
    sql.push(") l where l.was_seen or l.is_seen order by l.seq limit ").push_number(limit);
    reader.all(sql).await?.iter().map(read).collect()
}

/// Appends: the reader sees the record as it stood on one side of the change `o`. It is the rule of every other read, over a
/// row that stands for the record as it was.
fn push_judged(sql: &mut Sql, operation: &OperationContext, side: &str) {
    sql.push(
        "exists (select 1 from (select o.record_id as id, o.record_kind as kind, o.owner_id, o.project_id, ",
    );
    // Of the few rows on which it depends: joined, every record there is would be read.
    sql.push("(select r.created_by from record r where r.id = o.record_id) as created_by, ");
    sql.push("o.visible_").push(side).push(" as effective_visibility, coalesce(o.withheld_").push(side);
    sql.push(", 1 = 0) as withheld, cast(null as text) as archived_at) was where was.effective_visibility is not null and ");
    policy::visible(sql, &operation.scene, "was");
    sql.push(")");
}

/// The versions of those of these records that the reader sees now.
pub(super) async fn seen(
    reader: &Reader<'_>,
    operation: &OperationContext,
    records: &[Uuid],
) -> Result<HashMap<Uuid, i32>> {
    let mut sql = reader.sql();
    sql.push("with walk as (select id, kind, version from record where deleted_at is null and ");
    sql.any_id("id", records).push(") ");
    operation.catalog.push_seen(&mut sql, &operation.scene, &Kind::ALL, "walk.id, walk.version");
    let read = |row: &QueryResult| {
        Ok((row.try_get_by_index(0).map_err(fault)?, row.try_get_by_index(1).map_err(fault)?))
    };
    reader.all(sql).await?.iter().map(read).collect()
}

fn of_kinds(sql: &mut Sql, kinds: &[Kind]) {
    let kinds: Vec<String> = kinds.iter().map(|kind| kind.as_str().to_owned()).collect();
    sql.any_text("o.record_kind", &kinds);
}

fn read(row: &QueryResult) -> Result<Logged> {
    let kind: String = row.try_get_by_index(2).map_err(fault)?;
    let fields: Value = row.try_get_by_index(3).map_err(fault)?;
    let fields = fields.as_array().into_iter().flatten().filter_map(Value::as_str);
    Ok(Logged {
        seq: row.try_get_by_index(0).map_err(fault)?,
        record: row.try_get_by_index(1).map_err(fault)?,
        kind: Kind::parse(&kind).ok_or_else(|| Error::Internal(format!("a record of kind {kind}")))?,
        fields: fields.map(str::to_owned).collect(),
        was_seen: row.try_get_by_index(4).map_err(fault)?,
    })
}
