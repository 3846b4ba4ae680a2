//! What a caller says of an action to be made, and what it must be to be kept.

use async_graphql::{ID, InputObject};

use super::content::{Content, Details};
use super::details::{self, ActionDetailsInput};
use super::model::ProgressMode;
use crate::domain::record::{Checks, Visibility};
use crate::gql::scalar::Date;
use crate::gql::text::TextInput;
use crate::kernel::error::{Code, Fault};

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
    /// The rest of what it says of itself.
    #[graphql(flatten)]
    pub details: ActionDetailsInput,
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
    pub(super) content: Content,
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
        let title = details::title(&mut checks, self.title.clone());
        let details = self.details.check(&mut checks, Details::default());
        let mut steps = Vec::with_capacity(self.steps.len());
        for (position, step) in self.steps.iter().enumerate() {
            let field = format!("input.steps.{position}.title");
            checks.that(!step.title.trim().is_empty(), &field, "a step has a title");
            steps.extend(checks.line(&field, Some(&step.title), 200));
        }
        let title = checks.finish(title)?;
        Ok(NewAction { input: self, content: Content { title, details }, steps })
    }
}
