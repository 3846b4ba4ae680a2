//! A place in the log, as one reader sees it.

use uuid::Uuid;

use super::rights::Rights;
use crate::gql::scalar;
use crate::kernel::error::{Code, Fault};
use crate::kernel::page::{Cursor, CursorValue};

/// The name by which other lists know that a cursor is none of theirs.
const ORDER: &str = "log";

/// A place in the log: after the change with that number, for a reader with those rights.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogCursor {
    /// The number of a change; 0 is before all.
    pub seq: i64,
    /// What stands for the reader's rights then.
    pub rights: Rights,
}

impl LogCursor {
    /// Reads what [`LogCursor::encode`] wrote.
    ///
    /// # Errors
    /// When it is the cursor of another list, or none, on `after`.
    pub fn read(text: &scalar::Cursor) -> Result<Self, Fault> {
        let cursor = Cursor::decode(&text.0).filter(|cursor| cursor.order == ORDER);
        let values = cursor.map(|cursor| cursor.values).unwrap_or_default();
        let [CursorValue::Int(seq), CursorValue::Text(rights)] = values.as_slice() else {
            let message = "not a cursor of the log: leave it out to begin from the beginning";
            return Err(Fault::on("after", Code::Invalid, message));
        };
        Ok(Self { seq: *seq, rights: Rights(rights.clone()) })
    }

    /// The text for clients.
    #[must_use]
    pub fn encode(&self) -> scalar::Cursor {
        let values = vec![CursorValue::Int(self.seq), CursorValue::Text(self.rights.0.clone())];
        scalar::Cursor(Cursor { order: ORDER.to_owned(), values, id: Uuid::nil() }.encode())
    }
}
