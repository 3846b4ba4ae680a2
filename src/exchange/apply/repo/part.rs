//! Stages and modules of training paths in the database, of many paths at a time; those of revisions are left out.

use entities::{path_module, path_stage, training_path};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::super::module::{Changes, Module, Outline, Stage};
use crate::{
    kernel::error::Result,
    store::{Tx, fault},
};

/// The stages and modules of these paths.
pub(in super::super) async fn outline(tx: &Tx<'_>, paths: &[Uuid]) -> Result<Outline> {
    let stages = path_stage::Entity::find()
        .filter(path_stage::Column::PathId.is_in(paths.iter().copied()))
        .filter(path_stage::Column::RevisionId.is_null());
    let modules = path_module::Entity::find()
        .filter(path_module::Column::PathId.is_in(paths.iter().copied()))
        .filter(path_module::Column::RevisionId.is_null());
    let stages = stages.all(tx.connection()).await.map_err(fault)?.into_iter();
    let modules = modules.all(tx.connection()).await.map_err(fault)?.into_iter();
    Ok(Outline {
        stages: stages
            .map(|row| Stage { id: row.id, path: row.path_id, position: row.position, title: row.title })
            .collect(),
        modules: modules.map(|row| (row.id, read(row))).collect(),
    })
}

fn read(row: path_module::Model) -> Module {
    Module {
        id: row.id,
        path: row.path_id,
        stage: row.stage_id,
        position: row.position,
        kind: row.kind,
        title: row.title,
        minutes: row.minutes,
        required: row.required,
        resource: row.resource_id,
    }
}

/// Writes the stages and modules of a batch.
pub(in super::super) async fn write(tx: &Tx<'_>, changes: &Changes) -> Result<()> {
    if !changes.stages.is_empty() {
        let rows = changes.stages.iter().map(|stage| path_stage::ActiveModel {
            id: Set(stage.id),
            path_id: Set(stage.path),
            revision_id: Set(None),
            position: Set(stage.position),
            title: Set(stage.title.clone()),
        });
        tx.insert_all(rows).await?;
    }
    if !changes.modules.is_empty() {
        use path_module::Column::{Kind, Minutes, Required, ResourceId, Title};
        let rows = changes.modules.iter().map(row);
        let again = [Kind, Title, Minutes, Required, ResourceId];
        path_module::Entity::insert_many(rows)
            .on_conflict(OnConflict::column(path_module::Column::Id).update_columns(again).to_owned())
            .exec_without_returning(tx.connection())
            .await
            .map_err(fault)?;
    }
    Ok(())
}

fn row(module: &Module) -> path_module::ActiveModel {
    path_module::ActiveModel {
        id: Set(module.id),
        path_id: Set(module.path),
        revision_id: Set(None),
        stage_id: Set(module.stage),
        position: Set(module.position),
        kind: Set(module.kind.clone()),
        title: Set(module.title.clone()),
        minutes: Set(module.minutes),
        required: Set(module.required),
        resource_id: Set(module.resource),
    }
}

/// Those of these paths that are published.
pub(in super::super) async fn published(tx: &Tx<'_>, paths: &[Uuid]) -> Result<Vec<Uuid>> {
    let rows = training_path::Entity::find()
        .filter(training_path::Column::Id.is_in(paths.iter().copied()))
        .filter(training_path::Column::Status.eq("PUBLISHED"));
    let rows = rows.all(tx.connection()).await.map_err(fault)?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Says that these paths say something else than their last revisions.
pub(in super::super) async fn mark_changed(tx: &Tx<'_>, paths: &[Uuid]) -> Result<()> {
    training_path::Entity::update_many()
        .col_expr(training_path::Column::Changed, Expr::value(true))
        .filter(training_path::Column::Id.is_in(paths.iter().copied()))
        .exec(tx.connection())
        .await
        .map_err(fault)?;
    Ok(())
}
