//! The records that a page of changes tells of, as they are now.

use std::collections::HashMap;

use sea_orm::QueryResult;
use uuid::Uuid;

use crate::gql::context::OperationContext;
use crate::kernel::error::Result;
use crate::kernel::kind::Kind;
use crate::store::{Reader, fault};

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
