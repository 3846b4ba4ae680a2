//! Records between delimiters (RFC 4180), and the delimiter itself.
//!
//! Not the `csv` crate: it reads a quote that is never closed as one huge cell that swallows the rest of the file,
//! and its line numbers pass over lines that end with CR alone.

use super::{
    Columns, LineFault, RawRow,
    fault::{LineProblem, TableFault},
};
use crate::exchange::limits::ReadLimits;

const DELIMITERS: [u8; 4] = *b",;\t|";

/// Records that tell the right delimiter from the wrong ones.
const SAMPLE: usize = 20;

/// The records of a text, the header among them. Blank ones are passed over, `;;;` as spreadsheets leave too.
#[derive(Clone, Debug)]
pub(super) struct Records<'t> {
    text: &'t str,
    at: usize,
    line: u64,
    delimiter: u8,
    longest: usize,
}

enum End {
    Cell,
    Record,
}

impl<'t> Records<'t> {
    /// Chooses the delimiter by which most of the first records have as many cells as the header: a header such as
    /// `name;street (number, name, district)` holds more commas than semicolons.
    pub(super) fn sniff(text: &'t str, limits: &ReadLimits) -> Self {
        let candidates =
            DELIMITERS.map(|delimiter| Self { text, at: 0, line: 1, delimiter, longest: limits.line_bytes });
        let [comma, ..] = candidates.clone();
        // The first of equals wins, hence the strict comparison.
        let (best, _) = candidates.into_iter().fold((comma, (0, 1)), |(best, best_score), candidate| {
            let score = candidate.score();
            if score > best_score { (candidate, score) } else { (best, best_score) }
        });
        best
    }

    /// How many records agree with the header, then how wide it is.
    fn score(&self) -> (usize, usize) {
        let mut records = self.clone();
        let Some(Ok(header)) = records.next() else { return (0, 0) };
        let width = header.cells.len();
        if width < 2 {
            return (0, width);
        }
        let agrees = |row: &Result<RawRow, _>| row.as_ref().is_ok_and(|row| row.cells.len() == width);
        (records.take(SAMPLE).filter(agrees).count(), width)
    }

    pub(super) const fn delimiter(&self) -> char {
        self.delimiter as char
    }

    fn record(&mut self) -> Result<Vec<Option<String>>, LineProblem> {
        let start = self.at;
        let mut cells = Vec::new();
        loop {
            let quoted = self.text.as_bytes().get(self.at) == Some(&b'"');
            let cell = if quoted { self.quoted_cell(start)? } else { self.bare_cell() };
            if self.at - start > self.longest {
                return Err(LineProblem::TooLong { limit: self.longest });
            }
            cells.push(Some(cell).filter(|cell| !cell.is_empty()));
            if matches!(self.end_of_cell()?, End::Record) {
                return Ok(cells);
            }
        }
    }

    fn bare_cell(&mut self) -> String {
        let rest = &self.text[self.at..];
        let ends = |byte: &u8| *byte == self.delimiter || matches!(byte, b'\r' | b'\n');
        let length = rest.as_bytes().iter().position(ends).unwrap_or(rest.len());
        self.at += length;
        rest[..length].to_owned()
    }

    fn quoted_cell(&mut self, start: usize) -> Result<String, LineProblem> {
        let opening = self.at;
        let bound = self.text.len().min(start + self.longest);
        let mut cell = String::new();
        loop {
            let from = self.at + 1;
            let window = self.text.as_bytes().get(from..bound).unwrap_or_default();
            let Some(length) = window.iter().position(|byte| *byte == b'"') else {
                return Err(if bound < self.text.len() {
                    LineProblem::TooLong { limit: self.longest }
                } else {
                    LineProblem::UnterminatedQuote
                });
            };
            self.at = from + length + 1;
            cell.push_str(&self.text[from..from + length]);
            if self.text.as_bytes().get(self.at) != Some(&b'"') {
                self.line += super::line_breaks(&self.text[opening..self.at]);
                return Ok(cell);
            }
            cell.push('"');
        }
    }

    fn end_of_cell(&mut self) -> Result<End, LineProblem> {
        let rest = &self.text.as_bytes()[self.at..];
        let (length, end) = match rest {
            [] => (0, End::Record),
            [b'\r', b'\n', ..] => (2, End::Record),
            [b'\r' | b'\n', ..] => (1, End::Record),
            [byte, ..] if *byte == self.delimiter => (1, End::Cell),
            _ => return Err(LineProblem::TextAfterQuote),
        };
        self.at += length;
        self.line += u64::from(length > 0 && matches!(end, End::Record));
        Ok(end)
    }

    /// Goes on at the physical line after the one where a bad record began, so that a stray quote costs its own
    /// line; a quote without end would make every later line doubtful: the reading ends there.
    fn resume(&mut self, problem: &LineProblem, start: usize, line: u64) {
        self.at = self.text.len();
        if *problem == LineProblem::TextAfterQuote {
            let rest = &self.text.as_bytes()[start..];
            let length = rest.iter().position(|byte| matches!(byte, b'\r' | b'\n')).unwrap_or(rest.len());
            let pair = usize::from(rest[length..].starts_with(b"\r\n"));
            self.at = self.text.len().min(start + length + 1 + pair);
            self.line = line + 1;
        }
    }
}

