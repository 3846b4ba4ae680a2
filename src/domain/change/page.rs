//! A page of changes: what a copy has to do with each record.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use async_graphql::{ID, SimpleObject};
use uuid::Uuid;

use crate::domain::member::Member;
use crate::domain::record::RecordKind;
use crate::feed::{Entry, Told};
use crate::gql::plan::{RecordRef, Ref};
use crate::gql::scalar::{Cursor, DateTime};
use crate::kernel::id;
use crate::kernel::kind::Kind;

coded! {
    /// What a copy has to do with a record.
    pub enum ChangeType {
        /// To take it in: it is new to you.
        Created = "CREATED",
        /// To take it as it is now.
        Updated = "UPDATED",
        /// To remove it: it is deleted, or you may not see it any more.
        Removed = "REMOVED",
        /// To begin again: changes cannot mend what you have. Read anew what you show, and go on from the cursor. Only
        /// streams tell it.
        Reset = "RESET",
    }
}

/// What became of a record, and the record as it is now.
#[derive(Debug, SimpleObject)]
pub(crate) struct Change {
    /// Where the log stands after it: an argument for `after`.
    cursor: Cursor,
    /// What a copy has to do.
    #[graphql(name = "type")]
    change_type: ChangeType,
    /// What happened last (`action.status_changed`); null when the record is removed.
    event: Option<String>,
    /// What it is.
    kind: RecordKind,
    /// The record's global identifier.
    id: ID,
    /// Its version; null when it is removed.
    version: Option<i32>,
    /// The fields that changed, by their names; none when it is removed, or new to you.
    changed_fields: Vec<String>,
    /// The person who changed it last; null when it was none, or one that you may not see, and when the record is removed.
    actor: Option<Ref<Member>>,
    /// When it last changed; null when it is removed.
    at: Option<DateTime>,
    /// The record; null when it is removed.
    record: Option<RecordRef>,
}

impl Change {
    /// A change by itself, with the cursor of the place after it.
    pub(crate) fn of(entry: &Entry, told: Told, cursor: &str) -> Self {
        let is_there = told != Told::Removed;
        let fields = if told == Told::Updated { entry.fields.clone() } else { Vec::new() };
        Self {
            cursor: Cursor(cursor.to_owned()),
            change_type: told.into(),
            event: is_there.then(|| entry.event.clone()),
            kind: entry.kind.into(),
            id: ID(id::global(entry.kind.prefix(), entry.record)),
            version: is_there.then_some(entry.version),
            changed_fields: fields,
            actor: entry.member.filter(|_| is_there).map(Ref::new),
            at: is_there.then_some(DateTime(entry.at)),
            record: is_there.then_some(RecordRef { kind: entry.kind, id: entry.record }),
        }
    }

    /// Says that a copy of what is under the project has to begin again.
    pub(crate) fn reset(project: Uuid, cursor: &str) -> Self {
        let kind = Kind::Project;
        Self {
            cursor: Cursor(cursor.to_owned()),
            change_type: ChangeType::Reset,
            event: None,
            kind: kind.into(),
            id: ID(id::global(kind.prefix(), project)),
            version: None,
            changed_fields: Vec::new(),
            actor: None,
            at: None,
            record: Some(RecordRef { kind, id: project }),
        }
    }
}

impl From<Told> for ChangeType {
    fn from(told: Told) -> Self {
        match told {
            Told::Created => Self::Created,
            Told::Updated => Self::Updated,
            Told::Removed => Self::Removed,
        }
    }
}

/// A page of what changed.
#[derive(Debug, SimpleObject)]
pub(crate) struct ChangePage {
    /// Each record that changed, once, in the order of their last changes.
    pub(super) changes: Vec<Change>,
    /// Where to go on from: the `after` of the next page, now or another day.
    pub(super) next_cursor: Cursor,
    /// Whether there is more already.
    pub(super) has_more: bool,
    /// The log cannot tell what changed since the cursor: it is older than the log, or what you may read was changed otherwise
    /// than by changes of records. Read the lists again, then go on from `nextCursor`. There is nothing else then.
    pub(super) too_old: bool,
}

/// What a page says of one record.
#[derive(Debug)]
struct Summed {
    /// It was seen before the first of its changes.
    was_seen_first: bool,
    /// It was seen before one of them.
    was_seen: bool,
    fields: BTreeSet<String>,
    last: Arc<Entry>,
}

/// What the changes come to, one a record, given the versions of the records that are seen now.
pub(super) fn changes(
    told: Vec<(Arc<Entry>, Told)>,
    seen: &HashMap<Uuid, i32>,
    cursor: impl Fn(i64) -> String,
) -> Vec<Change> {
    let mut summed: HashMap<Uuid, Summed> = HashMap::new();
    for (entry, told) in told {
        let was_seen = told != Told::Created;
        let sum = summed.entry(entry.record).or_insert_with(|| Summed {
            was_seen_first: was_seen,
            was_seen,
            fields: BTreeSet::new(),
            last: Arc::clone(&entry),
        });
        sum.was_seen |= was_seen;
        sum.fields.extend(entry.fields.iter().cloned());
        sum.last = entry;
    }
    let mut summed: Vec<Summed> = summed.into_values().collect();
    summed.sort_by_key(|sum| sum.last.seq);
    summed.into_iter().filter_map(|sum| change(sum, seen, &cursor)).collect()
}

/// `None` when the reader never saw it, as far as the changes tell, and does not now.
fn change(sum: Summed, seen: &HashMap<Uuid, i32>, cursor: &impl Fn(i64) -> String) -> Option<Change> {
    let version = seen.get(&sum.last.record).copied();
    let told = match version {
        Some(_) if sum.was_seen_first => Told::Updated,
        Some(_) => Told::Created,
        None if sum.was_seen => Told::Removed,
        None => return None,
    };
    let cursor = cursor(sum.last.seq);
    let changed_fields = if told == Told::Updated { sum.fields.into_iter().collect() } else { Vec::new() };
    Some(Change { version, changed_fields, ..Change::of(&sum.last, told, &cursor) })
}
