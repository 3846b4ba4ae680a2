//! A page of changes: what a copy has to do with each record.

use std::collections::{BTreeSet, HashMap};

use async_graphql::{ID, SimpleObject};
use uuid::Uuid;

use super::cursor::LogCursor;
use super::repo::Logged;
use super::rights::Rights;
use crate::domain::record::RecordKind;
use crate::gql::plan::RecordRef;
use crate::gql::scalar::Cursor;
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
    }
}

/// What became of a record. As it is now: changes between are not repeated.
#[derive(Debug, SimpleObject)]
pub(crate) struct Change {
    /// Where the log stands after it: an argument for `after`.
    cursor: Cursor,
    /// What a copy has to do.
    #[graphql(name = "type")]
    change_type: ChangeType,
    /// What it is.
    kind: RecordKind,
    /// The record's global identifier.
    id: ID,
    /// Its version now; null when it is removed.
    version: Option<i32>,
    /// The fields that changed, by their names; none when it is removed, or new to you.
    changed_fields: Vec<String>,
    /// The record; null when it is removed.
    record: Option<RecordRef>,
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

/// What the rows of a page say of one record.
#[derive(Debug)]
struct Told {
    kind: Kind,
    /// It was seen before the first of them.
    was_seen_first: bool,
    /// It was seen before one of them.
    was_seen: bool,
    fields: BTreeSet<String>,
    last: i64,
}

/// What the rows come to, given the versions of the records that are seen now.
pub(super) fn changes(rows: Vec<Logged>, seen: &HashMap<Uuid, i32>, rights: &Rights) -> Vec<Change> {
    let mut told: HashMap<Uuid, Told> = HashMap::new();
    for Logged { seq, record, kind, fields, was_seen } in rows {
        let told = told.entry(record).or_insert_with(|| Told {
            kind,
            was_seen_first: was_seen,
            was_seen,
            fields: BTreeSet::new(),
            last: seq,
        });
        told.was_seen |= was_seen;
        told.fields.extend(fields);
        told.last = seq;
    }
    let mut told: Vec<(Uuid, Told)> = told.into_iter().collect();
    told.sort_by_key(|(_, told)| told.last);
    told.into_iter().filter_map(|(record, told)| change(record, told, seen, rights)).collect()
}

/// `None` when the reader never saw it, as far as the rows tell, and does not now.
fn change(record: Uuid, told: Told, seen: &HashMap<Uuid, i32>, rights: &Rights) -> Option<Change> {
    let Told { kind, was_seen_first, was_seen, fields, last } = told;
    let version = seen.get(&record).copied();
    let change_type = match version {
        Some(_) if was_seen_first => ChangeType::Updated,
        Some(_) => ChangeType::Created,
        None if was_seen => ChangeType::Removed,
        None => return None,
    };
    let is_update = change_type == ChangeType::Updated;
    Some(Change {
        cursor: LogCursor { seq: last, rights: rights.clone() }.encode(),
        change_type,
        kind: kind.into(),
        id: ID(id::global(kind.prefix(), record)),
        version,
        changed_fields: if is_update { fields.into_iter().collect() } else { Vec::new() },
        record: version.map(|_| RecordRef { kind, id: record }),
    })
}
