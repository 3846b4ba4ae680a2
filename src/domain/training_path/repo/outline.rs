//! Reading the stages and modules of a path as it is: those of its revisions are left out.

use entities::{path_module, path_stage};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::super::outline::{Module, Outline, Stage};
use crate::access::{Edit, Granted};
use crate::kernel::error::Result;
use crate::store::{Tx, fault};

/// The path that has this stage.
pub(in super::super) async fn path_of_stage(tx: &Tx<'_>, stage: Uuid) -> Result<Option<Uuid>> {
    let row = path_stage::Entity::find_by_id(stage).one(tx.connection()).await.map_err(fault)?;
    Ok(row.filter(|row| row.revision_id.is_none()).map(|row| row.path_id))
}

/// The path that has this module.
pub(in super::super) async fn path_of_module(tx: &Tx<'_>, module: Uuid) -> Result<Option<Uuid>> {
    let row = path_module::Entity::find_by_id(module).one(tx.connection()).await.map_err(fault)?;
    Ok(row.filter(|row| row.revision_id.is_none()).map(|row| row.path_id))
}

/// The order of the path.
pub(in super::super) async fn load(tx: &Tx<'_>, granted: &Granted<Edit>) -> Result<Outline> {
    let path = granted.id();
    let stages = stages(tx, path).await?.into_iter();
    let mut outline =
        Outline { stages: stages.map(|stage| Stage { id: stage.id, modules: Vec::new() }).collect() };
    for module in modules(tx, path).await? {
        if let Some(stage) = outline.stage(module.stage_id) {
            stage.modules.push(Module { id: module.id, requires: Default::default() });
        }
    }
    for (module, required) in prerequisites(tx, path).await? {
        if let Some(module) = outline.module(module) {
            module.requires.insert(required);
        }
    }
    Ok(outline)
}

/// The stages of the path, in their order.
pub(super) async fn stages(tx: &Tx<'_>, path: Uuid) -> Result<Vec<path_stage::Model>> {
    let stages = path_stage::Entity::find()
        .filter(path_stage::Column::PathId.eq(path))
        .filter(path_stage::Column::RevisionId.is_null())
        .order_by_asc(path_stage::Column::Position);
    stages.all(tx.connection()).await.map_err(fault)
}

/// The modules of the path, in the order that each has in its stage.
pub(super) async fn modules(tx: &Tx<'_>, path: Uuid) -> Result<Vec<path_module::Model>> {
    let modules = path_module::Entity::find()
        .filter(path_module::Column::PathId.eq(path))
        .filter(path_module::Column::RevisionId.is_null())
        .order_by_asc(path_module::Column::Position);
    modules.all(tx.connection()).await.map_err(fault)
}

/// The modules of the path that require one, each with the one that it requires.
pub(super) async fn prerequisites(tx: &Tx<'_>, path: Uuid) -> Result<Vec<(Uuid, Uuid)>> {
    let mut sql = tx.sql();
    sql.push("select q.module_id, q.requires_id from module_prerequisite q join path_module m on m.id = q.module_id");
    sql.push(" where m.revision_id is null and m.path_id = ").bind(path);
    let rows = tx.all(sql).await?;
    let pair = |row: &sea_orm::QueryResult| {
        Ok((row.try_get_by_index(0).map_err(fault)?, row.try_get_by_index(1).map_err(fault)?))
    };
    rows.iter().map(pair).collect()
}
