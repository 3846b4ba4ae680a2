//! Records of a structure that is found to be another one: what it owns and what lies under it goes over to that one, and
//! its own record is deleted, until the two are parted again.

use entities::record;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use uuid::Uuid;

use crate::access::{Facts, Granted, Moderate, Visibility};
use crate::kernel::error::{Error, Result};
use crate::kernel::id;
use crate::store::log::Entry;
use crate::store::record::change::{Change, changed};
use crate::store::{Tx, fault};

/// Records changed by one statement, at most.
const MANY: usize = 1_000;

impl Tx<'_> {
    /// Gives records to another structure, each with its next version and an event: who reads them follows.
    ///
    /// # Errors
    /// When the database refuses it.
    pub async fn change_owner(&mut self, records: &[Uuid], owner: &Granted<Moderate>) -> Result<()> {
        for records in records.chunks(MANY) {
            let mut sql = self.sql();
            sql.push("update record set version = version + 1, owner_id = ").bind(owner.id());
            sql.push(", updated_at = ").bind(self.scene.now).push(", updated_by = ");
            sql.bind(self.scene.viewer.creator()).push(" where ").any_id("id", records);
            self.run(sql).await?;
            let mut sql = self.sql();
            sql.push("select * from record where deleted_at is null and ").any_id("id", records);
            sql.push(" order by id");
            let rows = record::Entity::find().from_raw_sql(sql.finish()).all(self.connection());
            for row in rows.await.map_err(fault)? {
                let entry = entry(&row, "record.owner_changed", "owner")?;
                self.note(entry);
            }
        }
        Ok(())
    }

    /// Has records lie under another one; their levels follow, each with an event when it changes.
    ///
    /// # Errors
    /// When the database refuses it.
    pub async fn change_parent(&mut self, records: &[Uuid], parent: &Facts) -> Result<()> {
        for records in records.chunks(MANY) {
            let mut sql = self.sql();
            sql.push("update record set parent_id = ").bind(parent.id).push(" where ").any_id("id", records);
            self.run(sql).await?;
        }
        self.narrow_below(parent.id, parent.effective, None).await
    }

    /// Deletes the record of what is found to be another one; nothing of its own is lost.
    ///
    /// # Errors
    /// When the database refuses it.
    pub async fn absorb(&mut self, granted: &Granted<Moderate>, event: &'static str) -> Result<()> {
        self.note_sweeping();
        let facts = granted.facts();
        record::Entity::update_many()
            .col_expr(record::Column::DeletedAt, Expr::value(self.scene.now))
            .col_expr(record::Column::EffectiveVisibility, Expr::value("NONE"))
            .filter(record::Column::Id.eq(facts.id))
            .exec(self.connection())
            .await
            .map_err(fault)?;
        let change = Change { event, fields: vec!["status"], name: None };
        self.write_changes(&[(granted, &change)]).await?;
        self.note(Entry { after: None, ..changed(facts, change) });
        Ok(())
    }

    /// Brings back a record that [`Tx::absorb`] deleted; with the end of its identifier in its slug, when another one took
    /// that meanwhile. What is known of it from then on.
    ///
    /// # Errors
    /// When the database refuses it.
    pub async fn release(&mut self, id: Uuid, event: &'static str) -> Result<Facts> {
        self.note_sweeping();
        let row = record::Entity::find_by_id(id).one(self.connection()).await.map_err(fault)?;
        let row = row.ok_or_else(|| Error::Internal(format!("the record {id} is gone")))?;
        let held_back = row.withheld || row.archived_at.is_some();
        let level = self.effective(id, Visibility::parse(&row.visibility), held_back).await?;
        let slug = self.free_slug(&row).await?;
        record::Entity::update_many()
            .col_expr(record::Column::DeletedAt, Expr::value(Option::<chrono::DateTime<chrono::Utc>>::None))
            .col_expr(record::Column::EffectiveVisibility, Expr::value(level.as_str()))
            .col_expr(record::Column::Version, Expr::value(row.version + 1))
            .col_expr(record::Column::UpdatedAt, Expr::value(self.scene.now))
            .col_expr(record::Column::UpdatedBy, Expr::value(self.scene.viewer.creator()))
            .col_expr(record::Column::Slug, Expr::value(slug))
            .filter(record::Column::Id.eq(id))
            .exec(self.connection())
            .await
            .map_err(fault)?;
        let facts = self.facts(id).await?;
        let facts = facts.ok_or_else(|| Error::Internal(format!("the record {id} did not come back")))?;
        self.note(Entry {
            before: None,
            after: Some(level.standing(held_back)),
            version: row.version + 1,
            ..entry(&row, event, "status")?
        });
        Ok(facts)
    }

    async fn free_slug(&self, row: &record::Model) -> Result<Option<String>> {
        let Some(slug) = &row.slug else { return Ok(None) };
        let others = record::Entity::find()
            .filter(record::Column::Kind.eq(&row.kind))
            .filter(record::Column::Slug.eq(slug))
            .filter(record::Column::DeletedAt.is_null());
        if others.count(self.connection()).await.map_err(fault)? == 0 {
            return Ok(Some(slug.clone()));
        }
        let global = id::global("x", row.id);
        Ok(Some(format!("{slug}-{}", &global[global.len() - 8..])))
    }
}

/// What the log says of a record that changed without a change of its readers' level; `row` is as it was, but for its owner.
fn entry(row: &record::Model, event: &'static str, field: &'static str) -> Result<Entry> {
    Ok(Entry { changed_fields: vec![field], ..Entry::of_row(row, event)? })
}
