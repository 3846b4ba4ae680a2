//! A place in the log, as one reader sees it.

use uuid::Uuid;

use crate::access::Rights;
use crate::kernel::page::{Cursor, CursorValue};

/// The name by which other lists know that a cursor is none of theirs.
const ORDER: &str = "log";

/// A place in the log: after the change with that number, for a reader with those rights.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The number of a change; 0 is before all.
    pub seq: i64,
    /// What stands for the reader's rights then.
    pub rights: Rights,
}

impl Place {
    /// Reads what [`Place::encode`] wrote; `None` for anything else.
    #[must_use]
    pub fn decode(text: &str) -> Option<Self> {
        let cursor = Cursor::decode(text).filter(|cursor| cursor.order == ORDER)?;
        let [CursorValue::Int(seq), CursorValue::Text(rights)] = cursor.values.as_slice() else {
            return None;
        };
        Some(Self { seq: *seq, rights: Rights(rights.clone()) })
    }

    /// The text for clients.
    #[must_use]
    pub fn encode(&self) -> String {
        let values = vec![CursorValue::Int(self.seq), CursorValue::Text(self.rights.0.clone())];
        Cursor { order: ORDER.to_owned(), values, id: Uuid::nil() }.encode()
    }
}
