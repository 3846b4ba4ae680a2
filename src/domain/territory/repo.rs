//! Places in the database.

pub mod point;

use entities::territory;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::TerritoryInput;
use crate::kernel::error::{Code, Fault, Result};
use crate::store::Tx;
use crate::store::fault;

/// The place that the caller names in `field`, if it names one.
///
/// # Errors
/// When there is no such place today.
pub async fn find(tx: &Tx<'_>, wanted: Option<&TerritoryInput>, field: &str) -> Result<Option<Uuid>> {
    let Some(wanted) = wanted else { return Ok(None) };
    let found = territory::Entity::find()
        .filter(territory::Column::Kind.eq(wanted.kind.as_str()))
        .filter(territory::Column::Code.eq(&wanted.code))
        .filter(territory::Column::ValidTo.is_null())
        .one(tx.connection())
        .await
        .map_err(fault)?;
    let found = found.ok_or_else(|| {
        Fault::on(field, Code::Invalid, format!("there is no {} with the code {}", wanted.kind, wanted.code))
    })?;
    Ok(Some(found.id))
}
