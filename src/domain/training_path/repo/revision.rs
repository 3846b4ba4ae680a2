//! Freezing a path: its revision, and copies of its stages and modules that nothing changes any more.

use std::collections::HashMap;

use entities::{module_prerequisite, path_module, path_revision, path_stage, training_path};
use sea_orm::ActiveModelTrait;
use sea_orm::ActiveValue::{Set, Unchanged};
use uuid::Uuid;

use super::outline;
use crate::access::{Edit, Granted};
use crate::kernel::error::{Error, Result};
use crate::store::{Tx, fault};

/// Keeps what the path says and teaches now as its next revision.
///
/// # Errors
/// When the database refuses it.
pub async fn freeze(tx: &Tx<'_>, granted: &Granted<Edit>) -> Result<()> {
    let path = super::row(tx, granted.id()).await?;
    let number = path.revision + 1;
    let revision = tx.new_id();
    let row = revision_row(tx, revision, number, path)?;
    tx.insert(row).await?;
    let stages = copy_stages(tx, granted, revision).await?;
    let modules = copy_modules(tx, granted, revision, &stages).await?;
    copy_prerequisites(tx, granted, &modules).await?;
    let row = training_path::ActiveModel {
        id: Unchanged(granted.id()),
        revision: Set(number),
        changed: Set(false),
        ..Default::default()
    };
    row.update(tx.connection()).await.map_err(fault)?;
    Ok(())
}

fn revision_row(
    tx: &Tx<'_>,
    id: Uuid,
    number: i32,
    path: training_path::Model,
) -> Result<path_revision::ActiveModel> {
    let modality =
        path.modality.ok_or_else(|| Error::Internal(format!("the path {} is taken nowhere", path.id)))?;
    Ok(path_revision::ActiveModel {
        id: Set(id),
        path_id: Set(path.id),
        number: Set(number),
        published_at: Set(tx.scene.now),
        published_by: Set(tx.actor.id()),
        provider_id: Set(path.provider_id),
        code: Set(path.code),
        title: Set(path.title),
        summary: Set(path.summary),
        objectives: Set(path.objectives),
        order_policy: Set(path.order_policy),
        modality: Set(modality),
        certification: Set(path.certification),
        certification_code: Set(path.certification_code),
        eu_level: Set(path.eu_level),
        price: Set(path.price),
        languages: Set(path.languages),
    })
}

/// What each copy is of: the identifiers of the copies by those of what they were made from.
type Copies = HashMap<Uuid, Uuid>;

fn copy_of(copies: &Copies, id: Uuid) -> Result<Uuid> {
    copies.get(&id).copied().ok_or_else(|| Error::Internal(format!("{id} stands in another path")))
}

async fn copy_stages(tx: &Tx<'_>, granted: &Granted<Edit>, revision: Uuid) -> Result<Copies> {
    let mut copies = Copies::new();
    let rows = outline::stages(tx, granted.id()).await?.into_iter().map(|stage| {
        let id = tx.new_id();
        copies.insert(stage.id, id);
        path_stage::ActiveModel {
            id: Set(id),
            path_id: Set(stage.path_id),
            revision_id: Set(Some(revision)),
            position: Set(stage.position),
            title: Set(stage.title),
        }
    });
    tx.insert_all(rows).await?;
    Ok(copies)
}

async fn copy_modules(
    tx: &Tx<'_>,
    granted: &Granted<Edit>,
    revision: Uuid,
    stages: &Copies,
) -> Result<Copies> {
    let mut copies = Copies::new();
    let mut rows = Vec::new();
    for module in outline::modules(tx, granted.id()).await? {
        let id = tx.new_id();
        copies.insert(module.id, id);
        rows.push(path_module::ActiveModel {
            id: Set(id),
            path_id: Set(module.path_id),
            revision_id: Set(Some(revision)),
            stage_id: Set(copy_of(stages, module.stage_id)?),
            position: Set(module.position),
            kind: Set(module.kind),
            title: Set(module.title),
            minutes: Set(module.minutes),
            required: Set(module.required),
            resource_id: Set(module.resource_id),
        });
    }
    tx.insert_all(rows).await?;
    Ok(copies)
}

async fn copy_prerequisites(tx: &Tx<'_>, granted: &Granted<Edit>, modules: &Copies) -> Result<()> {
    let mut rows = Vec::new();
    for (module, required) in outline::prerequisites(tx, granted.id()).await? {
        rows.push(module_prerequisite::ActiveModel {
            module_id: Set(copy_of(modules, module)?),
            requires_id: Set(copy_of(modules, required)?),
        });
    }
    tx.insert_all(rows).await
}
