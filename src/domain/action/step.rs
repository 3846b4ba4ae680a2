//! The steps of an action.

use crate::gql::plan::{KeyType, Noun, TypeBuilder};
use crate::gql::scalar::{Date, DateTime};

/// A step of an action.
pub struct ActionStep;

impl Noun for ActionStep {
    const NAME: &'static str = "ActionStep";

    fn declare(t: &mut TypeBuilder) {
        t.rows("action_step", "step", "1 = 1", "A step of an action.");
        t.belongs_to("t.action_id", "(select al.level from action al where al.id = t.action_id)");
        t.field::<i32>("position", "t.position", "Its place among the steps, from 1.");
        t.field::<String>("title", "t.title", "What it is.");
        t.field::<Option<Date>>("dueOn", "t.due_on", "The day by which it should be done.");
        t.field::<bool>("done", "t.done_at is not null", "Whether it is done.");
        t.field::<Option<DateTime>>("doneAt", "t.done_at", "When it was done.");
        t.order("POSITION", KeyType::Int, "t.position", "By its place among the steps.");
    }
}
