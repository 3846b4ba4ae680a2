//! What a project says of itself: what `createProject` begins with and `updateProject` changes.

use uuid::Uuid;

use super::model::ProjectKind;
use crate::domain::record;
use crate::gql::scalar::{Cents, Date};
use crate::kernel::text::Text;

/// What a project says of itself; every rule that one row can hold was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Content {
    /// Never changes.
    pub(super) kind: ProjectKind,
    pub(super) title: Text,
    pub(super) details: Details,
}

/// What a project may leave unsaid.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Details {
    pub(super) summary: Option<Text>,
    pub(super) description: Option<Text>,
    pub(super) code: Option<String>,
    pub(super) starts_on: Option<Date>,
    pub(super) ends_on: Option<Date>,
    pub(super) budget: Option<Cents>,
    pub(super) programme: Option<Uuid>,
}

impl Content {
    /// The API's names of the fields in which it differs from `before`.
    pub(super) fn changes(&self, before: &Self) -> Vec<&'static str> {
        let (now, then) = (&self.details, &before.details);
        record::differing([
            ("title", self.title != before.title),
            ("summary", now.summary != then.summary),
            ("description", now.description != then.description),
            ("code", now.code != then.code),
            ("startsOn", now.starts_on != then.starts_on),
            ("endsOn", now.ends_on != then.ends_on),
            ("budget", now.budget != then.budget),
            ("programme", now.programme != then.programme),
        ])
    }
}
