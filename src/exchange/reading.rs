//! From a decoded file and a mapping to checked records, line by line.
//!
//! Two lines with the same key are never two records: the second is reported as a duplicate of the first, unless
//! the mapping says that lines repeat that record; then the same telling is nothing new and another telling is a
//! fault.

use std::collections::{HashMap, hash_map::Entry};

use super::{
    fault::FileFault,
    fields::{CellFault, RowReader},
    limits::ReadLimits,
    mapping::{Mapping, Plan},
    message::Message,
    record::Record,
    table::{RawRow, Table},
};
use crate::kernel::{error::Code, locale::Locale};

/// A file being read; iterating gives its lines.
#[derive(Debug)]
pub struct Reading<'t> {
    table: Table<'t>,
    plan: Plan,
    locale: Locale,
    told: Told,
}

/// One line of the file.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadLine {
    /// The first physical line of the record, counted from 1.
    pub line: u64,
    /// What it holds, in the order of the columns; nothing when it could not be read.
    pub cells: Vec<Option<String>>,
    /// One for each record that the line tells; what earlier lines told in the same words is left out.
    pub outcomes: Vec<Outcome>,
}

/// What became of one record of a line.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It is right.
    Record {
        /// Which of [`Plan::records`] it is.
        plan: usize,
        /// What it says.
        record: Record,
    },
    /// An earlier line tells the record with the same key.
    Duplicate {
        /// That line.
        first_line: u64,
    },
    /// All that is wrong with it.
    Faulty(Vec<CellFault>),
}

impl<'t> Reading<'t> {
    /// Opens a decoded text; faults of lines will be said in `locale`.
    ///
    /// # Errors
    /// When the columns cannot be told or the mapping does not fit them: then no line is read.
    pub fn open(
        text: &'t str,
        mapping: &Mapping,
        limits: &ReadLimits,
        locale: Locale,
    ) -> Result<Self, Vec<FileFault>> {
        let table = Table::open(text, limits).map_err(|fault| vec![fault.into()])?;
        let plan = mapping
            .bind(table.columns())
            .map_err(|faults| faults.into_iter().map(FileFault::from).collect::<Vec<_>>())?;
        Ok(Self { table, plan, locale, told: Told::default() })
    }

    /// The layout and the columns of the file.
    #[must_use]
    pub const fn table(&self) -> &Table<'t> {
        &self.table
    }

    /// What is taken from each line, and the columns that nothing takes.
    #[must_use]
    pub const fn plan(&self) -> &Plan {
        &self.plan
    }

    fn read(&mut self, row: RawRow) -> ReadLine {
        let mut outcomes = Vec::with_capacity(self.plan.records.len());
        for (position, plan) in self.plan.records.iter().enumerate() {
            let reader = RowReader::new(plan, &row, self.locale);
            if plan.repeated && reader.is_blank() {
                continue;
            }
            outcomes.extend(match plan.kind.read(reader) {
                Ok(record) => {
                    let told = self.told.before(&record, plan.repeated, row.line, self.locale);
                    told.unwrap_or(Some(Outcome::Record { plan: position, record }))
                }
                Err(faults) => Some(Outcome::Faulty(faults)),
            });
        }
        ReadLine { line: row.line, cells: row.cells, outcomes }
    }
}

impl Iterator for Reading<'_> {
    type Item = ReadLine;

    fn next(&mut self) -> Option<ReadLine> {
        Some(match self.table.next()? {
            Ok(row) => self.read(row),
            Err(fault) => ReadLine {
                line: fault.line,
                cells: Vec::new(),
                outcomes: vec![whole_line(fault.line, fault.problem.code(), &fault.problem, self.locale)],
            },
        })
    }
}

fn whole_line(line: u64, code: Code, problem: &dyn Message, locale: Locale) -> Outcome {
    Outcome::Faulty(vec![CellFault {
        line,
        column: String::new(),
        field: "",
        code,
        message: problem.text(locale),
    }])
}

/// The records told so far, by what makes two lines tell the same one.
#[derive(Debug, Default)]
struct Told(HashMap<(&'static str, String), Telling>);

/// Where a record was first told, and what was told when lines may repeat it.
#[derive(Debug)]
struct Telling {
    line: u64,
    record: Option<Record>,
}

impl Told {
    /// What becomes of a record that an earlier line told: nothing when it is told again in the same words. `None`
    /// when no line did.
    fn before(
        &mut self,
        record: &Record,
        repeated: bool,
        line: u64,
        locale: Locale,
    ) -> Option<Option<Outcome>> {
        match self.0.entry(record.key()) {
            Entry::Vacant(place) => {
                place.insert(Telling { line, record: repeated.then(|| record.clone()) });
                None
            }
            Entry::Occupied(first) if repeated && first.get().record.as_ref() == Some(record) => Some(None),
            Entry::Occupied(first) if repeated => {
                let problem = Contradiction { first_line: first.get().line };
                Some(Some(whole_line(line, Code::Duplicate, &problem, locale)))
            }
            Entry::Occupied(first) => Some(Some(Outcome::Duplicate { first_line: first.get().line })),
        }
    }
}

/// A repeated record that a line tells otherwise than an earlier one.
struct Contradiction {
    first_line: u64,
}

impl Message for Contradiction {
    fn sentences(&self) -> [String; 3] {
        let first = self.first_line;
        [
            format!("la ligne {first} décrit autrement le même enregistrement"),
            format!("la línia {first} descriu altrament el mateix registre"),
            format!("line {first} describes the same record otherwise"),
        ]
    }
}

#[cfg(test)]
mod real_files;
#[cfg(test)]
pub(super) mod tests;
