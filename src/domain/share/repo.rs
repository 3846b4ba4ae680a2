//! Shares in the database.

use chrono::{DateTime, Utc};
use entities::{partner, share};
use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::Share;
use super::grantee::Grantee;
use super::model::ShareLevel;
use crate::access::{Granted, Manage};
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
        share::Entity::insert(row).exec_without_returning(tx.connection()).await.map_err(fault)?;
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
