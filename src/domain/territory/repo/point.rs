//! Where things are on the globe (`geo_point`): what distances are counted from and to. It follows from what the hub knows
//! of them; whoever changes that says here what it concerns, in the same transaction.

use std::collections::HashSet;

use entities::geo_point::{self, Column};
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;
use sea_orm::sea_query::OnConflict;
use uuid::Uuid;

use crate::kernel::error::Result;
use crate::kernel::geo::Point;
use crate::store::{Tx, fault};

/// Rows of one statement, at most.
const BATCH: usize = 1_000;

/// Writes again where these territories are.
///
/// # Errors
/// When the database refuses it.
pub async fn locate_territories(tx: &Tx<'_>, territories: &[Uuid]) -> Result<()> {
    let mut sql = tx.sql();
    sql.push("select t.id, t.lat, t.lon from territory t where ").any_id("t.id", territories);
    let found = read(tx, sql).await?;
    locate(tx, territories, found).await
}

/// The ids, latitudes and longitudes that a statement gives; what lacks one of them is nowhere.
///
/// # Errors
/// When the database refuses it.
pub async fn read(tx: &Tx<'_>, sql: crate::store::Sql) -> Result<Vec<(Uuid, Point)>> {
    let mut found = Vec::new();
    for row in tx.all(sql).await? {
        let id = row.try_get_by_index(0).map_err(fault)?;
        let (lat, lon): (Option<f64>, Option<f64>) =
            (row.try_get_by_index(1).map_err(fault)?, row.try_get_by_index(2).map_err(fault)?);
        found.extend(lat.zip(lon).map(|(lat, lon)| (id, Point { lat, lon })));
    }
    Ok(found)
}

/// Says of everything among `ids` that it is where `points` say, or nowhere.
///
/// # Errors
/// When the database refuses it.
pub async fn locate(tx: &Tx<'_>, ids: &[Uuid], points: Vec<(Uuid, Point)>) -> Result<()> {
    let known: HashSet<Uuid> = points.iter().map(|(id, _)| *id).collect();
    let nowhere: Vec<Uuid> = ids.iter().copied().filter(|id| !known.contains(id)).collect();
    if !nowhere.is_empty() {
        let mut sql = tx.sql();
        sql.push("delete from geo_point where ").any_id("id", &nowhere);
        tx.run(sql).await?;
    }
    let place = [Column::Lat, Column::X, Column::Y, Column::Z];
    for points in points.chunks(BATCH) {
        let rows = points.iter().map(|(id, point)| {
            let [x, y, z] = point.unit();
            geo_point::ActiveModel { id: Set(*id), lat: Set(point.lat), x: Set(x), y: Set(y), z: Set(z) }
        });
        geo_point::Entity::insert_many(rows)
            .on_conflict(OnConflict::column(Column::Id).update_columns(place).to_owned())
            .exec_without_returning(tx.connection())
            .await
            .map_err(fault)?;
    }
    Ok(())
}
