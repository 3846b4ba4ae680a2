//! The log of changes: what happened to which record, written in the transaction of the write.

use entities::{audit_event, outbox, record};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{ConnectionTrait, DbBackend};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::Tx;
use crate::access::{Facts, Standing, Visibility};
use crate::kernel::actor::Actor;
use crate::kernel::error::{Error, Result};
use crate::kernel::kind::Kind;

/// Holds the order of commits: `pg_advisory_xact_lock` on this key is taken just before the rows are inserted, so that
/// a row with a lower number can never appear after one with a higher number was seen. SQLite has one writer anyway.
const COMMIT_ORDER: i64 = 0x7265_7370_7972_656d;

/// One change of one record.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What happened (`action.status_changed`).
    pub event: &'static str,
    /// The record.
    pub record: Uuid,
    /// What it is.
    pub kind: Kind,
    /// Its version after the change.
    pub version: i32,
    /// The structure it belongs to.
    pub owner: Option<Uuid>,
    /// The project whose team it has.
    pub project: Option<Uuid>,
    /// The API's names of the fields that changed.
    pub changed_fields: Vec<&'static str>,
    /// How it was read before; `None` when it was made by this change.
    pub before: Option<Standing>,
    /// How it is read after; `None` when it was deleted by this change.
    pub after: Option<Standing>,
    /// Who is told of it in person.
    pub notifies: Vec<Notified>,
}

/// That a person is told of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notified {
    /// Whom.
    pub member: Uuid,
    /// By which notification.
    pub notification: Uuid,
}

impl Entry {
    /// What happened to a record of which neither the content changed nor who reads it.
    #[must_use]
    pub fn of(record: &Facts, event: &'static str) -> Self {
        Self {
            event,
            record: record.id,
            kind: record.kind,
            version: record.version,
            owner: record.owner,
            project: record.project,
            changed_fields: Vec::new(),
            before: Some(record.standing()),
            after: Some(record.standing()),
            notifies: Vec::new(),
        }
    }

    /// The same of a record as its row tells.
    pub(super) fn of_row(row: &record::Model, event: &'static str) -> Result<Self> {
        let unknown = || Error::Internal(format!("a record of kind {}", row.kind));
        let level = Visibility::parse(&row.effective_visibility);
        let standing = Some(level.standing(row.withheld || row.archived_at.is_some()));
        Ok(Self {
            event,
            record: row.id,
            kind: Kind::parse(&row.kind).ok_or_else(unknown)?,
            version: row.version,
            owner: row.owner_id,
            project: row.project_id,
            changed_fields: Vec::new(),
            before: standing,
            after: standing,
            notifies: Vec::new(),
        })
    }
}

const fn actor_kind(actor: &Actor) -> &'static str {
    match actor {
        Actor::Anonymous => "ANONYMOUS",
        Actor::Member(_) => "MEMBER",
        Actor::Client(_) => "CLIENT",
        Actor::System => "SYSTEM",
    }
}

impl Tx<'_> {
    /// Notes a change; it is logged at the end of the transaction.
    pub fn note(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    /// Notes what happened to one of the rows that hang on a record; `field` is the API's name of their list. The
    /// record's own content did not change, so its version stays, and nobody who edits it meets a conflict.
    pub fn note_beside(&mut self, record: &Facts, event: &'static str, field: &'static str) {
        self.note(Entry { changed_fields: vec![field], ..Entry::of(record, event) });
    }

    /// Says who is told in person of what was noted last of a record.
    ///
    /// # Errors
    /// When nothing was.
    pub fn note_notified(&mut self, record: Uuid, notified: Vec<Notified>) -> Result<()> {
        let noted = self.entries.iter_mut().rfind(|entry| entry.record == record);
        let noted = noted.ok_or_else(|| Error::Internal(format!("nothing is logged of {record}")))?;
        noted.notifies.extend(notified);
        Ok(())
    }

    /// Notes a change that no record's log tells, of territories, terms or partners, or of what any record may refer to.
    pub fn note_sweeping(&mut self) {
        self.sweeping = true;
    }

    /// Writes down who did what, for those who answer for it.
    ///
    /// # Errors
    /// When the database refuses it.
    pub async fn audit(&self, act: &str, record: Option<Uuid>, detail: Value) -> Result<()> {
        let row = audit_event::ActiveModel {
            id: NotSet,
            at: Set(self.scene.now),
            actor_kind: Set(actor_kind(self.actor).to_owned()),
            actor_id: Set(self.actor.id()),
            request_id: Set(None),
            act: Set(act.to_owned()),
            record_id: Set(record),
            detail: Set(detail),
        };
        self.insert(row).await
    }

    /// Writes the noted changes, in their order, as the last thing before the commit.
    pub(super) async fn write_log(&mut self) -> Result<()> {
        if self.sweeping {
            let mut sql = self.sql();
            sql.push("update sweeping_change set count = count + 1");
            self.run(sql).await?;
        }
        let entries = std::mem::take(&mut self.entries);
        if entries.is_empty() {
            return Ok(());
        }
        if self.connection().get_database_backend() == DbBackend::Postgres {
            let mut lock = self.sql();
            lock.push("select pg_advisory_xact_lock(").bind(COMMIT_ORDER).push(")");
            self.run(lock).await?;
        }
        for chunk in entries.chunks(500) {
            let rows = chunk.iter().map(|entry| self.row(entry));
            self.insert_all(rows).await?;
        }
        Ok(())
    }

    fn row(&self, entry: &Entry) -> outbox::ActiveModel {
        outbox::ActiveModel {
            seq: NotSet,
            event: Set(entry.event.to_owned()),
            record_id: Set(entry.record),
            record_kind: Set(entry.kind.as_str().to_owned()),
            version: Set(entry.version),
            actor_kind: Set(actor_kind(self.actor).to_owned()),
            actor_id: Set(self.actor.id()),
            owner_id: Set(entry.owner),
            project_id: Set(entry.project),
            changed_fields: Set(json!(entry.changed_fields)),
            visible_before: Set(entry.before.map(|standing| standing.level.as_str().to_owned())),
            withheld_before: Set(entry.before.map(|standing| standing.withheld)),
            visible_after: Set(entry.after.map(|standing| standing.level.as_str().to_owned())),
            withheld_after: Set(entry.after.map(|standing| standing.withheld)),
            notifies: Set((!entry.notifies.is_empty()).then(|| json!(entry.notifies))),
            at: Set(self.scene.now),
        }
    }
}
