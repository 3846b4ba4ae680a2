//! What a search finds among the records that the viewer sees.

use sea_orm::QueryResult;
use uuid::Uuid;

use crate::gql::context::OperationContext;
use crate::kernel::error::{Code, Error, Fault, Result};
use crate::kernel::kind::Kind;
use crate::kernel::page::{CursorValue, Page};
use crate::kernel::search::Query;
use crate::store::search::push_matches;
use crate::store::{Sql, fault};

/// A record that was found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub(super) kind: Kind,
    pub(super) id: Uuid,
    /// The less the better.
    pub(super) rank: i32,
}

/// Those of a page, and one more where there is one.
pub(super) async fn find(
    operation: &OperationContext,
    kinds: &[Kind],
    query: &Query,
    page: &Page,
) -> Result<Vec<Found>> {
    let mut sql = operation.store.sql();
    push_seen(&mut sql, operation, kinds, query, "f.kind, f.id, f.rank");
    if let Some(after) = &page.after {
        let [CursorValue::Int(rank)] = after.values.as_slice() else {
            let message = "not a cursor of this list: start again from its first page";
            return Err(Fault::on("after", Code::Invalid, message).into());
        };
        sql.push(" where (f.rank, f.id) > (").bind(*rank).push(", ").bind(after.id).push(")");
    }
    sql.push(" order by f.rank, f.id limit ").push_number(page.limit() as usize + 1);
    operation.store.reader().all(sql).await?.iter().map(read).collect()
}

/// How many the viewer sees.
pub(super) async fn count(operation: &OperationContext, kinds: &[Kind], query: &Query) -> Result<i32> {
    let mut sql = operation.store.sql();
    push_seen(&mut sql, operation, kinds, query, "cast(count(*) as integer)");
    let rows = operation.store.reader().all(sql).await?;
    rows.first().map_or(Ok(0), |row| row.try_get_by_index(0)).map_err(fault)
}

fn push_seen(sql: &mut Sql, operation: &OperationContext, kinds: &[Kind], query: &Query, selected: &str) {
    sql.push("with walk as (");
    push_matches(sql, kinds, query);
    sql.push(") select ").push(selected).push(" from (");
    operation.catalog.push_seen(sql, &operation.scene, kinds, "walk.kind, walk.id, walk.rank");
    sql.push(") f");
}

fn read(row: &QueryResult) -> Result<Found> {
    let kind: String = row.try_get_by_index(0).map_err(fault)?;
    Ok(Found {
        kind: Kind::parse(&kind).ok_or_else(|| Error::Internal(format!("a record of kind {kind}")))?,
        id: row.try_get_by_index(1).map_err(fault)?,
        rank: row.try_get_by_index(2).map_err(fault)?,
    })
}
