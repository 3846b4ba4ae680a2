//! In which places structures sit, in the order of names: the table that the list of a place walks
//! (`structure_place`). It follows from structures, their names and what lies in what; whoever changes one of these says
//! here which structures it concerns, in the same transaction.

use uuid::Uuid;

use crate::kernel::error::Result;
use crate::store::Tx;

/// Writes the places of these structures again.
///
/// # Errors
/// When the database refuses it.
pub async fn place(tx: &Tx<'_>, structures: &[Uuid]) -> Result<()> {
    write(tx, "s.id", structures).await
}

/// Writes the places of every structure that sits in one of these territories again.
///
/// # Errors
/// When the database refuses it.
pub async fn place_those_in(tx: &Tx<'_>, territories: &[Uuid]) -> Result<()> {
    write(tx, "s.territory_id", territories).await
}

async fn write(tx: &Tx<'_>, column: &str, ids: &[Uuid]) -> Result<()> {
    let mut sql = tx.sql();
    sql.push("delete from structure_place where structure_id in (select s.id from structure s where ");
    sql.any_id(column, ids).push(")");
    tx.run(sql).await?;
    let mut sql = tx.sql();
    sql.push("insert into structure_place (territory_id, sort_name, structure_id, kind) ");
    sql.push(
        "select w.ancestor_id, r.sort_name, s.id, s.kind from structure s join record r on r.id = s.id ",
    );
    sql.push("join territory_within w on w.descendant_id = s.territory_id where ").any_id(column, ids);
    tx.run(sql).await?;
    Ok(())
}
