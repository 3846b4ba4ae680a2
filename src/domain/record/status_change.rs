//! The history of the states of records.

use crate::domain::member::Member;
use crate::gql::plan::{KeyType, Noun, TypeBuilder};
use crate::gql::scalar::DateTime;

/// That a record went from one state to another.
pub struct StatusChange;

impl Noun for StatusChange {
    const NAME: &'static str = "StatusChange";

    fn declare(t: &mut TypeBuilder) {
        t.rows("status_change", "statuschange", "1 = 1", "That a record went from one state to another.");
        t.belongs_to(
            "t.record_id",
            "(select rl.effective_visibility from record rl where rl.id = t.record_id)",
        );
        t.field::<String>("field", "t.field", "Which of its states: `status`, `phase`.");
        t.field::<Option<String>>("from", "t.from_value", "The state before.");
        t.field::<String>("to", "t.to_value", "The state after.");
        t.field::<Option<String>>("reason", "t.reason", "Why.");
        t.one::<Member>("actor", "t.actor_id", "The person who did it; null for a program.");
        t.field::<DateTime>("at", "t.at", "When.");
        t.order("AT", KeyType::Time, "t.at", "By the moment it was done.");
    }
}
