//! Where people are.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::kernel::kind::Kind;

/// Characters of a view's name, at most.
pub const LONGEST_VIEW: usize = 100;

/// A view of a record, in which people see one another.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Room {
    /// What the record is.
    pub kind: Kind,
    /// The record. Who may see it is not asked here.
    pub record: Uuid,
    /// Which of its views: a word of the client's own.
    pub view: String,
}

impl Room {
    /// The view of this name; `None` when the name is empty or too long.
    #[must_use]
    pub fn new(kind: Kind, record: Uuid, view: &str) -> Option<Self> {
        let right = !view.is_empty() && view.chars().count() <= LONGEST_VIEW;
        right.then(|| Self { kind, record, view: view.to_owned() })
    }
}
