//! In which places structures sit, in the order of names: the table that the list of a place walks (`structure_place`); and
//! where each is shown on the map (`geo_point`). Both follow from structures, their names, what lies in what and where
//! communes are; whoever changes one of these says here which structures it concerns, in the same transaction.

use uuid::Uuid;

use crate::domain::territory::point;
use crate::kernel::error::Result;
use crate::store::{Tx, fault};

/// Writes the places of these structures again.
///
/// # Errors
/// When the database refuses it.
pub async fn place(tx: &Tx<'_>, structures: &[Uuid]) -> Result<()> {
    write(tx, structures).await
}

/// Writes the places of every structure that sits in one of these territories again.
///
/// # Errors
/// When the database refuses it.
pub async fn place_those_in(tx: &Tx<'_>, territories: &[Uuid]) -> Result<()> {
    let mut sql = tx.sql();
    sql.push("select t.id from structure t where ").any_id("t.territory_id", territories);
    let found = tx.all(sql).await?;
    let ids = found.iter().map(|row| row.try_get_by_index(0).map_err(fault)).collect::<Result<Vec<_>>>()?;
    write(tx, &ids).await
}

/// The latitude and the longitude where a structure `t` is shown: its own, or the centre of its commune when it is not shown
/// more exactly, or nowhere.
pub(super) const SHOWN: [&str; 2] = [
    "case t.geo_precision when 'HIDDEN' then null when 'COMMUNE' then (select c.lat from territory c where c.id = t.territory_id) else coalesce(t.lat, (select c.lat from territory c where c.id = t.territory_id)) end",
    "case t.geo_precision when 'HIDDEN' then null when 'COMMUNE' then (select c.lon from territory c where c.id = t.territory_id) else coalesce(t.lon, (select c.lon from territory c where c.id = t.territory_id)) end",
];

async fn write(tx: &Tx<'_>, ids: &[Uuid]) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let mut sql = tx.sql();
    sql.push("delete from structure_place where ").any_id("structure_id", ids);
    tx.run(sql).await?;
    let mut sql = tx.sql();
    sql.push("insert into structure_place (territory_id, sort_name, structure_id, kind) ");
    sql.push(
        "select w.ancestor_id, r.sort_name, s.id, s.kind from structure s join record r on r.id = s.id ",
    );
    sql.push("join territory_within w on w.descendant_id = s.territory_id where ").any_id("s.id", ids);
    tx.run(sql).await?;
    let mut sql = tx.sql();
    sql.push("select t.id, ").push(SHOWN[0]).push(", ").push(SHOWN[1]);
    sql.push(" from structure t where ").any_id("t.id", ids);
    let shown = point::read(tx, sql).await?;
    point::locate(tx, ids, shown).await
}
