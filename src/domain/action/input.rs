//! What a caller says of an action, and what it must be to be kept.

use async_graphql::{ID, InputObject};

use super::model::{ActionPriority, ProgressMode};
use crate::domain::record::{Checks, Visibility};
use crate::gql::scalar::Date;
use crate::gql::text::TextInput;
use crate::kernel::error::{Code, Fault};
use crate::kernel::text::Text;

/// Steps of one action, at most.
const MAX_STEPS: usize = 100;

/// A step of an action to be made.
#[derive(Clone, Debug, InputObject)]
pub struct ActionStepInput {
    /// What it is, at most 200 characters.
    pub title: String,
    /// The day by which it should be done.
    pub due_on: Option<Date>,
}

/// An action to be made.
#[derive(Clone, Debug, InputObject)]
pub struct CreateActionInput {
    /// The project that it belongs to; you may change it.
    pub project: ID,
    /// The action that it is part of, in the same project.
    pub parent: Option<ID>,
    /// Its title, at most 200 characters.
    pub title: TextInput,
    /// What has to be done, at most 20 000 characters.
    pub description: Option<TextInput>,
    /// What its project calls it, at most 40 characters.
    pub code: Option<String>,
    /// How much it matters.
    pub priority: Option<ActionPriority>,
    /// Its first day.
    pub starts_on: Option<Date>,
    /// The day by which it should be done.
    pub due_on: Option<Date>,
    /// The structure that sees to it.
    pub pilot_structure: Option<ID>,
    /// The person who sees to it.
    pub pilot_member: Option<ID>,
    /// Where its progress comes from; STEPS when nothing is said.
    pub progress_mode: Option<ProgressMode>,
    /// Its steps, in their order, at most 100.
    #[graphql(default)]
    pub steps: Vec<ActionStepInput>,
    /// Whether it is still being written: DRAFT instead of PLANNED.
    #[graphql(default)]
    pub draft: bool,
    /// Who may read it, among those who read its project; all of them when nothing is said.
    pub visibility: Option<Visibility>,
}

/// An action that may be kept: every rule that one row can hold is checked.
#[derive(Clone, Debug)]
pub(super) struct NewAction {
    pub(super) input: CreateActionInput,
    pub(super) title: Text,
    pub(super) description: Option<Text>,
    pub(super) code: Option<String>,
    /// The titles of its steps.
    pub(super) steps: Vec<String>,
}

impl CreateActionInput {
    /// Checks the whole and answers every fault at once.
    pub(super) fn check(self) -> Result<NewAction, Vec<Fault>> {
        if self.steps.len() > MAX_STEPS {
            let message = format!("an action has at most {MAX_STEPS} steps");
            return Err(vec![Fault::on("input.steps", Code::TooMany, message)]);
        }
        let mut checks = Checks::default();
        let title = checks.text("input.title", Some(self.title.clone()), 200);
        let description = checks.text("input.description", self.description.clone(), 20_000);
        let code = checks.line("input.code", self.code.as_deref(), 40);
        checks.in_order("input.dueOn", self.starts_on, self.due_on);
        let mut steps = Vec::with_capacity(self.steps.len());
        for (position, step) in self.steps.iter().enumerate() {
            let field = format!("input.steps.{position}.title");
            checks.that(!step.title.trim().is_empty(), &field, "a step has a title");
            steps.extend(checks.line(&field, Some(&step.title), 200));
        }
        let title = checks.finish(title)?;
        Ok(NewAction { input: self, title, description, code, steps })
    }
}
