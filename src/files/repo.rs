//! Uploads and files in the database.

use chrono::{DateTime, Utc};
use entities::upload;
use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::read::FileFound;
use crate::kernel::actor::Actor;
use crate::kernel::error::Result;
use crate::store::transaction::Act;
use crate::store::{Store, Tx, fault, policy};

/// An upload that begins.
#[derive(Clone, Debug)]
pub(super) struct NewUpload {
    pub(super) id: Uuid,
    pub(super) filename: String,
    pub(super) mime: String,
    pub(super) sender: Uuid,
    pub(super) expires_at: DateTime<Utc>,
}

/// Notes that bytes are about to come, so that they are swept whatever happens; not when the sender has `waiting` others.
pub(super) async fn begin(store: &Store, actor: &Actor, new: &NewUpload, waiting: u64) -> Result<bool> {
    store.write(actor, &store.scene(actor), &Begin { new, waiting }).await
}

struct Begin<'a> {
    new: &'a NewUpload,
    waiting: u64,
}

impl Act for Begin<'_> {
    type Outcome = bool;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let new = self.new;
        let others = upload::Entity::find()
            .filter(upload::Column::ActorId.eq(new.sender))
            .filter(upload::Column::ExpiresAt.gt(tx.scene.now));
        if others.count(tx.connection()).await.map_err(fault)? >= self.waiting {
            return Ok(false);
        }
        let row = upload::ActiveModel {
            id: Set(new.id),
            filename: Set(new.filename.clone()),
            mime: Set(new.mime.clone()),
            size: Set(None),
            sha256: Set(None),
            actor_id: Set(new.sender),
            created_at: Set(tx.scene.now),
            expires_at: Set(new.expires_at),
        };
        tx.insert(row).await?;
        Ok(true)
    }
}

/// Notes that the bytes are there whole.
pub(super) async fn complete(store: &Store, actor: &Actor, id: Uuid, size: u64, sha256: &str) -> Result<()> {
    let size = i64::try_from(size).unwrap_or(i64::MAX);
    store.write(actor, &store.scene(actor), &Complete { id, size, sha256 }).await
}

struct Complete<'a> {
    id: Uuid,
    size: i64,
    sha256: &'a str,
}

impl Act for Complete<'_> {
    type Outcome = ();

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<()> {
        let row = upload::ActiveModel {
            id: Unchanged(self.id),
            size: Set(Some(self.size)),
            sha256: Set(Some(self.sha256.to_owned())),
            ..Default::default()
        };
        row.update(tx.connection()).await.map_err(fault)?;
        Ok(())
    }
}

/// Uploads whose time was over by `before`.
pub(super) async fn past(store: &Store, before: DateTime<Utc>, limit: u64) -> Result<Vec<Uuid>> {
    upload::Entity::find()
        .select_only()
        .column(upload::Column::Id)
        .filter(upload::Column::ExpiresAt.lte(before))
        .order_by_asc(upload::Column::ExpiresAt)
        .limit(limit)
        .into_tuple()
        .all(store.connection())
        .await
        .map_err(fault)
}

/// Forgets uploads whose bytes are gone.
pub(super) async fn forget(store: &Store, ids: &[Uuid]) -> Result<()> {
    store.write_as_hub(&Forget { ids }).await
}

struct Forget<'a> {
    ids: &'a [Uuid],
}

impl Act for Forget<'_> {
    type Outcome = ();

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<()> {
        let mut sql = tx.sql();
        sql.push("delete from upload where ").any_id("id", self.ids);
        tx.run(sql).await?;
        Ok(())
    }
}

/// The file, if there is one and the actor sees the record that it is of.
pub(super) async fn found(store: &Store, actor: &Actor, id: Uuid) -> Result<Option<FileFound>> {
    let mut sql = store.sql();
    sql.push("select f.filename, f.mime, f.size, f.sha256 from file f join record r on r.id = f.record_id where f.id = ");
    sql.bind(id).push(" and r.deleted_at is null and ");
    policy::visible(&mut sql, &store.scene(actor), "r");
    let rows = store.all(sql).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    let size: i64 = row.try_get_by_index(2).map_err(fault)?;
    Ok(Some(FileFound {
        id,
        filename: row.try_get_by_index(0).map_err(fault)?,
        mime: row.try_get_by_index(1).map_err(fault)?,
        size: u64::try_from(size).unwrap_or_default(),
        sha256: row.try_get_by_index(3).map_err(fault)?,
    }))
}
