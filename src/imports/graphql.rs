//! How imports read: by who started them, and nobody else.

use async_graphql::InputType;

use super::model::{ImportLineState, ImportState};
use crate::exchange::record::ImportKind;
use crate::gql::plan::{FilterSql, KeyType, Link, Noun, TypeBuilder};
use crate::gql::scalar::DateTime;

/// An import.
pub struct ImportJob;

impl Noun for ImportJob {
    const NAME: &'static str = "ImportJob";

    fn declare(t: &mut TypeBuilder) {
        t.rows("import_job", "importjob", "t.created_by = {me}", "A file that is tried, or applied.");
        t.field::<ImportKind>("kind", "t.kind", "What its lines tell.");
        t.field::<String>("filename", "t.filename", "The name of the file.");
        t.field::<String>("sha256", "t.sha256", "The SHA-256 of its bytes, in hexadecimal.");
        t.field::<bool>("dryRun", "t.dry_run", "It only tells what would be done: nothing is written.");
        t.one::<Self>("dryRunOf", "t.dry_run_of", "The import that tried the same file before.");
        t.field::<ImportState>("state", "t.state", "Where it stands.");
        t.inline::<ImportProgress>(
            "progress",
            Some("t.total is not null"),
            "How far it has come; null before its file was read.",
        );
        t.inline::<ImportReport>(
            "report",
            Some("t.state = 'DONE'"),
            "What became of the lines; null before it is DONE.",
        );
        t.connection::<ImportRow>(
            "rows",
            Link::By("t.job_id"),
            "The lines that need a person, in the order of the file: those that are left out, and those with warnings; \
             ten thousand at most.",
        );
        t.field::<Option<String>>("failure", "t.failure", "Why it is FAILED, and what to do.");
        t.field::<DateTime>("createdAt", "t.created_at", "When it was started.");
        t.field::<Option<DateTime>>("startedAt", "t.started_at", "When a server first took it.");
        t.field::<Option<DateTime>>("endedAt", "t.ended_at", "When it was DONE or FAILED.");
        t.single("importJob", "One of your imports, by its identifier; null when there is none.");
    }
}

/// How far an import has come.
struct ImportProgress;

impl Noun for ImportProgress {
    const NAME: &'static str = "ImportProgress";

    fn declare(t: &mut TypeBuilder) {
        t.part("How far an import has come, in records.");
        t.field::<i32>("applied", "t.applied", "Those that are done; none of a dry run before its end.");
        t.field::<i32>("total", "t.total", "All of them.");
    }
}

/// What became of the lines of an import.
struct ImportReport;

impl Noun for ImportReport {
    const NAME: &'static str = "ImportReport";

    fn declare(t: &mut TypeBuilder) {
        t.part("What became, or would become, of the lines of a file.");
        t.field::<i32>("creates", "t.creates", "Records that it makes.");
        t.field::<i32>("updates", "t.updates", "Records that it changes.");
        t.field::<i32>("unchanged", "t.unchanged", "Records that it says nothing new of.");
        t.field::<i32>("duplicates", "t.duplicates", "Records left out since they are told elsewhere.");
        t.field::<i32>("errors", "t.errors", "Records left out since something in them is wrong.");
        t.field::<i32>("warnings", "t.warnings", "Remarks on records that are taken.");
        t.field::<Vec<String>>("unmapped", "t.unmapped", "Columns of the file that nothing takes.");
    }
}

/// A line that needs a person.
pub struct ImportRow;

impl Noun for ImportRow {
    const NAME: &'static str = "ImportRow";

    fn declare(t: &mut TypeBuilder) {
        t.rows(
            "import_row",
            "importrow",
            "exists (select 1 from import_job j where j.id = t.job_id and j.created_by = {me})",
            "A line of a file that needs a person.",
        );
        t.field::<i32>("line", "t.line", "Its number in the file, counted from 1.");
        t.field::<ImportLineState>("state", "t.state", "What becomes of it.");
        t.list::<ImportFault>("errors", Link::By("t.row_id"), "What is wrong with it, or worth a look.");
        t.order("POSITION", KeyType::Int, "t.position", "In the order of the file.");
        t.filter(
            "state",
            <Option<Vec<ImportLineState>>>::create_type_info,
            FilterSql::OneOf("t.state"),
            "One of these becomes of it.",
        );
    }
}

/// What is wrong with a line.
pub struct ImportFault;

impl Noun for ImportFault {
    const NAME: &'static str = "ImportFault";

    fn declare(t: &mut TypeBuilder) {
        t.rows("import_fault", "importfault", "1 = 1", "What is wrong with a line, or worth a look.");
        t.field::<String>("code", "t.code", "Which rule it breaks, by the names of `UserErrorCode`.");
        t.field::<Option<String>>(
            "column",
            "t.column_name",
            "The column of the file; null when it is about the whole line.",
        );
        t.field::<Option<String>>(
            "field",
            "t.field",
            "The field that the column feeds; null when it is about the whole line.",
        );
        t.field::<String>("message", "t.message", "What to do about it.");
        t.order("POSITION", KeyType::Int, "t.position", "In the order of the columns.");
    }
}
