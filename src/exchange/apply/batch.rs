//! A file cut into batches: each is one transaction.

use super::{Line, Origin, Verdict, Words, problem::ApplyProblem, structure, territory};
use crate::{
    exchange::{
        fields::CellFault,
        message::Message,
        reading::{Outcome, Reading},
        record::Record,
        structure::StructureRow,
        territory::TerritoryRow,
    },
    kernel::{
        error::{Code, Result},
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
    Structures(Vec<Told<StructureRow>>),
}

impl Batch {
    pub(super) const fn len(&self) -> usize {
        match self {
            Self::Territories(rows) => rows.len(),
            Self::Structures(rows) => rows.len(),
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
    /// Reads the whole file; what sits in a place comes after all places.
    pub(super) fn read(reading: Reading<'_>, locale: Locale) -> Self {
        let (mut lines, mut territories, mut structures) = (Vec::new(), Vec::new(), Vec::new());
        for read in reading {
            let line = read.line;
            for outcome in read.outcomes {
                match outcome {
                    Outcome::Record { plan, record: Record::Territory(row) } => {
                        territories.push(Told { origin: Origin { line, plan }, row });
                    }
                    Outcome::Record { plan, record: Record::Structure(row) } => {
                        structures.push(Told { origin: Origin { line, plan }, row });
                    }
                    Outcome::Duplicate { first_line } => lines.push(duplicate(line, first_line, locale)),
                    Outcome::Faulty(remarks) => {
                        lines.push(Line { line, verdict: Verdict::Refused, remarks });
                    }
                }
            }
        }
        let places = in_batches(territories).map(Batch::Territories);
        let batches = places.chain(in_batches(structures).map(Batch::Structures)).collect();
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
            lines.extend(match batch {
                Batch::Territories(rows) => territory::apply(tx, self.words, rows).await?,
                Batch::Structures(rows) => structure::apply(tx, self.words, rows).await?,
            });
        }
        Ok(lines)
    }
}
