//! From text to rows: NDJSON, a JSON array of objects, or CSV whose delimiter is found from the file itself.
//!
//! The rule: one bad record costs one record. Each row says on which physical line of the file it begins, the one
//! that an editor shows; a record that cannot be read is a [`LineFault`] at its place and the reading goes on.
//! It knows nothing of what the columns mean.

mod delimited;
mod fault;
mod json;

use std::collections::HashMap;

pub use fault::{JsonProblem, LineFault, LineProblem, TableFault};

use super::limits::ReadLimits;

/// How the file is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A header line, then one record a line, cells between delimiters (RFC 4180, any line ending).
    Csv {
        /// `,`, `;`, tab or `|`.
        delimiter: char,
    },
    /// One JSON object a line.
    JsonLines,
    /// One JSON array of objects.
    JsonArray,
}

/// The names of the columns: no two alike, none empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    names: Vec<String>,
    positions: HashMap<String, usize>,
}

impl Columns {
    /// Columns of these names.
    #[must_use]
    pub fn named<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        let mut columns = Self::default();
        for name in names {
            columns.add(name);
        }
        columns
    }

    /// In the order of the file.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Where a column is in each row's cells.
    #[must_use]
    pub fn position(&self, name: &str) -> Option<usize> {
        self.positions.get(name).copied()
    }

    /// Adds a column unless it is there; says where it is.
    fn add(&mut self, name: &str) -> usize {
        if let Some(position) = self.position(name) {
            return position;
        }
        self.names.push(name.to_owned());
        self.positions.insert(name.to_owned(), self.names.len() - 1);
        self.names.len() - 1
    }
}

/// One record of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawRow {
    /// The first physical line of the record, counted from 1.
    pub line: u64,
    /// One cell a column, in their order; `None` when empty, null or absent.
    pub cells: Vec<Option<String>>,
}

/// A file laid out in rows; iterating gives the rows after the header.
#[derive(Debug)]
pub struct Table<'t> {
    format: Format,
    columns: Columns,
    rows: Rows<'t>,
    left: u64,
    limit: u64,
}

#[derive(Debug)]
enum Rows<'t> {
    Delimited(delimited::Records<'t>),
    Json(json::Objects<'t>),
    Done,
}

impl<'t> Table<'t> {
    /// Finds the layout and reads the names of the columns.
    ///
    /// For JSON that is a first pass over the file: the columns are the keys in order of appearance, and a mapping
    /// can be checked against them before any row is taken.
    ///
    /// # Errors
    /// When the header cannot be read, names a column twice or not at all, or has too many.
    pub fn open(text: &'t str, limits: &ReadLimits) -> Result<Self, TableFault> {
        let json = match text.trim_start().chars().next() {
            Some('{') => Some((Format::JsonLines, json::Objects::in_lines(text, limits))),
            Some('[') => Some((Format::JsonArray, json::Objects::in_array(text, limits))),
            _ => None,
        };
        let (format, columns, rows) = if let Some((format, objects)) = json {
            (format, json::columns(objects.clone(), limits)?, Rows::Json(objects))
        } else {
            let mut records = delimited::Records::sniff(text, limits);
            let columns = delimited::header(&mut records)?;
            (Format::Csv { delimiter: records.delimiter() }, columns, Rows::Delimited(records))
        };
        if columns.names().len() > limits.columns {
            return Err(TableFault::TooManyColumns { limit: limits.columns });
        }
        Ok(Self { format, columns, rows, left: limits.rows, limit: limits.rows })
    }

    /// How the file is laid out.
    #[must_use]
    pub const fn format(&self) -> Format {
        self.format
    }

    /// The names of the columns.
    #[must_use]
    pub const fn columns(&self) -> &Columns {
        &self.columns
    }
}

impl Iterator for Table<'_> {
    type Item = Result<RawRow, LineFault>;

    fn next(&mut self) -> Option<Self::Item> {
        let row = match &mut self.rows {
            Rows::Delimited(records) => delimited::row(records, &self.columns),
            Rows::Json(objects) => json::row(objects, &self.columns),
            Rows::Done => None,
        }?;
        if self.left == 0 {
            self.rows = Rows::Done;
            let line = row.map_or_else(|fault| fault.line, |row| row.line);
            return Some(Err(LineFault { line, problem: LineProblem::TooManyRows { limit: self.limit } }));
        }
        self.left -= 1;
        Some(row)
    }
}

/// Line breaks as an editor counts them: LF, CR LF and CR alone.
fn line_breaks(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let breaks = bytes.iter().enumerate().filter(|(position, byte)| {
        **byte == b'\n' || (**byte == b'\r' && bytes.get(position + 1) != Some(&b'\n'))
    });
    breaks.map(|_| 1).sum()
}

#[cfg(test)]
mod properties;

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn open(text: &str) -> Table<'_> {
        Table::open(text, &ReadLimits::default()).unwrap()
    }

    #[test]
    fn the_layout_is_told_from_the_first_character() {
        for (text, format) in [
            ("a,b\n1,2\n", Format::Csv { delimiter: ',' }),
            (" {\"a\":1}\n", Format::JsonLines),
            ("\n[ {\"a\":1} ]", Format::JsonArray),
        ] {
            assert_eq!(open(text).format(), format, "{text}");
        }
    }

    #[test]
    fn reading_stops_after_the_allowed_number_of_rows() {
        let limits = ReadLimits { rows: 1, ..ReadLimits::default() };
        let rows: Vec<_> = Table::open("a\n1\n2\n3\n", &limits).unwrap().collect();
        assert_eq!(rows.len(), 2);
        let fault = LineFault { line: 3, problem: LineProblem::TooManyRows { limit: 1 } };
        assert_eq!(rows[1], Err(fault));
    }
}
