//! What is looked for and is there no more, when another row stands for it.
//!
//! Asked only once nothing was found: what is there costs nothing more. Who sees the other row finds it; that it was meant
//! says nothing of the one that is gone.

use std::collections::HashMap;

use uuid::Uuid;

use super::declare::ObjectType;
use super::fetch::Fetcher;
use super::template::Template;
use crate::kernel::error::Result;
use crate::store::{Sql, fault};

/// A row that is there no more.
pub(crate) struct Gone {
    pub(crate) id: Uuid,
    /// The row that stands for it.
    pub(crate) successor: Uuid,
    /// The texts that were selected of it.
    pub(crate) selected: Vec<Option<String>>,
}

/// The row that stands for the one whose `condition` is `value`.
pub(crate) async fn of_key(
    fetcher: &Fetcher<'_>,
    ty: &ObjectType,
    condition: &Template,
    value: &str,
) -> Result<Option<Uuid>> {
    let gone = meeting(fetcher, ty, &[], |sql| {
        condition.render(sql, fetcher.scene);
        sql.push(" = ").bind(value);
    });
    Ok(gone.await?.first().map(|gone| gone.successor))
}

/// The rows that stand for those among `ids` that are there no more.
pub(crate) async fn of_ids(
    fetcher: &Fetcher<'_>,
    ty: &ObjectType,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, Uuid>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let gone = meeting(fetcher, ty, &[], |sql| {
        sql.any_id("t.id", ids);
    });
    Ok(gone.await?.into_iter().map(|gone| (gone.id, gone.successor)).collect())
}

/// The rows that are there no more and meet `condition`, those that went last first; `selected` are expressions of them.
pub(crate) async fn meeting(
    fetcher: &Fetcher<'_>,
    ty: &ObjectType,
    selected: &[&str],
    condition: impl FnOnce(&mut Sql),
) -> Result<Vec<Gone>> {
    let Some(successor) = ty.successor else { return Ok(Vec::new()) };
    let mut sql = fetcher.reader.sql();
    sql.push("select t.id, t.").push(successor);
    for expression in selected {
        sql.push(", ").push(expression);
    }
    sql.push(" from ").push(ty.table).push(" t join record r on r.id = t.id where t.");
    sql.push(successor).push(" is not null and ");
    condition(&mut sql);
    sql.push(" order by r.deleted_at desc, t.id");
    let rows = fetcher.reader.all(sql).await?;
    let read = rows.iter().map(|row| {
        let selected = (0..selected.len()).map(|at| row.try_get_by_index(at + 2).map_err(fault));
        Ok(Gone {
            id: row.try_get_by_index(0).map_err(fault)?,
            successor: row.try_get_by_index(1).map_err(fault)?,
            selected: selected.collect::<Result<_>>()?,
        })
    });
    read.collect()
}
