//! What a file is to its record, and which records have files.

use crate::kernel::kind::Kind;

coded! {
    /// What a file is to its record.
    pub enum FileRole {
        /// It is what the record tells of, or a part of it: the sheet, the film, the recording.
        Content = "CONTENT",
        /// The picture that stands for the record.
        Cover = "COVER",
        /// It goes with the record.
        Attachment = "ATTACHMENT",
    }
}

/// Files of one record, at most.
pub(super) const MOST: u64 = 50;

/// Why records of a kind have no files.
pub(super) const fn has_none(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Member => Some("the hub keeps no files about people"),
        Kind::Note => Some("a note is words: give the file to the record that it tells of"),
        Kind::Structure
        | Kind::Project
        | Kind::Action
        | Kind::FundingSource
        | Kind::Resource
        | Kind::TrainingPath => None,
    }
}

/// Whether what is of this media type is an image, and has to be told to those who do not see it.
pub(crate) fn is_image(mime: Option<&str>) -> bool {
    mime.is_some_and(|mime| mime.starts_with("image/"))
}
