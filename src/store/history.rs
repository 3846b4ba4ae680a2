//! What happened to a row that is no record: the log does not tell of it, so it says by itself which version last changed
//! each of its fields. That is enough to tell who read an older version what changed since.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::record::Since;
use super::{Tx, read_json};
use crate::kernel::error::{Error, Result};

/// The column `history` of a row, beside its `version`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct History {
    /// The person who changed it last; `None` when the hub did.
    by: Option<Uuid>,
    /// When it last changed.
    at: Option<DateTime<Utc>>,
    /// The version that last changed each field, by the field's name in the API.
    fields: BTreeMap<String, i32>,
}

impl History {
    /// Reads the column.
    ///
    /// # Errors
    /// When it holds something else.
    pub fn read(column: Value) -> Result<Self> {
        read_json(column, "a row's history")
    }

    /// What happened since the version `expected` of a row that has the version `version` now; `None` when that is the one.
    #[must_use]
    pub fn since(&self, version: i32, expected: i32) -> Option<Since> {
        let fields = self.fields.iter().filter(|(_, changed)| **changed > expected);
        let fields = fields.map(|(name, _)| name.clone()).collect();
        (version != expected).then_some(Since { member: self.by, fields, at: self.at })
    }

    /// The history once `fields` change and the row has the version `version`.
    #[must_use]
    pub fn with(mut self, tx: &Tx<'_>, version: i32, fields: &[&'static str]) -> Self {
        self.by = tx.scene.viewer.member;
        self.at = Some(tx.scene.now);
        self.fields.extend(fields.iter().map(|field| ((*field).to_owned(), version)));
        self
    }

    /// What the column holds.
    ///
    /// # Errors
    /// Never; what cannot be said in JSON would be a fault of the hub.
    pub fn column(&self) -> Result<Value> {
        serde_json::to_value(self).map_err(|error| Error::Internal(format!("a row's history: {error}")))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_changed_since_is_told() {
        let history = History::read(json!({ "fields": { "name": 2, "siteUrl": 4 } })).unwrap();
        assert_eq!(history.since(4, 3).unwrap().fields, ["siteUrl"]);
        assert_eq!(history.since(4, 1).unwrap().fields, ["name", "siteUrl"]);
        assert!(history.since(4, 4).is_none());
    }

    #[test]
    fn a_row_that_never_changed_says_nothing() {
        assert_eq!(History::read(json!({})).unwrap(), History::default());
    }
}
