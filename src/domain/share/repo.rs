//! Shares in the database.

use chrono::{DateTime, Utc};
use entities::{partner, share};
use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryResult};
use uuid::Uuid;

use super::Share;
use super::grantee::Grantee;
use super::model::ShareLevel;
use crate::access::{Granted, Manage};
use crate::domain::record::BATCH;
use crate::gql::plan;
use crate::kernel::error::Result;
use crate::store::{Tx, fault};

/// A share to be given.
#[derive(Clone, Copy, Debug)]
pub(super) struct NewShare {
    pub(super) grantee: Grantee,
    pub(super) level: ShareLevel,
    pub(super) expires_at: Option<DateTime<Utc>>,
}

/// The partner of the network with this slug.
pub(super) async fn partner(tx: &Tx<'_>, slug: &str) -> Result<Option<Uuid>> {
    let found = partner::Entity::find()
        .filter(partner::Column::Slug.eq(slug))
        .filter(partner::Column::State.ne("LEFT"))
        .one(tx.connection())
        .await
        .map_err(fault)?;
    Ok(found.map(|partner| partner.id))
}

/// Gives the share; one that the grantee has already takes the new level and end.
pub(super) async fn put(tx: &Tx<'_>, granted: &Granted<Manage>, new: &NewShare) -> Result<Uuid> {
    let held = share::Entity::find()
        .filter(share::Column::RecordId.eq(granted.id()))
        .filter(share::Column::GranteeKind.eq(new.grantee.kind.as_str()))
        .filter(share::Column::GranteeId.eq(new.grantee.id))
        .one(tx.connection())
        .await
        .map_err(fault)?;
    let id = held.as_ref().map_or_else(|| tx.new_id(), |held| held.id);
    let row = share::ActiveModel {
        id: if held.is_some() { Unchanged(id) } else { Set(id) },
        record_id: Set(granted.id()),
        grantee_kind: Set(new.grantee.kind.as_str().to_owned()),
        grantee_id: Set(new.grantee.id),
        level: Set(new.level.as_str().to_owned()),
        expires_at: Set(new.expires_at),
        granted_by: Set(tx.actor.id()),
        granted_at: Set(tx.scene.now),
    };
    if held.is_some() {
        row.update(tx.connection()).await.map_err(fault)?;
    } else {
        tx.insert(row).await?;
    }
    Ok(id)
}

/// The record that the share is about, if there is one and the viewer sees it.
pub(super) async fn record_of(tx: &Tx<'_>, id: Uuid) -> Result<Option<Uuid>> {
    let held = plan::hold::<Share>(tx, id, "t.record_id").await?;
    held.map(|row| row.try_get_by_index(0).map_err(fault)).transpose()
}

/// Takes a share of the record back.
pub(super) async fn delete(tx: &Tx<'_>, granted: &Granted<Manage>, id: Uuid) -> Result<()> {
    share::Entity::delete_by_id(id)
        .filter(share::Column::RecordId.eq(granted.id()))
        .exec(tx.connection())
        .await
        .map_err(fault)?;
    Ok(())
}

/// Shares that expired, each with its record; those of a record that is archived wait.
pub(super) async fn past(tx: &Tx<'_>) -> Result<Vec<(Uuid, Uuid)>> {
    let mut sql = tx.sql();
    sql.push(
        "select t.id, t.record_id from share t join record r on r.id = t.record_id \
        where r.deleted_at is null and r.archived_at is null and t.expires_at <= ",
    );
    sql.bind(tx.scene.now).push(&format!(" order by t.expires_at, t.id limit {BATCH}"));
    let read = |row: &QueryResult| {
        Ok((row.try_get_by_index(0).map_err(fault)?, row.try_get_by_index(1).map_err(fault)?))
    };
    tx.all(sql).await?.iter().map(read).collect()
}

/// Removes a share of the record if its end is past still; answers whether it was there.
pub(super) async fn delete_past(tx: &Tx<'_>, granted: &Granted<Manage>, id: Uuid) -> Result<bool> {
    let done = share::Entity::delete_by_id(id)
        .filter(share::Column::RecordId.eq(granted.id()))
        .filter(share::Column::ExpiresAt.lte(tx.scene.now))
        .exec(tx.connection())
        .await
        .map_err(fault)?;
    Ok(done.rows_affected == 1)
}
