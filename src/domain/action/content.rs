//! What an action says of itself: what `createAction` begins with and `updateAction` changes.

use uuid::Uuid;

use super::model::ActionPriority;
use crate::domain::record;
use crate::gql::scalar::Date;
use crate::kernel::text::Text;

/// What an action says of itself; every rule that one row can hold was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Content {
    pub(super) title: Text,
    pub(super) details: Details,
}

/// What an action may leave unsaid.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Details {
    pub(super) description: Option<Text>,
    pub(super) code: Option<String>,
    pub(super) priority: Option<ActionPriority>,
    pub(super) starts_on: Option<Date>,
    pub(super) due_on: Option<Date>,
    pub(super) pilot_structure: Option<Uuid>,
    pub(super) pilot_member: Option<Uuid>,
}

impl Content {
    /// The API's names of the fields in which it differs from `before`.
    pub(super) fn changes(&self, before: &Self) -> Vec<&'static str> {
        let (now, then) = (&self.details, &before.details);
        record::differing([
            ("title", self.title != before.title),
            ("description", now.description != then.description),
            ("code", now.code != then.code),
            ("priority", now.priority != then.priority),
            ("startsOn", now.starts_on != then.starts_on),
            ("dueOn", now.due_on != then.due_on),
            ("pilotStructure", now.pilot_structure != then.pilot_structure),
            ("pilotMember", now.pilot_member != then.pilot_member),
        ])
    }
}
