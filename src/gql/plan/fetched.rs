//! What was fetched for a tree of levels, as the writer reads it.

use std::collections::HashMap;
use std::ops::Range;

use uuid::Uuid;

use super::arguments::{ListArguments, Ordering};
use super::declare::{KeyType, Paging};
use super::facet::Facets;
use super::level::{FIXED, Level};
use crate::kernel::error::Result;
use crate::kernel::page::{Cursor, CursorValue};
use crate::store::{Row, Rows, fault};

/// The rows of a level, with those of its children.
#[derive(Debug)]
pub(crate) struct Fetched {
    pub(crate) rows: Rows,
    pub(crate) children: Vec<FetchedChild>,
    /// The facets of the list that the rows are, as its level says.
    pub(crate) facets: Vec<Facets>,
}

#[derive(Debug)]
pub(crate) enum FetchedChild {
    One {
        by_id: HashMap<Uuid, usize>,
        fetched: Fetched,
    },
    /// `at`: the level of each record, and its position there.
    Any {
        at: HashMap<Uuid, (usize, usize)>,
        fetched: Vec<Fetched>,
    },
    /// `groups`: of each parent, by its position.
    Many {
        groups: Vec<Group>,
        fetched: Fetched,
        cursors: Cursors,
    },
    Tally {
        by_parent: HashMap<Uuid, usize>,
        rows: Rows,
    },
}

/// The rows of one parent: a run of the child's rows.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Group {
    /// Whose list it is a page of; nil for a list of all rows.
    pub(crate) parent: Uuid,
    pub(crate) start: usize,
    pub(crate) length: usize,
    pub(crate) total: i32,
    pub(crate) has_next: bool,
    pub(crate) has_previous: bool,
    pub(crate) backward: bool,
}

/// How the cursor of a row is made.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cursors {
    label: String,
    key: Option<KeyType>,
    at: usize,
}

impl Cursors {
    pub(crate) fn new(ordering: Ordering<'_>, level: &Level) -> Self {
        Self { label: ordering.label(), key: Some(ordering.order.key), at: FIXED + level.columns.len() }
    }

    /// The cursor of a row.
    pub(crate) fn of(&self, row: Row<'_>) -> Result<String> {
        use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
        let value = match self.key {
            Some(KeyType::Int) => CursorValue::Int(row.get(self.at).map_err(fault)?),
            Some(KeyType::Date) => {
                CursorValue::Text(row.get::<NaiveDate>(self.at).map_err(fault)?.to_string())
            }
            Some(KeyType::Time) => {
                let at: DateTime<Utc> = row.get(self.at).map_err(fault)?;
                CursorValue::Text(at.to_rfc3339_opts(SecondsFormat::Micros, true))
            }
            _ => CursorValue::Text(row.get(self.at).map_err(fault)?),
        };
        Ok(Cursor { order: self.label.clone(), values: vec![value], id: row.id()? }.encode())
    }
}

impl Group {
    /// The page of each row's list: `under` says where its rows are, if they were asked for, and `total` in which column
    /// their number is.
    pub(super) fn of_each(
        parents: &Rows,
        under: &[Range<usize>],
        total: Option<usize>,
        (paging, list): (Paging, &ListArguments<'_>),
    ) -> Result<Vec<Self>> {
        let group = |parent: Row<'_>| {
            let total = total.map_or(Ok(0), |column| parent.get(column)).map_err(fault)?;
            let found = under.get(parent.at).cloned().unwrap_or_default();
            Ok(match paging {
                Paging::Connection => Self { parent: parent.id()?, ..Self::of_page(found, list, total) },
                Paging::List => Self { start: found.start, length: found.len(), ..Self::default() },
            })
        };
        parents.iter().map(group).collect()
    }

    /// A page of the rows found, which may be one more than asked for.
    pub(super) fn of_page(found: Range<usize>, list: &ListArguments<'_>, total: i32) -> Self {
        let limit = usize::try_from(list.page.limit()).unwrap_or(usize::MAX);
        let more = found.len() > limit;
        let backward = list.page.is_backward();
        Self {
            start: found.start,
            length: found.len().min(limit),
            total,
            parent: Uuid::nil(),
            has_next: if backward { list.page.before.is_some() } else { more },
            has_previous: if backward { more } else { list.page.after.is_some() },
            backward,
        }
    }
}
