//! Which server works on which import.

use chrono::{DateTime, Utc};
use entities::import_job::{self, Column, Entity};
use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter};
use serde_json::Value;
use uuid::Uuid;

use crate::exchange::apply::Progress;
use crate::exchange::record::ImportKind;
use crate::imports::model::ImportState;
use crate::kernel::error::{Error, Result};
use crate::kernel::locale::Locale;
use crate::store::transaction::Act;
use crate::store::{Store, Tx, fault};

/// A job that a server holds.
#[derive(Clone, Debug)]
pub(in crate::imports) struct Held {
    pub(in crate::imports) id: Uuid,
    pub(in crate::imports) holder: Uuid,
    pub(in crate::imports) kind: ImportKind,
    pub(in crate::imports) upload: Uuid,
    pub(in crate::imports) filename: String,
    pub(in crate::imports) mapping: Option<Value>,
    pub(in crate::imports) locale: Locale,
    pub(in crate::imports) dry_run: bool,
    /// How often it was taken, this time counted.
    pub(in crate::imports) attempts: i32,
}

/// Takes the oldest job that nobody works on, until `until`.
pub(in crate::imports) async fn take(store: &Store, until: DateTime<Utc>) -> Result<Option<Held>> {
    store.write_as_hub(&Take { until }).await
}

struct Take {
    until: DateTime<Utc>,
}

impl Act for Take {
    type Outcome = Option<Held>;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<Option<Held>> {
        let mut sql = tx.sql();
        sql.push("select id from import_job where state = 'QUEUED' or (state = 'RUNNING' and held_until <= ");
        sql.bind(tx.scene.now).push(") order by created_at, id limit 1");
        // SQLite has one writer, and this transaction is it.
        if sql.is_postgres() {
            sql.push(" for update skip locked");
        }
        let rows = tx.all(sql).await?;
        let Some(id) = rows.first().map(|row| row.try_get_by_index::<Uuid>(0)).transpose().map_err(fault)?
        else {
            return Ok(None);
        };
        let row = Entity::find_by_id(id).one(tx.connection()).await.map_err(fault)?;
        let row = row.ok_or_else(|| Error::Internal(format!("the import {id} is gone")))?;
        let holder = tx.new_id();
        let taken = import_job::ActiveModel {
            id: Unchanged(id),
            state: Set(ImportState::Running.as_str().to_owned()),
            started_at: Set(Some(row.started_at.unwrap_or(tx.scene.now))),
            holder: Set(Some(holder)),
            held_until: Set(Some(self.until)),
            attempts: Set(row.attempts + 1),
            ..Default::default()
        };
        taken.update(tx.connection()).await.map_err(fault)?;
        read(row, holder).map(Some)
    }
}

fn read(row: import_job::Model, holder: Uuid) -> Result<Held> {
    let unknown = |what: &str| Error::Internal(format!("the {what} of the import {} is none", row.id));
    Ok(Held {
        id: row.id,
        holder,
        kind: ImportKind::parse(&row.kind).ok_or_else(|| unknown("kind"))?,
        upload: row.upload_id,
        locale: Locale::from_tag(&row.locale).ok_or_else(|| unknown("language"))?,
        filename: row.filename,
        mapping: row.mapping,
        dry_run: row.dry_run,
        attempts: row.attempts + 1,
    })
}

/// Says how far a job is, and that its holder works on it until `until`.
pub(in crate::imports) async fn beat(
    store: &Store,
    job: &Held,
    progress: Option<Progress>,
    until: DateTime<Utc>,
) -> Result<()> {
    store.write_as_hub(&Beat { job, progress, until }).await
}

struct Beat<'a> {
    job: &'a Held,
    progress: Option<Progress>,
    until: DateTime<Utc>,
}

impl Act for Beat<'_> {
    type Outcome = ();

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<()> {
        let whole = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
        let mut update = Entity::update_many()
            .col_expr(Column::HeldUntil, Expr::value(self.until))
            .filter(Column::Id.eq(self.job.id))
            .filter(Column::Holder.eq(self.job.holder));
        if let Some(Progress { applied, total }) = self.progress {
            update = update
                .col_expr(Column::Applied, Expr::value(whole(applied)))
                .col_expr(Column::Total, Expr::value(whole(total)));
        }
        update.exec(tx.connection()).await.map_err(fault)?;
        Ok(())
    }
}
