//! Changing a record from a version that the caller names.

use chrono::{DateTime, Utc};
use entities::outbox;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::access::{Facts, Granted};
use crate::kernel::error::Result;
use crate::kernel::fold::fold;
use crate::store::Tx;
use crate::store::fault;
use crate::store::log::Entry;

/// What happens to a record.
#[derive(Clone, Debug)]
pub struct Change<'a> {
    /// The event (`action.status_changed`).
    pub event: &'static str,
    /// The API's names of the fields that change.
    pub fields: Vec<&'static str>,
    /// Its new name or French title, if that changes.
    pub name: Option<&'a str>,
}

/// What happened to a record since a version.
#[derive(Clone, Debug)]
pub struct Since {
    /// The person who changed it last; `None` when a program or the hub did.
    pub member: Option<Uuid>,
    /// Every field that changed, once.
    pub fields: Vec<String>,
    /// When it last changed.
    pub at: Option<DateTime<Utc>>,
}

/// Records changed by one statement, at most.
const MANY: usize = 1_000;

impl Tx<'_> {
    /// What happened since `expected`; `None` when that is still the record's version, and it may be changed.
    /// The record is held by the transaction ([`Tx::facts`]), so the answer stays true until its end.
    ///
    /// # Errors
    /// When the database refuses it.
    pub async fn since<R>(&self, granted: &Granted<R>, expected: i32) -> Result<Option<Since>> {
        if granted.facts().version == expected {
            return Ok(None);
        }
        let rows = outbox::Entity::find()
            .filter(outbox::Column::RecordId.eq(granted.id()))
            .filter(outbox::Column::Version.gt(expected))
            .order_by_asc(outbox::Column::Seq)
            .all(self.connection())
            .await
            .map_err(fault)?;
        let mut since = Since { member: None, fields: Vec::new(), at: None };
        for row in rows {
            since.at = Some(row.at);
            since.member = row.actor_id.filter(|_| row.actor_kind == "MEMBER");
            for field in
                row.changed_fields.as_array().into_iter().flatten().filter_map(|field| field.as_str())
            {
                if !since.fields.iter().any(|known| known == field) {
                    since.fields.push(field.to_owned());
                }
            }
        }
        Ok(Some(since))
    }

    /// Gives the record its next version and notes the change. Its own table is the caller's.
    ///
    /// # Errors
    /// When the database refuses it.
    pub async fn change<R>(&mut self, granted: &Granted<R>, change: Change<'_>) -> Result<i32> {
        let version = granted.facts().version + 1;
        self.change_many(vec![(granted, change)]).await?;
        Ok(version)
    }

    /// [`Tx::change`] of many records, each named once, in as many statements as for one.
    ///
    /// # Errors
    /// When the database refuses it.
    pub async fn change_many<R>(&mut self, changes: Vec<(&Granted<R>, Change<'_>)>) -> Result<()> {
        let named: Vec<_> = changes.iter().map(|(granted, change)| (*granted, change)).collect();
        self.write_changes(&named).await?;
        for (granted, change) in changes {
            self.note(changed(granted.facts(), change));
        }
        Ok(())
    }

    /// The statements of [`Tx::change_many`], which notes the changes.
    pub(super) async fn write_changes<R>(&self, changes: &[(&Granted<R>, &Change<'_>)]) -> Result<()> {
        for changes in changes.chunks(MANY) {
            let mut sql = self.sql();
            sql.push("update record set version = record.version + 1, updated_at = ").bind(self.scene.now);
            sql.push(", updated_by = ").bind(self.scene.viewer.creator());
            sql.push(", sort_name = coalesce(v.column2, record.sort_name) from (values ");
            for (position, (granted, change)) in changes.iter().enumerate() {
                sql.push(if position == 0 { "(" } else { ", (" }).bind(granted.id());
                sql.push(", ").bind(change.name.map(fold)).push(")");
            }
            sql.push(") as v where record.id = v.column1");
            self.run(sql).await?;
        }
        self.lock_changed(changes).await
    }
}

/// What the log says of a change that leaves its readers as they are.
pub(super) fn changed(facts: &Facts, change: Change<'_>) -> Entry {
    Entry { version: facts.version + 1, changed_fields: change.fields, ..Entry::of(facts, change.event) }
}
