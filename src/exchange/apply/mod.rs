//! Applying checked rows to the database.
//!
//! Rows go in batches, places first; a batch is one transaction, so an import that is killed leaves whole batches
//! behind and a second run completes it. A row that does not fit is reported and left out: it never stops the others.
//! What a source says of a record is remembered by its checksum: the same words again touch nothing.
//!
//! An empty cell says nothing: it never erases what the hub knows, whoever wrote it. What a person has said of a field
//! since is kept. The same code applies files as the hub itself and what a partner's program sends, with its rights.

mod batch;
mod merge;
mod module;
mod placed;
mod problem;
mod record;
mod repo;
mod report;
mod source;
mod territory;

use uuid::Uuid;

use crate::{
    access::Scene,
    exchange::{
        fields::CellFault,
        form::Form,
        mapping::{Plan, Unknown},
        message::Message,
        noun::{Noun, Row},
        reading::Reading,
    },
    kernel::{
        actor::Actor,
        error::{Code, Result},
        kind::Kind,
        locale::Locale,
    },
    store::{Store, Tx},
};

use batch::{Apply, Sorted, Told};
pub use report::{Line, Report, Summary, Verdict};

/// The form of what names an owner.
const OWNER: Form = Form::Record(Kind::Structure);

/// How to apply rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplyOptions {
    /// The language of what is said about rows.
    pub locale: Locale,
    /// Only tells what would be done: everything runs, in one transaction that is not kept. Other writers wait
    /// meanwhile on SQLite.
    pub rehearse: bool,
    /// The structure to which new records belong whose rows name none, named as files name it.
    pub owner: Option<String>,
    /// The slug of the partner whose source this is.
    pub partner: Option<String>,
}

impl ApplyOptions {
    /// Applies, and says what became of it in this language.
    #[must_use]
    pub const fn new(locale: Locale) -> Self {
        Self { locale, rehearse: false, owner: None, partner: None }
    }
}

/// Applies a whole file as the hub itself. `progress` is called after each batch with the records that it held; the
/// first call says 0 of all of them.
///
/// # Errors
/// When the database fails or stays busy: what was done before is kept, and a new run goes on from there.
pub async fn apply(
    store: &Store,
    reading: Reading<'_>,
    options: ApplyOptions,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Report> {
    let rehearse = options.rehearse;
    let words = Words { plan: reading.plan().clone(), options };
    let locale = words.options.locale;
    let Sorted { batches, mut lines } = Sorted::read(reading, locale);
    let total = batches.iter().map(batch::Batch::len).sum();
    progress(Progress { applied: 0, total });
    let scene = || Scene::new(&Actor::System, store.clock(), vec![locale]);
    if rehearse {
        let whole = Apply { words: &words, batches: &batches };
        lines.extend(store.rehearse(&Actor::System, &scene(), &whole).await?);
    } else {
        let mut applied = 0;
        for batch in &batches {
            let one = Apply { words: &words, batches: std::slice::from_ref(batch) };
            lines.extend(store.write(&Actor::System, &scene(), &one).await?);
            applied += batch.len();
            progress(Progress { applied, total });
        }
    }
    Ok(Report::new(lines, words.plan.unmapped))
}

/// Applies rows of one noun in the transaction of whoever acts, with its rights. `lines` number the rows.
///
/// # Errors
/// When the source is somebody else's, or the database refuses it.
pub async fn apply_rows(
    tx: &mut Tx<'_>,
    noun: &'static Noun,
    rows: Vec<(u64, Row)>,
    plan: Plan,
    options: ApplyOptions,
) -> Result<Vec<Judged>> {
    let told =
        rows.into_iter().map(|(line, row)| Told { origin: Origin { line, plan: 0 }, row: Box::new(row) });
    record::apply(tx, &Words { plan, options }, noun, &told.collect::<Vec<_>>()).await
}

/// How far an import is, in records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Those that are done.
    pub applied: usize,
    /// All of them.
    pub total: usize,
}

/// What became of one row, and of which record that was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// What became of it, and why.
    pub line: Line,
    /// The record, when the row was taken.
    pub record: Option<Uuid>,
    /// The API's names of the fields that a person has said, and that were kept.
    pub kept: Vec<&'static str>,
}

impl Judged {
    fn refused(origin: Origin, fault: CellFault) -> Self {
        let verdict = if fault.code == Code::Duplicate { Verdict::Duplicate } else { Verdict::Refused };
        let line = Line { line: origin.line, verdict, remarks: vec![fault] };
        Self { line, record: None, kept: Vec::new() }
    }

    fn unchanged(origin: Origin, record: Uuid, remarks: Vec<CellFault>) -> Self {
        Self::taken(origin, record, Verdict::Unchanged, remarks, Vec::new())
    }

    const fn taken(
        origin: Origin,
        record: Uuid,
        verdict: Verdict,
        remarks: Vec<CellFault>,
        kept: Vec<&'static str>,
    ) -> Self {
        Self { line: Line { line: origin.line, verdict, remarks }, record: Some(record), kept }
    }
}

/// What is needed to apply rows and to say what is wrong with one: the columns' names, and the reader's language.
#[derive(Debug)]
struct Words {
    plan: Plan,
    options: ApplyOptions,
}

/// Where a row stands in the file.
#[derive(Clone, Copy, Debug)]
struct Origin {
    line: u64,
    /// Which of the plan's records it is.
    plan: usize,
}

impl Words {
    fn fault(&self, origin: Origin, field: &'static str, code: Code, problem: &dyn Message) -> CellFault {
        let message = problem.text(self.options.locale);
        CellFault { line: origin.line, column: self.column(origin, field), field, code, message }
    }

    /// Whether a row may name something unknown in this field, which stays empty then.
    fn forgives(&self, origin: Origin, field: &str) -> bool {
        let plan = self.plan.records.get(origin.plan);
        plan.is_some_and(|plan| plan.unknown(field) == Unknown::Empty)
    }

    fn column(&self, origin: Origin, field: &str) -> String {
        self.plan.records.get(origin.plan).map_or("", |plan| plan.column(field)).to_owned()
    }
}
