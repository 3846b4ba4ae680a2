//! Writing the stages and modules of a path as it is: those of its revisions are never touched.

use entities::{module_prerequisite, path_module, path_stage};
use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::{ActiveModelTrait, ColumnTrait, Condition, EntityTrait, QueryFilter};
use serde_json::json;
use uuid::Uuid;

use super::super::model::ModuleKind;
use super::super::module::ModuleContent;
use super::super::outline::Module;
use crate::access::{Edit, Granted};
use crate::domain::record;
use crate::kernel::error::{Error, Result};
use crate::kernel::text::Text;
use crate::store::{Tx, fault};

/// Above every place of a path: where rows stand until each is given its own.
pub(super) const ASIDE: i32 = 10_000;

/// Inserts a stage aside: [`super::arrange`] gives it its place.
pub(in super::super) async fn insert_stage(
    tx: &Tx<'_>,
    granted: &Granted<Edit>,
    id: Uuid,
    title: &Text,
) -> Result<()> {
    let row = path_stage::ActiveModel {
        id: Set(id),
        path_id: Set(granted.id()),
        revision_id: Set(None),
        position: Set(ASIDE),
        title: Set(json!(title)),
    };
    tx.insert(row).await
}

/// Writes the title of a stage; answers whether it is another one.
pub(in super::super) async fn rename_stage(
    tx: &Tx<'_>,
    _granted: &Granted<Edit>,
    id: Uuid,
    title: &Text,
) -> Result<bool> {
    let before = path_stage::Entity::find_by_id(id).one(tx.connection()).await.map_err(fault)?;
    let title = json!(title);
    if before.is_some_and(|before| before.title == title) {
        return Ok(false);
    }
    let row = path_stage::ActiveModel { id: Unchanged(id), title: Set(title), ..Default::default() };
    row.update(tx.connection()).await.map_err(fault)?;
    Ok(true)
}

/// Inserts a module aside: [`super::arrange`] gives it its place.
pub(in super::super) async fn insert_module(
    tx: &Tx<'_>,
    granted: &Granted<Edit>,
    stage: Uuid,
    module: &Module,
    new: &ModuleContent,
) -> Result<()> {
    let row = path_module::ActiveModel {
        id: Set(module.id),
        path_id: Set(granted.id()),
        revision_id: Set(None),
        stage_id: Set(stage),
        position: Set(ASIDE),
        ..module_columns(new)
    };
    tx.insert(row).await?;
    for required in &module.requires {
        require(tx, granted, module.id, *required).await?;
    }
    Ok(())
}

/// Writes what a module says.
pub(in super::super) async fn update_module(
    tx: &Tx<'_>,
    _granted: &Granted<Edit>,
    id: Uuid,
    module: &ModuleContent,
) -> Result<()> {
    let row = path_module::ActiveModel { id: Unchanged(id), ..module_columns(module) };
    row.update(tx.connection()).await.map_err(fault)?;
    Ok(())
}

/// What a module says.
pub(in super::super) async fn module(tx: &Tx<'_>, id: Uuid) -> Result<ModuleContent> {
    let row = path_module::Entity::find_by_id(id).one(tx.connection()).await.map_err(fault)?;
    let unknown = || Error::Internal(format!("the module {id} is gone, or its kind is none"));
    let row = row.ok_or_else(unknown)?;
    Ok(ModuleContent {
        kind: ModuleKind::parse(&row.kind).ok_or_else(unknown)?,
        title: Some(record::read_text(row.title)?),
        minutes: row.minutes,
        required: row.required,
        resource: row.resource_id,
    })
}

fn module_columns(module: &ModuleContent) -> path_module::ActiveModel {
    path_module::ActiveModel {
        kind: Set(module.kind.as_str().to_owned()),
        title: Set(json!(module.title)),
        minutes: Set(module.minutes),
        required: Set(module.required),
        resource_id: Set(module.resource),
        ..Default::default()
    }
}

/// Says that a module requires another one.
pub(in super::super) async fn require(
    tx: &Tx<'_>,
    _granted: &Granted<Edit>,
    module: Uuid,
    required: Uuid,
) -> Result<()> {
    let row = module_prerequisite::ActiveModel { module_id: Set(module), requires_id: Set(required) };
    tx.insert(row).await
}

/// Says it no longer.
pub(in super::super) async fn unrequire(
    tx: &Tx<'_>,
    _granted: &Granted<Edit>,
    module: Uuid,
    required: Uuid,
) -> Result<()> {
    let row = module_prerequisite::Entity::delete_by_id((module, required));
    row.exec(tx.connection()).await.map_err(fault)?;
    Ok(())
}

/// Deletes modules, and what they require and are required by.
pub(in super::super) async fn delete_modules(
    tx: &Tx<'_>,
    _granted: &Granted<Edit>,
    modules: &[Uuid],
) -> Result<()> {
    let of_one = Condition::any()
        .add(module_prerequisite::Column::ModuleId.is_in(modules.iter().copied()))
        .add(module_prerequisite::Column::RequiresId.is_in(modules.iter().copied()));
    let required = module_prerequisite::Entity::delete_many().filter(of_one);
    required.exec(tx.connection()).await.map_err(fault)?;
    let rows = path_module::Entity::delete_many();
    let rows = rows.filter(path_module::Column::Id.is_in(modules.iter().copied()));
    rows.exec(tx.connection()).await.map_err(fault)?;
    Ok(())
}

/// Deletes a stage that has no module.
pub(in super::super) async fn delete_stage(tx: &Tx<'_>, _granted: &Granted<Edit>, id: Uuid) -> Result<()> {
    path_stage::Entity::delete_by_id(id).exec(tx.connection()).await.map_err(fault)?;
    Ok(())
}
