//! Files and uploads in the database.

use async_graphql::ID;
use chrono::{DateTime, Utc};
use entities::{file, upload};
use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;
use uuid::Uuid;

use super::File;
use super::add::NewFile;
use super::model::{FileRole, is_image};
use super::update::News;
use crate::access::{Edit, Granted};
use crate::domain::record::row_named;
use crate::gql::plan;
use crate::kernel::error::{Error, Result};
use crate::store::{Tx, fault};

/// A file as it is.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) id: Uuid,
    pub(super) record: Uuid,
    pub(super) filename: String,
    pub(super) role: String,
    pub(super) alt_text: Option<serde_json::Value>,
    pub(super) version: i32,
    pub(super) updated_by: Option<Uuid>,
    pub(super) updated_at: DateTime<Utc>,
}

/// The file that the caller names and sees, held until the end of the transaction.
pub(super) async fn hold(tx: &Tx<'_>, given: &ID) -> Result<Option<Found>> {
    let Some(id) = row_named("file", given) else { return Ok(None) };
    if plan::hold::<File>(tx, id, "1").await?.is_none() {
        return Ok(None);
    }
    let row = file::Entity::find_by_id(id).one(tx.connection()).await.map_err(fault)?;
    Ok(row.map(|row| Found {
        id: row.id,
        record: row.record_id,
        filename: row.filename,
        role: row.role,
        alt_text: row.alt_text,
        version: row.version,
        updated_by: row.updated_by,
        updated_at: row.updated_at,
    }))
}

/// How many files a record has, and the last place among them.
pub(super) async fn count(tx: &Tx<'_>, record: &Granted<Edit>) -> Result<(u64, i32)> {
    let mut sql = tx.sql();
    sql.push("select count(*), cast(coalesce(max(position), 0) as integer) from file where record_id = ");
    sql.bind(record.id());
    let rows = tx.all(sql).await?;
    let row = rows.first().ok_or_else(|| Error::Internal("a count of files answered nothing".to_owned()))?;
    let count: i64 = row.try_get_by_index(0).map_err(fault)?;
    Ok((u64::try_from(count).unwrap_or_default(), row.try_get_by_index(1).map_err(fault)?))
}

/// An upload that arrived.
#[derive(Clone, Debug)]
pub(crate) struct UploadFound {
    pub(crate) id: Uuid,
    pub(crate) filename: String,
    pub(crate) mime: String,
    pub(crate) size: i64,
    pub(crate) sha256: String,
}

/// The upload that the caller names, sent whole and has time left to take; held until the end of the transaction.
///
/// # Errors
/// When the database refuses it.
pub(crate) async fn hold_upload(tx: &Tx<'_>, given: &ID) -> Result<Option<UploadFound>> {
    let (Some(id), Some(sender)) = (row_named("upload", given), tx.actor.id()) else { return Ok(None) };
    let mut sql = tx.sql();
    sql.push("select id from upload where id = ").bind(id);
    // SQLite has one writer, and this transaction is it.
    if sql.is_postgres() {
        sql.push(" for update");
    }
    tx.all(sql).await?;
    let found = upload::Entity::find_by_id(id)
        .filter(upload::Column::ActorId.eq(sender))
        .filter(upload::Column::ExpiresAt.gt(tx.scene.now))
        .one(tx.connection())
        .await
        .map_err(fault)?;
    Ok(found.and_then(|row| {
        Some(UploadFound {
            id: row.id,
            filename: row.filename,
            mime: row.mime,
            size: row.size?,
            sha256: row.sha256?,
        })
    }))
}

/// Lets an upload wait until `until`, if that is later.
///
/// # Errors
/// When the database refuses it.
pub(crate) async fn prolong(tx: &Tx<'_>, upload: &UploadFound, until: DateTime<Utc>) -> Result<()> {
    upload::Entity::update_many()
        .col_expr(upload::Column::ExpiresAt, Expr::value(until))
        .filter(upload::Column::Id.eq(upload.id))
        .filter(upload::Column::ExpiresAt.lt(until))
        .exec(tx.connection())
        .await
        .map_err(fault)?;
    Ok(())
}

/// Makes the upload a file of the record, under the same identifier: its bytes stay where they are.
pub(super) async fn take(tx: &Tx<'_>, record: &Granted<Edit>, new: NewFile) -> Result<()> {
    let row = file::ActiveModel {
        id: Set(new.upload.id),
        record_id: Set(record.id()),
        position: Set(new.position),
        role: Set(new.role.as_str().to_owned()),
        filename: Set(new.upload.filename),
        mime: Set(new.upload.mime),
        size: Set(new.upload.size),
        sha256: Set(new.upload.sha256),
        alt_text: Set(new.alt_text.map(|text| json!(text))),
        version: Set(1),
        added_by: Set(tx.actor.id()),
        added_at: Set(tx.scene.now),
        updated_by: Set(tx.actor.id()),
        updated_at: Set(tx.scene.now),
    };
    tx.insert(row).await?;
    upload::Entity::delete_by_id(new.upload.id).exec(tx.connection()).await.map_err(fault)?;
    Ok(())
}

/// Writes what changes of a file, and its next version.
pub(super) async fn update(tx: &Tx<'_>, _record: &Granted<Edit>, found: &Found, news: News) -> Result<()> {
    let mut row = file::ActiveModel {
        id: Unchanged(found.id),
        version: Set(found.version + 1),
        updated_by: Set(tx.actor.id()),
        updated_at: Set(tx.scene.now),
        ..Default::default()
    };
    if let Some(filename) = news.filename {
        row.filename = Set(filename);
    }
    if let Some(role) = news.role {
        row.role = Set(FileRole::as_str(role).to_owned());
    }
    if let Some(alt_text) = news.alt_text {
        row.alt_text = Set(alt_text);
    }
    row.update(tx.connection()).await.map_err(fault)?;
    Ok(())
}

/// Takes a file from its record. It is an upload again, whose time is over: its bytes are swept.
pub(super) async fn remove(tx: &Tx<'_>, _record: &Granted<Edit>, found: &Found) -> Result<()> {
    let row = file::Entity::find_by_id(found.id).one(tx.connection()).await.map_err(fault)?;
    let Some(row) = row else { return Ok(()) };
    file::Entity::delete_by_id(row.id).exec(tx.connection()).await.map_err(fault)?;
    let upload = upload::ActiveModel {
        id: Set(row.id),
        filename: Set(row.filename),
        mime: Set(row.mime),
        size: Set(Some(row.size)),
        sha256: Set(Some(row.sha256)),
        actor_id: Set(row.added_by.unwrap_or(row.id)),
        created_at: Set(row.added_at),
        expires_at: Set(tx.scene.now),
    };
    tx.insert(upload).await
}

/// What the files of a record are, as far as its publishing asks: whether there is one, and whether each image is told.
///
/// # Errors
/// When the database refuses it.
pub(crate) async fn standing(tx: &Tx<'_>, record: &Granted<Edit>) -> Result<(bool, bool)> {
    let files = file::Entity::find().filter(file::Column::RecordId.eq(record.id()));
    let files = files.all(tx.connection()).await.map_err(fault)?;
    let images_are_told = files.iter().all(|file| !is_image(Some(&file.mime)) || file.alt_text.is_some());
    Ok((!files.is_empty(), images_are_told))
}
