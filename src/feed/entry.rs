//! One row of the log, as it is read.

use chrono::{DateTime, Utc};
use sea_orm::QueryResult;
use serde_json::Value;
use uuid::Uuid;

use crate::access::{Footprint, Sight, Standing, Visibility};
use crate::kernel::error::{Error, Result};
use crate::kernel::kind::Kind;
use crate::store::fault;
use crate::store::log::Notified;

/// The columns that [`Entry::read`] reads from a row `o` of the log, the first at the place that it is given.
pub(super) const COLUMNS: &str = "o.seq, o.event, o.record_id, o.record_kind, o.version, o.actor_kind, o.actor_id, o.owner_id, \
     o.project_id, o.changed_fields, o.visible_before, o.withheld_before, o.visible_after, o.withheld_after, o.at, o.notifies, \
     (select r.created_by from record r where r.id = o.record_id)";

/// What is logged when a person, a structure or a partner comes to read more records or fewer begins so.
const RIGHTS: [&str; 6] = [
    "membership.",
    "share.",
    "project.member_",
    "project.participation_",
    "project.lead_handed_over",
    "structure.",
];

/// The one change of a structure that leaves everybody's rights as they are: a correction of what is told of it.
const CORRECTED: &str = "structure.updated";

/// One change of one record.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its place in the order of commits.
    pub seq: i64,
    /// What happened (`action.status_changed`).
    pub event: String,
    /// The record.
    pub record: Uuid,
    /// What it is.
    pub kind: Kind,
    /// Its version after the change.
    pub version: i32,
    /// The person who did it; `None` when a program or the hub did.
    pub member: Option<Uuid>,
    /// The structure it belongs to.
    pub owner: Option<Uuid>,
    /// The project whose team it has.
    pub project: Option<Uuid>,
    /// Who made the record.
    pub created_by: Option<Uuid>,
    /// The API's names of the fields that changed.
    pub fields: Vec<String>,
    /// How it was read before; `None` when it was made by this change.
    pub before: Option<Standing>,
    /// How it was read after; `None` when it was deleted by this change.
    pub after: Option<Standing>,
    /// When.
    pub at: DateTime<Utc>,
    /// Who is told of it in person, and by which notification.
    pub notifies: Vec<Notified>,
}

/// What a change is for one reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Told {
    /// The reader did not see the record before it.
    Created,
    /// The reader saw it and sees it.
    Updated,
    /// The reader saw it and does not any more.
    Removed,
}

impl Entry {
    /// What the change is for a reader; `None` when it is none of the reader's business.
    #[must_use]
    pub fn told(&self, sight: &Sight, now: DateTime<Utc>) -> Option<Told> {
        let sees = |standing: Option<Standing>| {
            standing.is_some_and(|standing| sight.sees(&self.footprint(standing), now))
        };
        match (sees(self.before), sees(self.after)) {
            (false, true) => Some(Told::Created),
            (true, true) => Some(Told::Updated),
            (true, false) => Some(Told::Removed),
            (false, false) => None,
        }
    }

    /// Whether some reader's rights may be others after it.
    #[must_use]
    pub fn changes_rights(&self) -> bool {
        self.event != CORRECTED && RIGHTS.iter().any(|event| self.event.starts_with(event))
    }

    /// The notification by which this person is told of it.
    #[must_use]
    pub fn notification_of(&self, member: Option<Uuid>) -> Option<Uuid> {
        let told = self.notifies.iter().find(|told| Some(told.member) == member);
        told.map(|told| told.notification)
    }

    const fn footprint(&self, standing: Standing) -> Footprint {
        Footprint {
            id: self.record,
            kind: self.kind,
            owner: self.owner,
            project: self.project,
            created_by: self.created_by,
            standing,
        }
    }

    /// Reads [`COLUMNS`] from the column `first` on; `None` when the row has no change.
    pub(super) fn read(row: &QueryResult, first: usize) -> Result<Option<Self>> {
        let Some(seq) = row.try_get_by_index::<Option<i64>>(first).map_err(fault)? else { return Ok(None) };
        let text = |at: usize| row.try_get_by_index::<String>(first + at).map_err(fault);
        let id = |at: usize| row.try_get_by_index::<Option<Uuid>>(first + at).map_err(fault);
        let standing = |at: usize| -> Result<Option<Standing>> {
            let level: Option<String> = row.try_get_by_index(first + at).map_err(fault)?;
            let withheld: Option<bool> = row.try_get_by_index(first + at + 1).map_err(fault)?;
            Ok(level.map(|level| Visibility::parse(&level).standing(withheld.unwrap_or_default())))
        };
        let kind = text(3)?;
        let fields: Value = row.try_get_by_index(first + 9).map_err(fault)?;
        let notifies: Option<Value> = row.try_get_by_index(first + 15).map_err(fault)?;
        let fields = fields.as_array().into_iter().flatten().filter_map(Value::as_str);
        Ok(Some(Self {
            seq,
            event: text(1)?,
            record: row.try_get_by_index(first + 2).map_err(fault)?,
            kind: Kind::parse(&kind).ok_or_else(|| Error::Internal(format!("a record of kind {kind}")))?,
            version: row.try_get_by_index(first + 4).map_err(fault)?,
            member: id(6)?.filter(|_| text(5).is_ok_and(|kind| kind == "MEMBER")),
            owner: id(7)?,
            project: id(8)?,
            created_by: id(16)?,
            fields: fields.map(str::to_owned).collect(),
            before: standing(10)?,
            after: standing(12)?,
            at: row.try_get_by_index(first + 14).map_err(fault)?,
            notifies: notifies
                .map(serde_json::from_value)
                .transpose()
                .map_err(unreadable)?
                .unwrap_or_default(),
        }))
    }
}

fn unreadable(error: serde_json::Error) -> Error {
    Error::Internal(format!("who is told of a change: {error}"))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A change of some note that nobody reads.
    pub(in crate::feed) fn entry(seq: i64) -> Entry {
        Entry {
            seq,
            event: "note.updated".to_owned(),
            record: Uuid::nil(),
            kind: Kind::Note,
            version: 1,
            member: None,
            owner: None,
            project: None,
            created_by: None,
            fields: Vec::new(),
            before: None,
            after: None,
            at: DateTime::UNIX_EPOCH,
            notifies: Vec::new(),
        }
    }

    #[test]
    fn a_change_is_told_by_what_was_seen_on_both_sides_of_it() {
        let public = Some(Visibility::Public.standing(false));
        let private = Some(Visibility::Private.standing(false));
        let told =
            |before, after| Entry { before, after, ..entry(1) }.told(&Sight::default(), DateTime::UNIX_EPOCH);
        assert_eq!(told(None, public), Some(Told::Created));
        assert_eq!(told(private, public), Some(Told::Created));
        assert_eq!(told(public, public), Some(Told::Updated));
        assert_eq!(told(public, private), Some(Told::Removed));
        assert_eq!(told(public, None), Some(Told::Removed));
        assert_eq!(told(None, private), None);
        assert_eq!(told(private, private), None);
    }
}
