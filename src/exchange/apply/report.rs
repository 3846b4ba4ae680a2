//! What became of a file, line by line and in sum.

use crate::exchange::fields::CellFault;

/// What became of one record of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It was made.
    Created,
    /// It was changed: the API's names of the fields.
    Updated(Vec<&'static str>),
    /// It was already as the line tells it.
    Unchanged,
    /// It is told elsewhere: by another line, or by another record that holds its number.
    Duplicate,
    /// Something in it is wrong.
    Refused,
}

impl Verdict {
    /// The name in reports.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Created => "CREATE",
            Self::Updated(_) => "UPDATE",
            Self::Unchanged => "UNCHANGED",
            Self::Duplicate => "DUPLICATE",
            Self::Refused => "ERROR",
        }
    }

    /// Whether the record was left out.
    #[must_use]
    pub const fn is_left_out(&self) -> bool {
        matches!(self, Self::Duplicate | Self::Refused)
    }
}

/// What became of one record of a line, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The first physical line of the record, counted from 1.
    pub line: u64,
    /// What became of it.
    pub verdict: Verdict,
    /// Why it was left out; for what was taken, warnings.
    pub remarks: Vec<CellFault>,
}

/// How many records came to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Made.
    pub created: usize,
    /// Changed.
    pub updated: usize,
    /// Already there.
    pub unchanged: usize,
    /// Told elsewhere.
    pub duplicates: usize,
    /// Wrong.
    pub errors: usize,
    /// Remarks on what was taken.
    pub warnings: usize,
}

/// What became of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// In the order of the file.
    pub lines: Vec<Line>,
    /// In sum.
    pub summary: Summary,
    /// Columns of the file that nothing took.
    pub unmapped: Vec<String>,
}

impl Report {
    pub(super) fn new(mut lines: Vec<Line>, unmapped: Vec<String>) -> Self {
        lines.sort_by_key(|line| line.line);
        let mut summary = Summary::default();
        for line in &lines {
            let count = match line.verdict {
                Verdict::Created => &mut summary.created,
                Verdict::Updated(_) => &mut summary.updated,
                Verdict::Unchanged => &mut summary.unchanged,
                Verdict::Duplicate => &mut summary.duplicates,
                Verdict::Refused => &mut summary.errors,
            };
            *count += 1;
            if !line.verdict.is_left_out() {
                summary.warnings += line.remarks.len();
            }
        }
        Self { lines, summary, unmapped }
    }

    /// Whether every record of the file was taken.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.summary.duplicates == 0 && self.summary.errors == 0
    }
}
