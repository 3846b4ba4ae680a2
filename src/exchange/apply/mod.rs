//! Applying checked rows to the database.
//!
//! Rows go in batches, places first; a batch is one transaction, so an import that is killed leaves whole batches
//! behind and a second run completes it. A row that does not fit is reported and left out: it never stops the others.
//! What a file says of a record is remembered by its checksum: the same words again touch nothing.
//!
//! An empty cell says nothing: it never erases what the hub knows, whoever wrote it.

mod batch;
mod merge;
mod problem;
mod report;
mod structure;
mod territory;

use crate::{
    access::Scene,
    exchange::{fields::CellFault, mapping::Plan, message::Message, reading::Reading},
    kernel::{
        actor::Actor,
        error::{Code, Result},
        locale::Locale,
    },
    store::Store,
};

use batch::{Apply, Sorted};
pub use report::{Line, Report, Summary, Verdict};

/// How to import a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ApplyOptions {
    /// The language of what is said about rows.
    pub locale: Locale,
    /// Only tells what would be done: everything runs, in one transaction that is not kept. Other writers wait
    /// meanwhile on SQLite.
    pub rehearse: bool,
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
    let words = Words { plan: reading.plan().clone(), locale: options.locale };
    let Sorted { batches, mut lines } = Sorted::read(reading, words.locale);
    let total = batches.iter().map(batch::Batch::len).sum();
    progress(Progress { applied: 0, total });
    let scene = || Scene::new(&Actor::System, store.clock(), vec![options.locale]);
    if options.rehearse {
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

/// How far an import is, in records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Those that are done.
    pub applied: usize,
    /// All of them.
    pub total: usize,
}

/// What is needed to say what is wrong with a row: the columns' names, and the reader's language.
#[derive(Debug)]
struct Words {
    plan: Plan,
    locale: Locale,
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
        let column = self.plan.records.get(origin.plan).map_or("", |plan| plan.column(field));
        let message = problem.text(self.locale);
        CellFault { line: origin.line, column: column.to_owned(), field, code, message }
    }
}
