//! What a caller says of a project, and what it must be to be kept.

use async_graphql::{ID, InputObject, MaybeUndefined};

use super::content::{Content, Details};
use super::model::ProjectKind;
use crate::domain::record::{self, Checks, Visibility};
use crate::gql::scalar::{Cents, Date};
use crate::gql::text::TextInput;
use crate::kernel::error::Fault;
use crate::kernel::text::Text;

/// What making and changing a project have in common. Absent leaves a field as it is, null empties it.
#[derive(Clone, Debug, InputObject)]
pub struct ProjectDetailsInput {
    /// The programme that it belongs to; you may change it.
    pub programme: MaybeUndefined<ID>,
    /// What it is, at most 1 000 characters.
    pub summary: MaybeUndefined<TextInput>,
    /// What it is, at most 20 000 characters.
    pub description: MaybeUndefined<TextInput>,
    /// What its bearer calls it, at most 40 characters.
    pub code: MaybeUndefined<String>,
    /// Its first day.
    pub starts_on: MaybeUndefined<Date>,
    /// Its last day.
    pub ends_on: MaybeUndefined<Date>,
    /// What it is expected to cost.
    pub budget: MaybeUndefined<Cents>,
}

/// A project to be made.
#[derive(Clone, Debug, InputObject)]
pub struct CreateProjectInput {
    /// The structure that it belongs to; you are one of its editors.
    pub owner: ID,
    /// Whether it is a programme; PROJECT when nothing is said.
    pub kind: Option<ProjectKind>,
    /// The structure that bears it: the owner when nothing is said. Another one is asked, and has to accept.
    pub lead: Option<ID>,
    /// Its title, at most 300 characters.
    pub title: TextInput,
    /// The rest of what it says of itself.
    #[graphql(flatten)]
    pub details: ProjectDetailsInput,
    /// Who may read it; TEAM when nothing is said.
    pub visibility: Option<Visibility>,
}

/// A project to be changed: what is absent stays as it is, what is null is emptied.
#[derive(Clone, Debug, InputObject)]
pub struct UpdateProjectInput {
    /// The project.
    pub id: ID,
    /// The version of the project that you read.
    pub expected_version: i32,
    /// Its title, at most 300 characters; it cannot be emptied.
    pub title: MaybeUndefined<TextInput>,
    /// The rest of what it says of itself.
    #[graphql(flatten)]
    pub details: ProjectDetailsInput,
}

impl CreateProjectInput {
    /// Checks the whole, but for what it names, and answers every fault at once.
    pub(super) fn check(&self) -> Result<Content, Vec<Fault>> {
        let kind = self.kind.unwrap_or(ProjectKind::Project);
        let mut checks = Checks::default();
        let title = title(&mut checks, self.title.clone());
        let details = self.details.check(&mut checks, kind, Details::default());
        checks.finish(title).map(|title| Content { kind, title, details })
    }
}

impl UpdateProjectInput {
    /// Checks the whole, but for what it names, and answers every fault at once.
    pub(super) fn check(&self, before: Content) -> Result<Content, Vec<Fault>> {
        let Content { kind, title: before, details } = before;
        let mut checks = Checks::default();
        checks.not_null("input.title", &self.title);
        let title = record::over(Some(before), self.title.clone(), |given| title(&mut checks, given));
        let details = self.details.check(&mut checks, kind, details);
        checks.finish(title).map(|title| Content { kind, title, details })
    }
}

impl ProjectDetailsInput {
    /// What a project of `kind` says after this. The programme that it names stays to be found.
    fn check(&self, checks: &mut Checks, kind: ProjectKind, before: Details) -> Details {
        let given = self.clone();
        let summary = |given| checks.text("input.summary", Some(given), 1_000);
        let summary = record::over(before.summary, given.summary, summary);
        let description = |given| checks.text("input.description", Some(given), 20_000);
        let description = record::over(before.description, given.description, description);
        let code = |given: String| checks.line("input.code", Some(&given), 40);
        let code = record::over(before.code, given.code, code);
        let starts_on = record::over(before.starts_on, given.starts_on, Some);
        let ends_on = record::over(before.ends_on, given.ends_on, Some);
        let said = if self.ends_on.is_undefined() { "input.startsOn" } else { "input.endsOn" };
        checks.in_order(said, starts_on, ends_on);
        let nested = kind == ProjectKind::Programme && self.programme.is_value();
        checks.that(!nested, "input.programme", "a programme is part of no other programme");
        let budget = record::over(before.budget, given.budget, Some);
        Details { summary, description, code, starts_on, ends_on, budget, programme: before.programme }
    }
}

fn title(checks: &mut Checks, given: TextInput) -> Option<Text> {
    checks.text("input.title", Some(given), 300)
}
