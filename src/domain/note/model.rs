//! What a note is, and which records it may tell of.

use crate::kernel::kind::Kind;

coded! {
    /// What a note tells.
    pub enum NoteKind {
        /// How it goes.
        Note = "NOTE",
        /// Something worth showing.
        Highlight = "HIGHLIGHT",
        /// What may go wrong.
        Risk = "RISK",
        /// What came out of it.
        Result = "RESULT",
        /// What to do another way next time.
        Lesson = "LESSON",
    }
}

/// The longest note, in characters of each language.
pub(super) const MAX_BODY: usize = 10_000;

/// Why nothing is told of records of a kind. Free text about people is kept nowhere: they could not answer it.
pub(super) const fn untold(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Member => Some("a note tells of what the network does, not of people"),
        Kind::Note => Some("a note tells of no other note: change that one, or tell of the same record"),
        Kind::Structure
        | Kind::Project
        | Kind::Action
        | Kind::FundingSource
        | Kind::Resource
        | Kind::TrainingPath => None,
    }
}

/// What a list by name knows a note by: the first line of its body, or as much as fits.
pub(super) fn name(body: &str) -> String {
    body.lines().next().unwrap_or_default().chars().take(80).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_known_by_its_first_line() {
        assert_eq!(name("Le four est choisi.\nIl vient d'Olette."), "Le four est choisi.");
        assert_eq!(name(&"é".repeat(200)).chars().count(), 80);
    }
}
