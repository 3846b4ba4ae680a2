//! Objects of JSON, one a line or in one array. A nested value stays as its JSON text, a number as it is written.

use std::{borrow::Cow, fmt};

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::{
    Columns, LineFault, RawRow,
    fault::{JsonProblem, LineProblem, TableFault},
};
use crate::exchange::limits::ReadLimits;

/// The texts of the objects of a file, each with the physical line where it begins.
#[derive(Clone, Debug)]
pub(super) struct Objects<'t> {
    text: &'t str,
    at: usize,
    line: u64,
    state: State,
    longest: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Lines,
    BeforeArray,
    InArray,
    Done,
}

impl<'t> Objects<'t> {
    pub(super) const fn in_lines(text: &'t str, limits: &ReadLimits) -> Self {
        Self { text, at: 0, line: 1, state: State::Lines, longest: limits.line_bytes }
    }

    pub(super) const fn in_array(text: &'t str, limits: &ReadLimits) -> Self {
        Self { state: State::BeforeArray, ..Self::in_lines(text, limits) }
    }

    fn next_line(&mut self) -> Option<Result<(u64, &'t str), LineFault>> {
        self.skip_blank();
        let (rest, line) = (&self.text[self.at..], self.line);
        let object = &rest[..rest.find(['\r', '\n']).unwrap_or(rest.len())];
        if object.is_empty() {
            return None;
        }
        if object.len() > self.longest {
            return Some(Err(self.stop(LineProblem::TooLong { limit: self.longest })));
        }
        self.advance(object.len());
        Some(Ok((line, object)))
    }

    /// The array is split by hand so that each object keeps its line. A comma before `]` is let through.
    fn next_element(&mut self) -> Option<Result<(u64, &'t str), LineFault>> {
        let separator = if self.state == State::BeforeArray { '[' } else { ',' };
        if self.take(separator) {
            self.state = State::InArray;
            if !self.take(']') {
                return Some(self.element());
            }
        } else if self.state == State::BeforeArray || !self.take(']') {
            return Some(Err(self.stop_here()));
        }
        self.skip_blank();
        let ends = self.at == self.text.len();
        let fault = self.stop_here();
        (!ends).then_some(Err(fault))
    }

    fn element(&mut self) -> Result<(u64, &'t str), LineFault> {
        let (rest, line) = (&self.text[self.at..], self.line);
        let window = &rest.as_bytes()[..rest.len().min(self.longest)];
        match element_length(window) {
            Some(length) => {
                self.advance(length);
                Ok((line, &rest[..length]))
            }
            None if rest.len() > self.longest => Err(self.stop(LineProblem::TooLong { limit: self.longest })),
            None => Err(self.stop_here()),
        }
    }

    fn take(&mut self, expected: char) -> bool {
        self.skip_blank();
        let found = self.text[self.at..].starts_with(expected);
        self.at += usize::from(found);
        found
    }

    fn skip_blank(&mut self) {
        let rest = &self.text[self.at..];
        self.advance(rest.len() - rest.trim_start().len());
    }

    fn advance(&mut self, length: usize) {
        let passed = &self.text[self.at..self.at + length];
        self.line += super::line_breaks(passed);
        self.at += length;
    }

    fn stop(&mut self, problem: LineProblem) -> LineFault {
        self.state = State::Done;
        LineFault { line: self.line, problem }
    }

    fn stop_here(&mut self) -> LineFault {
        let column = 1 + self.at - self.text[..self.at].rfind(['\r', '\n']).map_or(0, |end| end + 1);
        self.stop(LineProblem::Json(JsonProblem::NotAnObject { line: self.line, column }))
    }
}

impl<'t> Iterator for Objects<'t> {
    type Item = Result<(u64, &'t str), LineFault>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.state {
            State::Lines => self.next_line(),
            State::BeforeArray | State::InArray => self.next_element(),
            State::Done => None,
        }
    }
}

/// Up to the `,` or `]` that ends an element of an array.
fn element_length(bytes: &[u8]) -> Option<usize> {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    bytes.iter().position(|byte| {
        if in_string {
            in_string = escaped || *byte != b'"';
            escaped = !escaped && *byte == b'\\';
            return false;
        }
        match byte {
            b',' | b']' if depth == 0 => return true,
            b'"' => in_string = true,
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        false
    })
}

/// The members of one object, in the order in which they are written.
struct Members<'t>(Vec<(Cow<'t, str>, &'t RawValue)>);

impl<'t> Deserialize<'t> for Members<'t> {
    fn deserialize<D: Deserializer<'t>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'t> Visitor<'t> for Object {
            type Value = Members<'t>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'t>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(Key(key)) = map.next_key()? {
                    members.push((key, map.next_value()?));
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Object)
    }
}

/// A key borrowed from the text unless it holds escapes.
#[derive(serde::Deserialize)]
struct Key<'t>(#[serde(borrow)] Cow<'t, str>);

