//! Taking a record out of use with all that lies under it, and back: nothing of it is lost, and it comes back as it was.

use std::collections::HashMap;

use entities::record;
use sea_orm::EntityTrait;
use uuid::Uuid;

use crate::access::{Archive, Granted, Visibility};
use crate::kernel::error::Result;
use crate::store::Tx;
use crate::store::fault;
use crate::store::log::Entry;

/// Records changed by one statement, at most.
const MANY: usize = 1_000;

/// A record that is archived or restored, and its level from then on.
#[derive(Debug)]
struct Turned {
    row: record::Model,
    level: Visibility,
}

impl Tx<'_> {
    /// Archives a record with what lies under it and is in use, each with an event.
    ///
    /// # Errors
    /// When the database refuses it.
    pub async fn archive(&mut self, granted: &Granted<Archive>) -> Result<()> {
        let mut branch = self.branch(granted.id()).await?;
        branch.retain(|row| row.archived_at.is_none());
        self.turn(granted, branch, true).await
    }

    /// Restores a record with what was archived with it, each with an event. What lies under it and was archived by
    /// itself stays so.
    ///
    /// # Errors
    /// When the database refuses it.
    pub async fn restore(&mut self, granted: &Granted<Archive>) -> Result<()> {
        let mut branch = self.branch(granted.id()).await?;
        branch.retain(|row| row.archived_with == Some(granted.id()));
        self.turn(granted, branch, false).await
    }

    /// Whether what the record lies under is archived.
    ///
    /// # Errors
    /// When the database refuses it.
    pub async fn is_under_archived(&self, id: Uuid) -> Result<bool> {
        let mut sql = self.sql();
        sql.push("select 1 from record r join record p on p.id = r.parent_id where p.archived_at is not null and r.id = ");
        sql.bind(id);
        Ok(!self.all(sql).await?.is_empty())
    }

    /// A record and all that lies under it, held until the end of the transaction; what is above another comes first.
    async fn branch(&self, top: Uuid) -> Result<Vec<record::Model>> {
        let mut sql = self.sql();
        sql.push("with recursive below(id, depth) as (select id, 0 from record where id = ").bind(top);
        sql.push(" union all select c.id, b.depth + 1 from record c join below b on c.parent_id = b.id where c.deleted_at is null)");
        sql.push(" select r.* from below b join record r on r.id = b.id order by b.depth, r.id");
        if sql.is_postgres() {
            sql.push(" for update of r");
        }
        let rows = record::Entity::find().from_raw_sql(sql.finish()).all(self.connection());
        rows.await.map_err(fault)
    }

    async fn turn(
        &mut self,
        granted: &Granted<Archive>,
        branch: Vec<record::Model>,
        archived: bool,
    ) -> Result<()> {
        let mut levels: HashMap<Uuid, Visibility> = HashMap::new();
        let mut turned = Vec::with_capacity(branch.len());
        for row in branch {
            let held_back = archived || row.withheld;
            let own = Visibility::parse(&row.visibility);
            let above = row.parent_id.and_then(|parent| levels.get(&parent)).copied();
            let level = match above {
                Some(above) => own.under(above).while_withheld(held_back),
                None => self.effective(row.id, own, held_back).await?,
            };
            levels.insert(row.id, level);
            turned.push(Turned { row, level });
        }
        for turned in turned.chunks(MANY) {
            self.write_turned(turned, archived.then_some(granted.id())).await?;
        }
        for turned in &turned {
            self.note(turned.entry(archived)?);
        }
        Ok(())
    }

    async fn write_turned(&self, turned: &[Turned], with: Option<Uuid>) -> Result<()> {
        let mut sql = self.sql();
        sql.push("update record set version = record.version + 1, updated_at = ").bind(self.scene.now);
        sql.push(", updated_by = ").bind(self.scene.viewer.creator());
        sql.push(", archived_at = ").bind(with.map(|_| self.scene.now)).push(", archived_with = ").bind(with);
        sql.push(", effective_visibility = v.column2 from (values ");
        for (position, Turned { row, level }) in turned.iter().enumerate() {
            sql.push(if position == 0 { "(" } else { ", (" }).bind(row.id);
            sql.push(", ").bind(level.as_str()).push(")");
        }
        sql.push(") as v where record.id = v.column1");
        self.run(sql).await?;
        Ok(())
    }
}

impl Turned {
    fn entry(&self, archived: bool) -> Result<Entry> {
        let row = &self.row;
        let before = Visibility::parse(&row.effective_visibility);
        let event = if archived { "record.archived" } else { "record.restored" };
        Ok(Entry {
            version: row.version + 1,
            changed_fields: vec!["archivedAt"],
            before: Some(before.standing(row.withheld || !archived)),
            after: Some(self.level.standing(row.withheld || archived)),
            ..Entry::of_row(row, event)?
        })
    }
}
