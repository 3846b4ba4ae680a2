//! Changing who reads a record, and with it who reads what lies under it.

use entities::record;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::access::{Granted, Manage, Standing, Visibility};
use crate::kernel::error::{Error, Result};
use crate::store::Tx;
use crate::store::fault;
use crate::store::log::Entry;
use crate::store::record::change::{Change, changed};

impl Tx<'_> {
    /// Sets the record's own level; its effective level and those of all that lies under it follow, each with an event
    /// when it changes. Answers the new version.
    ///
    /// # Errors
    /// When the database refuses it.
    pub async fn change_visibility(&mut self, granted: &Granted<Manage>, level: Visibility) -> Result<i32> {
        let facts = granted.facts();
        let effective = self.effective(facts.id, level, facts.withheld).await?;
        let version = facts.version + 1;
        record::Entity::update_many()
            .col_expr(record::Column::Visibility, Expr::value(level.as_str()))
            .col_expr(record::Column::EffectiveVisibility, Expr::value(effective.as_str()))
            .col_expr(record::Column::Version, Expr::value(version))
            .col_expr(record::Column::UpdatedAt, Expr::value(self.scene.now))
            .col_expr(record::Column::UpdatedBy, Expr::value(self.scene.viewer.creator()))
            .filter(record::Column::Id.eq(facts.id))
            .exec(self.connection())
            .await
            .map_err(fault)?;
        self.note(Entry {
            version,
            changed_fields: vec!["visibility"],
            after: Some(effective.standing(facts.withheld)),
            ..Entry::of(facts, "record.visibility_changed")
        });
        self.narrow_below(facts.id, effective, None).await?;
        Ok(version)
    }

    /// Changes a record, and says whether it is published or withheld from now on, with all that lies under it: who reads
    /// them follows.
    ///
    /// # Errors
    /// When the database refuses it.
    pub async fn publish<R>(
        &mut self,
        granted: &Granted<R>,
        change: Change<'_>,
        published: bool,
    ) -> Result<()> {
        let facts = granted.facts();
        let effective = self.effective(facts.id, facts.visibility, !published).await?;
        record::Entity::update_many()
            .col_expr(record::Column::Withheld, Expr::value(!published))
            .col_expr(record::Column::EffectiveVisibility, Expr::value(effective.as_str()))
            .filter(record::Column::Id.eq(facts.id))
            .exec(self.connection())
            .await
            .map_err(fault)?;
        self.write_changes(&[(granted, &change)]).await?;
        self.note(Entry { after: Some(effective.standing(!published)), ..changed(facts, change) });
        self.narrow_below(facts.id, effective, Some(!published)).await
    }

    /// What a record at its own `level` is read as.
    pub(super) async fn effective(&self, id: Uuid, level: Visibility, withheld: bool) -> Result<Visibility> {
        let parent = match self.record_row(id).await?.parent_id {
            Some(parent) => Visibility::parse(&self.record_row(parent).await?.effective_visibility),
            None => Visibility::Public,
        };
        Ok(level.under(parent).while_withheld(withheld))
    }

    async fn record_row(&self, id: Uuid) -> Result<record::Model> {
        let row = record::Entity::find_by_id(id).one(self.connection()).await.map_err(fault)?;
        row.ok_or_else(|| Error::Internal(format!("the record {id} is gone")))
    }

    /// Recomputes what lies under `top`, level by level; `withheld` says whether that is, when it changes.
    pub(super) async fn narrow_below(
        &mut self,
        top: Uuid,
        level: Visibility,
        withheld: Option<bool>,
    ) -> Result<()> {
        let mut parents = vec![(top, level)];
        while let Some((parent, level)) = parents.pop() {
            let children = record::Entity::find()
                .filter(record::Column::ParentId.eq(parent))
                .filter(record::Column::DeletedAt.is_null())
                .all(self.connection())
                .await
                .map_err(fault)?;
            for child in children {
                let before = Visibility::parse(&child.effective_visibility);
                let withheld = withheld.unwrap_or(child.withheld);
                let held_back = withheld || child.archived_at.is_some();
                let after = Visibility::parse(&child.visibility).under(level).while_withheld(held_back);
                if before == after && withheld == child.withheld {
                    continue;
                }
                record::Entity::update_many()
                    .col_expr(record::Column::EffectiveVisibility, Expr::value(after.as_str()))
                    .col_expr(record::Column::Withheld, Expr::value(withheld))
                    .filter(record::Column::Id.eq(child.id))
                    .exec(self.connection())
                    .await
                    .map_err(fault)?;
                let was_held_back = child.withheld || child.archived_at.is_some();
                let logged = [before.standing(was_held_back), after.standing(held_back)];
                self.note(narrowed(&child, logged)?);
                parents.push((child.id, after));
            }
        }
        Ok(())
    }
}

fn narrowed(child: &record::Model, [before, after]: [Standing; 2]) -> Result<Entry> {
    Ok(Entry {
        changed_fields: vec!["visibility"],
        before: Some(before),
        after: Some(after),
        ..Entry::of_row(child, "record.visibility_changed")?
    })
}
