//! Imports in the database.

mod hold;
mod report;

use entities::import_job::{self, Column, Entity};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::Value;
use uuid::Uuid;

use super::model::ImportState;
use crate::access::GrantedNetwork;
use crate::domain::file::UploadFound;
use crate::exchange::record::ImportKind;
use crate::kernel::error::Result;
use crate::kernel::locale::Locale;
use crate::store::{Tx, fault};

pub(super) use hold::{Held, beat, take};
pub(super) use report::finish;

/// An import that starts.
#[derive(Clone, Debug)]
pub(super) struct NewJob<'a> {
    pub(super) kind: ImportKind,
    pub(super) upload: UploadFound,
    pub(super) mapping: Option<&'a Value>,
    pub(super) locale: Locale,
    /// For one that applies: the one that tried.
    pub(super) dry_run_of: Option<Uuid>,
}

/// Inserts a job that waits.
pub(super) async fn insert(tx: &Tx<'_>, _granted: &GrantedNetwork, new: NewJob<'_>) -> Result<Uuid> {
    let id = tx.new_id();
    let row = import_job::ActiveModel {
        id: Set(id),
        kind: Set(new.kind.as_str().to_owned()),
        upload_id: Set(new.upload.id),
        filename: Set(new.upload.filename),
        sha256: Set(new.upload.sha256),
        mapping: Set(new.mapping.cloned()),
        locale: Set(new.locale.tag().to_owned()),
        dry_run: Set(new.dry_run_of.is_none()),
        dry_run_of: Set(new.dry_run_of),
        state: Set(ImportState::Queued.as_str().to_owned()),
        created_by: Set(tx.actor.id().unwrap_or_default()),
        created_at: Set(tx.scene.now),
        ..Default::default()
    };
    tx.insert(row).await?;
    Ok(id)
}

/// An import that the caller started before.
#[derive(Clone, Debug)]
pub(super) struct Tried {
    pub(super) kind: String,
    pub(super) mapping: Option<Value>,
    pub(super) sha256: String,
    /// It is a dry run, and it went to the end of the file.
    pub(super) is_done: bool,
}

/// The import that the caller started.
pub(super) async fn tried(tx: &Tx<'_>, id: Uuid) -> Result<Option<Tried>> {
    let own = Entity::find_by_id(id).filter(Column::CreatedBy.eq(tx.actor.id().unwrap_or_default()));
    let row = own.one(tx.connection()).await.map_err(fault)?;
    Ok(row.map(|row| Tried {
        kind: row.kind,
        mapping: row.mapping,
        sha256: row.sha256,
        is_done: row.dry_run && row.state == ImportState::Done.as_str(),
    }))
}
