//! What one field says of a record, whichever record and field: what a row was read into, what the database holds, and
//! what an export writes.

use chrono::NaiveDate;
use serde::Serialize;
use uuid::Uuid;

/// What one field says.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// A text, a code, an identifier, or what names something that the database has to know.
    Text(String),
    /// A whole number; cents and hundredths of a per cent too.
    Whole(i64),
    /// Another number.
    Decimal(f64),
    /// A day.
    Day(NaiveDate),
    /// Yes or no.
    Flag(bool),
    /// Several texts.
    List(Vec<String>),
    /// A text in several languages, as it is kept.
    Texts(serde_json::Value),
    /// The row that was named.
    Row(Uuid),
    /// The rows that were named.
    Rows(Vec<Uuid>),
}

impl Value {
    /// The text, when it is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The row, when it is one.
    #[must_use]
    pub const fn row(&self) -> Option<Uuid> {
        match self {
            Self::Row(id) => Some(*id),
            _ => None,
        }
    }

    /// The French of a text in several languages.
    #[must_use]
    pub fn french(&self) -> Option<&str> {
        match self {
            Self::Texts(all) => all.get("fr").and_then(serde_json::Value::as_str),
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}
