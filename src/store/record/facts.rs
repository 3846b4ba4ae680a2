//! What is known of a record that somebody wants to change.

use sea_orm::QueryResult;
use uuid::Uuid;

use crate::access::{Facts, Visibility};
use crate::kernel::error::{Error, Result};
use crate::kernel::kind::Kind;
use crate::store::fault;
use crate::store::{Tx, policy};

impl Tx<'_> {
    /// Reads a record and what the viewer may do with it, and holds it until the end of the transaction. `None` when
    /// there is no such record; one that the viewer may not see comes with `visible` false, for `access` to refuse.
    ///
    /// # Errors
    /// When the database refuses it.
    pub async fn facts(&self, id: Uuid) -> Result<Option<Facts>> {
        Ok(self.facts_of(&[id]).await?.pop())
    }

    /// [`Tx::facts`] of many, in the order of their identifiers: two transactions that hold the same records take
    /// them in the same order.
    ///
    /// # Errors
    /// When the database refuses it.
    pub async fn facts_of(&self, ids: &[Uuid]) -> Result<Vec<Facts>> {
        let scene = self.scene;
        let mut sql = self.sql();
        sql.push("select r.id, r.kind, r.version, r.owner_id, r.project_id, r.created_by, r.visibility, r.effective_visibility, r.withheld, r.archived_at is not null, ");
        policy::visible(&mut sql, scene, "r");
        sql.push(", ");
        policy::editable(&mut sql, scene, "r");
        sql.push(", ");
        policy::manageable(&mut sql, scene, "r");
        sql.push(", ");
        policy::administers(&mut sql, scene, "r.owner_id");
        sql.push(" from record r where r.deleted_at is null and ").any_id("r.id", ids);
        sql.push(" order by r.id");
        if sql.is_postgres() {
            sql.push(" for update of r");
        }
        self.all(sql).await?.iter().map(read).collect()
    }
}

fn read(row: &QueryResult) -> Result<Facts> {
    let text = |at: usize| row.try_get_by_index::<String>(at).map_err(fault);
    let id_at = |at: usize| row.try_get_by_index::<Option<Uuid>>(at).map_err(fault);
    let flag =
        |at: usize| row.try_get_by_index::<Option<bool>>(at).map_err(fault).map(Option::unwrap_or_default);
    let kind = text(1)?;
    Ok(Facts {
        id: row.try_get_by_index(0).map_err(fault)?,
        kind: Kind::parse(&kind).ok_or_else(|| Error::Internal(format!("a record of kind {kind}")))?,
        version: row.try_get_by_index(2).map_err(fault)?,
        owner: id_at(3)?,
        project: id_at(4)?,
        created_by: id_at(5)?,
        visibility: Visibility::parse(&text(6)?),
        effective: Visibility::parse(&text(7)?),
        withheld: flag(8)?,
        archived: flag(9)?,
        visible: flag(10)?,
        editable: flag(11)?,
        manageable: flag(12)?,
        administered: flag(13)?,
    })
}
