//! What is looked for and is there no more, when another row stands for it.
//!
//! Asked only once nothing was found: what is there costs nothing more. Who sees the other row finds it; that it was meant
//! says nothing of the one that is gone.

use std::collections::HashMap;

use sea_orm::QueryResult;
use uuid::Uuid;

use super::declare::ObjectType;
use super::fetch::Fetcher;
use super::template::Template;
use crate::kernel::error::Result;
use crate::store::fault;

/// The row that stands for the one whose `condition` is `value`.
pub(crate) async fn of_key(
    fetcher: &Fetcher<'_>,
    ty: &ObjectType,
    condition: &Template,
    value: &str,
) -> Result<Option<Uuid>> {
    let Some(successor) = ty.successor else { return Ok(None) };
    let mut sql = fetcher.reader.sql();
    sql.push("select t.")
        .push(successor)
        .push(" from ")
        .push(ty.table)
        .push(" t join record r on r.id = t.id where t.");
    sql.push(successor).push(" is not null and ");
    condition.render(&mut sql, fetcher.scene);
    sql.push(" = ").bind(value).push(" order by r.deleted_at desc, t.id limit 1");
    let rows = fetcher.reader.all(sql).await?;
    rows.first().map(|row| row.try_get_by_index(0).map_err(fault)).transpose()
}

/// The rows that stand for those among `ids` that are there no more.
pub(crate) async fn of_ids(
    fetcher: &Fetcher<'_>,
    ty: &ObjectType,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, Uuid>> {
    let (Some(successor), false) = (ty.successor, ids.is_empty()) else { return Ok(HashMap::new()) };
    let mut sql = fetcher.reader.sql();
    sql.push("select t.id, t.").push(successor).push(" from ").push(ty.table).push(" t where t.");
    sql.push(successor).push(" is not null and ").any_id("t.id", ids);
    let read = |row: &QueryResult| {
        Ok((row.try_get_by_index(0).map_err(fault)?, row.try_get_by_index(1).map_err(fault)?))
    };
    fetcher.reader.all(sql).await?.iter().map(read).collect()
}
