//! Writing the order of a path: the place of each stage and of each module.

use uuid::Uuid;

use super::super::outline::Outline;
use super::parts::ASIDE;
use crate::access::{Edit, Granted};
use crate::kernel::error::Result;
use crate::store::{Sql, Tx};

/// Gives each stage and each module the place that it has in `outline`: dense, from 1. Every row goes aside first, so
/// that no two ever have the same.
pub(in super::super) async fn arrange(tx: &Tx<'_>, granted: &Granted<Edit>, outline: &Outline) -> Result<()> {
    for table in ["path_stage", "path_module"] {
        let mut sql = tx.sql();
        sql.push("update ").push(table).push(" set position = position + ").bind(ASIDE);
        sql.push(" where revision_id is null and path_id = ").bind(granted.id());
        tx.run(sql).await?;
    }
    let stages = (1..).zip(&outline.stages).map(|(position, stage)| (stage.id, position, None));
    place(tx, "path_stage", stages.collect()).await?;
    let modules = outline.stages.iter().flat_map(|stage| {
        (1..).zip(&stage.modules).map(|(position, module)| (module.id, position, Some(stage.id)))
    });
    place(tx, "path_module", modules.collect()).await
}

/// Writes the place of each row, and of a module the stage.
async fn place(tx: &Tx<'_>, table: &'static str, rows: Vec<(Uuid, i32, Option<Uuid>)>) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut sql = tx.sql();
    sql.push("update ").push(table).push(" set position = v.column2");
    if rows.iter().any(|(_, _, stage)| stage.is_some()) {
        sql.push(", stage_id = v.column3");
    }
    sql.push(" from (values ");
    for (at, (id, position, stage)) in rows.into_iter().enumerate() {
        value(&mut sql, at, id, position, stage);
    }
    sql.push(") as v where ").push(table).push(".id = v.column1");
    tx.run(sql).await?;
    Ok(())
}

fn value(sql: &mut Sql, at: usize, id: Uuid, position: i32, stage: Option<Uuid>) {
    sql.push(if at == 0 { "(" } else { ", (" }).bind(id);
    sql.push(", ").bind(position).push(", ").bind(stage).push(")");
}