impl Iterator for Records<'_> {
    type Item = Result<RawRow, LineFault>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.at < self.text.len() {
            let (start, line) = (self.at, self.line);
            match self.record() {
                Ok(cells) if cells.iter().all(Option::is_none) => {}
                Ok(cells) => return Some(Ok(RawRow { line, cells })),
                Err(problem) => {
                    self.resume(&problem, start, line);
                    return Some(Err(LineFault { line, problem }));
                }
            }
        }
        None
    }
}

/// Takes the header off the records.
pub(super) fn header(records: &mut Records<'_>) -> Result<Columns, TableFault> {
    let names = match records.next() {
        Some(Ok(row)) => row.cells,
        Some(Err(fault)) => return Err(TableFault::Header(fault.problem)),
        None => Vec::new(),
    };
    let mut columns = Columns::default();
    for (index, name) in names.iter().enumerate() {
        let position = index + 1;
        let name = name.as_deref().map(str::trim).filter(|name| !name.is_empty());
        let name = name.ok_or(TableFault::UnnamedColumn { position })?;
        if let Some(first) = columns.position(name) {
            let name = name.to_owned();
            return Err(TableFault::DuplicateColumn { name, first: first + 1, second: position });
        }
        columns.add(name);
    }
    Ok(columns)
}

/// The next record, as wide as the header.
pub(super) fn row(records: &mut Records<'_>, columns: &Columns) -> Option<Result<RawRow, LineFault>> {
    let (expected, row) = (columns.names().len(), records.next()?);
    Some(row.and_then(|row| {
        let (found, line) = (row.cells.len(), row.line);
        let ragged = LineFault { line, problem: LineProblem::Ragged { expected, found } };
        if found == expected { Ok(row) } else { Err(ragged) }
    }))
}

#[cfg(test)]
mod tests {
    use super::super::{Format, Table, tests::open};
    use super::*;

    fn cells(text: &str) -> Vec<(u64, Vec<String>)> {
        open(text)
            .map(|row| row.unwrap())
            .map(|row| (row.line, row.cells.into_iter().map(Option::unwrap_or_default).collect()))
            .collect()
    }

    fn refused(text: &str) -> TableFault {
        Table::open(text, &ReadLimits::default()).unwrap_err()
    }

    #[test]
    fn every_delimiter_is_found() {
        for delimiter in [',', ';', '\t', '|'] {
            let text = format!("name{delimiter}\"note, street; district\"\nA{delimiter}B\n");
            assert_eq!(open(&text).format(), Format::Csv { delimiter }, "{text}");
        }
        let text = "name;street (number, name, district)\nCasal;\"1, main street\"\nForn;2\n";
        assert_eq!(open(text).format(), Format::Csv { delimiter: ';' });
    }

    #[test]
    fn any_line_ending_ends_a_record() {
        for ending in ["\n", "\r\n", "\r"] {
            let text = ["a;b", "1;2", "", "3;4"].join(ending);
            assert_eq!(cells(&text), [(2, vec!["1".into(), "2".into()]), (4, vec!["3".into(), "4".into()])]);
        }
    }

    #[test]
    fn a_quoted_cell_holds_delimiters_quotes_and_line_breaks() {
        let text = "a;b\n\"1;\"\"x\"\"\r\";\"y\r\nz\"\n3;4\n";
        assert_eq!(cells(text)[0], (2, vec!["1;\"x\"\r".into(), "y\r\nz".into()]));
        assert_eq!(cells(text)[1].0, 5);
    }

    #[test]
    fn blank_records_are_passed_over() {
        assert_eq!(cells("a;b\n;\n\n1;\n;;;\n"), [(4, vec!["1".into(), String::new()])]);
    }

    #[test]
    fn a_ragged_record_costs_itself_only() {
        let rows: Vec<_> = open("a,b\n1,2\n3\n4,5\n").collect();
        let problem = LineProblem::Ragged { expected: 2, found: 1 };
        assert_eq!(rows[1], Err(LineFault { line: 3, problem }));
        assert!(rows[2].is_ok());
    }

    #[test]
    fn a_stray_quote_costs_its_own_line() {
        let rows: Vec<_> = open("a,b\r\n\"1\"x,2\r\n3,4\r\n").collect();
        assert_eq!(rows[0], Err(LineFault { line: 2, problem: LineProblem::TextAfterQuote }));
        assert_eq!(rows[1].as_ref().unwrap().line, 3);
    }

    #[test]
    fn a_quote_without_end_is_named_where_it_opens() {
        let rows: Vec<_> = open("a,b\n1,2\n3,\"4\n5,6\n").collect();
        assert_eq!(rows[1], Err(LineFault { line: 3, problem: LineProblem::UnterminatedQuote }));
        assert_eq!(rows.len(), 2);
    }

    #[test]
    fn a_record_is_bounded() {
        let limits = ReadLimits { line_bytes: 8, ..ReadLimits::default() };
        for text in ["a,b\n1,\"234567890\"\n", "a,b\n1,234567890\n"] {
            let rows: Vec<_> = Table::open(text, &limits).unwrap().collect();
            assert_eq!(rows, [Err(LineFault { line: 2, problem: LineProblem::TooLong { limit: 8 } })]);
        }
    }

    #[test]
    fn a_header_names_each_column_once() {
        assert_eq!(
            refused("name,kind, name\n"),
            TableFault::DuplicateColumn { name: "name".into(), first: 1, second: 3 }
        );
        assert_eq!(refused("name,,kind\n"), TableFault::UnnamedColumn { position: 2 });
    }
}