fn members(line: u64, object: &str) -> Result<Members<'_>, LineFault> {
    serde_json::from_str(object).map_err(|fault| {
        let within = u64::try_from(fault.line()).unwrap_or(1).max(1) - 1;
        let problem = JsonProblem::NotAnObject { line: line + within, column: fault.column() };
        LineFault { line, problem: LineProblem::Json(problem) }
    })
}

/// The keys of all objects in order of appearance; objects that cannot be read are left to [`row`].
pub(super) fn columns(objects: Objects<'_>, limits: &ReadLimits) -> Result<Columns, TableFault> {
    let mut columns = Columns::default();
    for (line, object) in objects.filter_map(Result::ok) {
        for (key, _) in members(line, object).map_or_else(|_| Vec::new(), |members| members.0) {
            let position = columns.add(&key) + 1;
            if key.trim().is_empty() {
                return Err(TableFault::UnnamedColumn { position });
            }
        }
        if columns.names().len() > limits.columns {
            break;
        }
    }
    Ok(columns)
}

/// The next object, its values at the places of their columns.
pub(super) fn row(objects: &mut Objects<'_>, columns: &Columns) -> Option<Result<RawRow, LineFault>> {
    let (line, object) = match objects.next()? {
        Ok(object) => object,
        Err(fault) => return Some(Err(fault)),
    };
    Some(members(line, object).and_then(|members| {
        let mut cells = vec![None; columns.names().len()];
        let mut seen = vec![false; cells.len()];
        for (key, value) in members.0 {
            let Some(position) = columns.position(&key) else { continue };
            if std::mem::replace(&mut seen[position], true) {
                let problem = LineProblem::Json(JsonProblem::DuplicateKey(key.into_owned()));
                return Err(LineFault { line, problem });
            }
            cells[position] = cell(value);
        }
        Ok(RawRow { line, cells })
    }))
}

fn cell(value: &RawValue) -> Option<String> {
    let text = match value.get() {
        "null" => return None,
        text if text.starts_with('"') => serde_json::from_str(text).ok()?,
        text => text.to_owned(),
    };
    Some(text).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::super::{Table, tests::open};
    use super::*;

    fn not_an_object(line: u64, column: usize) -> Result<RawRow, LineFault> {
        let problem = LineProblem::Json(JsonProblem::NotAnObject { line, column });
        Err(LineFault { line, problem })
    }

    #[test]
    fn keys_become_columns_in_order_of_appearance() {
        let table = open("{\"b\":1,\"a\":\"x\"}\n\n{\"c\":[1, 2],\"a\":null}\n");
        assert_eq!(table.columns().names(), ["b", "a", "c"]);
        let rows: Vec<_> = table.map(|row| row.unwrap()).collect();
        assert_eq!(rows[0].cells, [Some("1".into()), Some("x".into()), None]);
        assert_eq!(rows[1], RawRow { line: 3, cells: vec![None, None, Some("[1, 2]".into())] });
    }

    #[test]
    fn numbers_and_escapes_are_read_as_written() {
        let table = open(r#"{"n":19875.060,"s":"caf\u00e9 \"x\"","k\u00e9":true}"#);
        assert_eq!(table.columns().names(), ["n", "s", "ké"]);
        let row = table.map(|row| row.unwrap()).next().unwrap();
        assert_eq!(row.cells, ["19875.060", "café \"x\"", "true"].map(|cell| Some(cell.to_owned())));
    }

    #[test]
    fn an_array_keeps_the_line_of_each_object() {
        let table = open("[\n{\n\"a\": \"],}\\\"\"\n},\n\n{\"a\": {\"b\": []}}\n]\n");
        let rows: Vec<_> = table.map(|row| row.unwrap()).collect();
        assert_eq!(rows[0], RawRow { line: 2, cells: vec![Some("],}\"".into())] });
        assert_eq!(rows[1], RawRow { line: 6, cells: vec![Some("{\"b\": []}".into())] });
        assert_eq!(open("[]").count(), 0);
    }

    #[test]
    fn a_bad_line_costs_itself_only() {
        let rows: Vec<_> = open("{\"a\":1}\n{\"a\":}\n[1]\n{\"a\":2,\"a\":3}\n{\"a\":4}").collect();
        assert_eq!(rows[1], not_an_object(2, 6));
        assert!(rows[2].is_err());
        let problem = LineProblem::Json(JsonProblem::DuplicateKey("a".into()));
        assert_eq!(rows[3], Err(LineFault { line: 4, problem }));
        assert!(rows[4].is_ok());
    }

    #[test]
    fn an_array_cut_short_says_where() {
        let rows: Vec<_> = open("[{\"a\":1},\n {\"a\":").collect();
        assert_eq!(rows[1..], [not_an_object(2, 2)]);
        let rows: Vec<_> = open("[{\"a\":1}]\nx").collect();
        assert_eq!(rows[1..], [not_an_object(2, 1)]);
    }

    #[test]
    fn a_key_must_have_a_name() {
        let fault = Table::open("{\"\":1}", &ReadLimits::default()).unwrap_err();
        assert_eq!(fault, TableFault::UnnamedColumn { position: 1 });
    }
}
