//! A row that a write is about.

use sea_orm::QueryResult;
use uuid::Uuid;

use super::declare::{Noun, ObjectType};
use crate::kernel::error::Result;
use crate::store::Tx;

/// These columns of the row of `N` with this id, if there is one and the viewer sees it. The row is held until the end of the
/// transaction, so that what is read of it from now on stays true.
///
/// # Errors
/// When the database refuses it.
pub async fn hold<N: Noun>(tx: &Tx<'_>, id: Uuid, columns: &'static str) -> Result<Option<QueryResult>> {
    let ty = ObjectType::of::<N>();
    let mut sql = tx.sql();
    sql.push("select ").push(columns).push(" from ").push(ty.table).push(" t where t.id = ").bind(id);
    sql.push(" and ");
    ty.push_guard(&mut sql, tx.scene, None);
    // SQLite has one writer, and this transaction is it.
    if sql.is_postgres() {
        sql.push(" for update of t");
    }
    Ok(tx.all(sql).await?.into_iter().next())
}
