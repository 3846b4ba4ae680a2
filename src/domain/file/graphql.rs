//! How files read.

use super::model::FileRole;
use crate::domain::member::Member;
use crate::gql::plan::{KeyType, Link, Noun, TypeBuilder};
use crate::gql::scalar::DateTime;
use crate::gql::text::{TEXT, Text};
use crate::kernel::id::write_global;

/// A file.
pub struct File;

impl Noun for File {
    const NAME: &'static str = "File";

    fn declare(t: &mut TypeBuilder) {
        t.rows("file", "file", "1 = 1", "A file of a record; seen by who sees the record.");
        t.belongs_to(
            "t.record_id",
            "(select ro.effective_visibility from record ro where ro.id = t.record_id)",
        );
        t.order("POSITION", KeyType::Int, "t.position", "By its place among the files of its record.");
        t.field::<i32>("position", "t.position", "Its place among the files of its record.");
        t.field::<FileRole>("role", "t.role", "What it is to its record.");
        t.field::<String>("filename", "t.filename", "Its name.");
        t.field::<String>("mime", "t.mime", "Its media type (`application/pdf`).");
        t.field::<i32>("size", "cast(t.size as integer)", "How many bytes it has.");
        t.field::<String>("sha256", "t.sha256", "The SHA-256 of its bytes, in hexadecimal.");
        t.of_id::<String>(
            "url",
            |cells, _, out| {
                out.extend_from_slice(b"\"/files/");
                write_global("file", cells.get(0)?, out);
                out.push(b'"');
                Ok(())
            },
            "Where its bytes are, at the address of the hub: to be read with the same session or key.",
        );
        t.embedded::<Option<Text>>(
            TEXT,
            "altText",
            "t.alt_text",
            "What an image shows, for those who do not see it.",
        );
        t.field::<i32>(
            "version",
            "t.version",
            "Its version: each change of it names the one it was made from.",
        );
        t.one::<Member>("addedBy", "t.added_by", "The person who added it; null for a program.");
        t.field::<DateTime>("addedAt", "t.added_at", "When it was added.");
        t.field::<DateTime>("updatedAt", "t.updated_at", "When it last changed.");
    }
}

/// Declares the files of a record.
pub(crate) fn list(t: &mut TypeBuilder) {
    t.list::<File>("files", Link::By("t.record_id"), "Its files, in their order: fifty at most.");
}
