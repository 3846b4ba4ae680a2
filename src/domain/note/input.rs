//! The mutations' inputs, and the check that lists all their faults at once.

use async_graphql::{ID, InputObject};

use super::model::{MAX_BODY, NoteKind};
use crate::domain::record::{Checks, Visibility};
use crate::gql::scalar::Date;
use crate::gql::text::TextInput;
use crate::kernel::error::Fault;
use crate::kernel::text::Text;

/// A note to be added.
#[derive(Clone, Debug, InputObject)]
pub struct AddNoteInput {
    /// The record that it tells of; you may change it.
    pub record: ID,
    /// Its words, at most 10 000 characters in each language.
    pub body: TextInput,
    /// What it tells.
    #[graphql(default_with = "NoteKind::Note")]
    pub kind: NoteKind,
    /// The day that it tells of; today when nothing is said.
    pub dated_on: Option<Date>,
    /// Who may read it, among those who read the record; its team when nothing is said.
    pub visibility: Option<Visibility>,
}

/// A note to be changed; what is absent stays as it is.
#[derive(Clone, Debug, InputObject)]
pub struct UpdateNoteInput {
    /// The note.
    pub id: ID,
    /// The version of the note that you read.
    pub expected_version: i32,
    /// Its words, at most 10 000 characters in each language.
    pub body: Option<TextInput>,
    /// What it tells.
    pub kind: Option<NoteKind>,
    /// The day that it tells of.
    pub dated_on: Option<Date>,
}

/// A note to be removed.
#[derive(Clone, Debug, InputObject)]
pub struct RemoveNoteInput {
    /// The note.
    pub id: ID,
    /// The version of the note that you read.
    pub expected_version: i32,
}

/// The words given, when there are any.
pub(super) fn body(given: Option<TextInput>) -> Result<Option<Text>, Vec<Fault>> {
    let mut checks = Checks::default();
    let body = checks.text("input.body", given, MAX_BODY);
    checks.finish(Some(body))
}
