//! The mutations' inputs, and the checks that list all their faults at once.

use async_graphql::{ID, InputObject, MaybeUndefined};

use super::model::FileRole;
use crate::domain::record::Checks;
use crate::gql::text::TextInput;
use crate::kernel::text::Text;

/// Characters of a filename, at most.
const LONGEST_NAME: usize = 200;
/// Characters of the text for an image, at most, in each language.
const LONGEST_ALT_TEXT: usize = 500;

/// A file to be added.
#[derive(Clone, Debug, InputObject)]
pub struct AddFileInput {
    /// The record; you may change it.
    pub record: ID,
    /// What `PUT /upload` answered as `id`, sent by you in the last 24 hours.
    pub upload: ID,
    /// What it is to the record.
    #[graphql(default_with = "FileRole::Attachment")]
    pub role: FileRole,
    /// What an image shows, for those who do not see it. At most 500 characters in each language.
    pub alt_text: Option<TextInput>,
}

/// A file to be changed; what is absent stays as it is.
#[derive(Clone, Debug, InputObject)]
pub struct UpdateFileInput {
    /// The file.
    pub id: ID,
    /// The version of the file that you read.
    pub expected_version: i32,
    /// Its name, at most 200 characters; it cannot be emptied.
    pub filename: MaybeUndefined<String>,
    /// What it is to its record; it cannot be emptied.
    pub role: MaybeUndefined<FileRole>,
    /// What an image shows, for those who do not see it. At most 500 characters in each language.
    pub alt_text: MaybeUndefined<TextInput>,
}

/// A file to be removed.
#[derive(Clone, Debug, InputObject)]
pub struct RemoveFileInput {
    /// The file.
    pub id: ID,
    /// The version of the file that you read.
    pub expected_version: i32,
}

/// The text for an image, checked.
pub(super) fn alt_text(checks: &mut Checks, given: Option<TextInput>) -> Option<Text> {
    checks.text("input.altText", given, LONGEST_ALT_TEXT)
}

/// A name, checked.
pub(super) fn filename(checks: &mut Checks, given: &str) -> Option<String> {
    let name = checks.line("input.filename", Some(given), LONGEST_NAME);
    let is_name =
        name.as_deref().is_some_and(|name| !name.contains(['/', '\\']) && name != "." && name != "..");
    checks.that(is_name, "input.filename", "a file's name is not empty, and has neither / nor \\");
    name
}
