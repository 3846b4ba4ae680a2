//! A file cut into batches: each is one transaction.

use std::collections::BTreeMap;

use super::{Line, Origin, Verdict, Words, module, problem::ApplyProblem, record, territory};
use crate::{
    exchange::{
        fields::CellFault,
        message::Message,
        module::ModuleRow,
        noun::{Noun, Row},
        reading::{Outcome, Reading},
        record::Record,
        territory::TerritoryRow,
    },
    kernel::{
        error::{Code, Result},
        kind::Kind,
        locale::Locale,
    },
    store::{Tx, transaction::Act},
};

/// Records of one batch, at most: large enough that statements count for little, small enough that other writers
/// never wait long.
const BATCH: usize = 500;

/// A checked row, and where it stands.
#[derive(Debug)]
pub(super) struct Told<R> {
    pub(super) origin: Origin,
    pub(super) row: Box<R>,
}

/// Rows that are applied in one transaction.
#[derive(Debug)]
pub(super) enum Batch {
    Territories(Vec<Told<TerritoryRow>>),
    Records(&'static Noun, Vec<Told<Row>>),
    Modules(Vec<Told<ModuleRow>>),
}

impl Batch {
    pub(super) const fn len(&self) -> usize {
        match self {
            Self::Territories(rows) => rows.len(),
            Self::Records(_, rows) => rows.len(),
            Self::Modules(rows) => rows.len(),
        }
    }
}

/// A file as it will be applied: the batches in their order, and the lines that need no database.
#[derive(Debug)]
pub(super) struct Sorted {
    pub(super) batches: Vec<Batch>,
    pub(super) lines: Vec<Line>,
}

impl Sorted {
    /// Reads the whole file; what sits in a place comes after all places, structures come before what belongs to them,
    /// and modules after their paths.
    pub(super) fn read(reading: Reading<'_>, locale: Locale) -> Self {
        let (mut lines, mut territories, mut modules) = (Vec::new(), Vec::new(), Vec::new());
        let mut records: BTreeMap<Kind, (&'static Noun, Vec<Told<Row>>)> = BTreeMap::new();
        for read in reading {
            let line = read.line;
            for outcome in read.outcomes {
                match outcome {
                    Outcome::Record { plan, record: Record::Territory(row) } => {
                        territories.push(Told { origin: Origin { line, plan }, row });
                    }
                    Outcome::Record { plan, record: Record::Told(row) } => {
                        let noun = row.cells.noun();
                        let (_, rows) = records.entry(noun.kind).or_insert_with(|| (noun, Vec::new()));
                        rows.push(Told { origin: Origin { line, plan }, row });
                    }
                    Outcome::Record { plan, record: Record::Module(row) } => {
                        modules.push(Told { origin: Origin { line, plan }, row });
                    }
                    Outcome::Duplicate { first_line } => lines.push(duplicate(line, first_line, locale)),
                    Outcome::Faulty(remarks) => {
                        lines.push(Line { line, verdict: Verdict::Refused, remarks });
                    }
                }
            }
        }
        let mut batches: Vec<Batch> = in_batches(territories).map(Batch::Territories).collect();
        for (noun, rows) in records.into_values() {
            batches.extend(in_batches(rows).map(|rows| Batch::Records(noun, rows)));
        }
        batches.extend(in_batches(modules).map(Batch::Modules));
        Self { batches, lines }
    }
}

fn in_batches<T>(rows: Vec<T>) -> impl Iterator<Item = Vec<T>> {
    let mut rows = rows.into_iter();
    std::iter::from_fn(move || Some(rows.by_ref().take(BATCH).collect::<Vec<T>>()))
        .take_while(|batch| !batch.is_empty())
}

fn duplicate(line: u64, first_line: u64, locale: Locale) -> Line {
    let message = ApplyProblem::ToldBefore { line: first_line }.text(locale);
    let remark = CellFault { line, column: String::new(), field: "", code: Code::Duplicate, message };
    Line { line, verdict: Verdict::Duplicate, remarks: vec![remark] }
}

/// Applies some batches in one transaction.
#[derive(Debug)]
pub(super) struct Apply<'a> {
    pub(super) words: &'a Words,
    pub(super) batches: &'a [Batch],
}

impl Act for Apply<'_> {
    type Outcome = Vec<Line>;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<Vec<Line>> {
        let mut lines = Vec::new();
        for batch in self.batches {
            match batch {
                Batch::Territories(rows) => lines.extend(territory::apply(tx, self.words, rows).await?),
                Batch::Records(noun, rows) => {
                    lines.extend(
                        record::apply(tx, self.words, noun, rows)
                            .await?
                            .into_iter()
                            .map(|judged| judged.line),
                    );
                }
                Batch::Modules(rows) => {
                    lines.extend(
                        module::apply(tx, self.words, rows).await?.into_iter().map(|judged| judged.line),
                    );
                }
            }
        }
        Ok(lines)
    }
}
