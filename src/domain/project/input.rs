//! What a caller says of a project, and what it must be to be kept.

use async_graphql::{ID, InputObject};

use super::model::ProjectKind;
use crate::domain::record::{Checks, Visibility};
use crate::gql::scalar::{Cents, Date};
use crate::gql::text::TextInput;
use crate::kernel::error::Fault;
use crate::kernel::text::Text;

/// A project to be made.
#[derive(Clone, Debug, InputObject)]
pub struct CreateProjectInput {
    /// The structure that it belongs to; you are one of its editors.
    pub owner: ID,
    /// Whether it is a programme; PROJECT when nothing is said.
    pub kind: Option<ProjectKind>,
    /// The programme that it belongs to; you may change it.
    pub programme: Option<ID>,
    /// The structure that bears it: the owner when nothing is said. Another one is asked, and has to accept.
    pub lead: Option<ID>,
    /// Its title, at most 200 characters.
    pub title: TextInput,
    /// What it is, at most 1 000 characters.
    pub summary: Option<TextInput>,
    /// What it is, at most 20 000 characters.
    pub description: Option<TextInput>,
    /// What its bearer calls it, at most 40 characters.
    pub code: Option<String>,
    /// Its first day.
    pub starts_on: Option<Date>,
    /// Its last day.
    pub ends_on: Option<Date>,
    /// What it is expected to cost.
    pub budget: Option<Cents>,
    /// Who may read it; TEAM when nothing is said.
    pub visibility: Option<Visibility>,
}

/// A project that may be kept: every rule that one row can hold is checked.
#[derive(Clone, Debug)]
pub(super) struct NewProject {
    pub(super) input: CreateProjectInput,
    pub(super) kind: ProjectKind,
    pub(super) title: Text,
    pub(super) summary: Option<Text>,
    pub(super) description: Option<Text>,
    pub(super) code: Option<String>,
}

impl CreateProjectInput {
    /// Checks the whole and answers every fault at once.
    pub(super) fn check(self) -> Result<NewProject, Vec<Fault>> {
        let kind = self.kind.unwrap_or(ProjectKind::Project);
        let mut checks = Checks::default();
        let title = checks.text("input.title", Some(self.title.clone()), 200);
        let summary = checks.text("input.summary", self.summary.clone(), 1_000);
        let description = checks.text("input.description", self.description.clone(), 20_000);
        let code = checks.line("input.code", self.code.as_deref(), 40);
        checks.in_order("input.endsOn", self.starts_on, self.ends_on);
        let nested = kind == ProjectKind::Programme && self.programme.is_some();
        checks.that(!nested, "input.programme", "a programme is part of no other programme");
        let title = checks.finish(title)?;
        Ok(NewProject { input: self, kind, title, summary, description, code })
    }
}
