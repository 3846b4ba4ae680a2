//! The cells of one row as typed values, with all their faults: a person who mends a file wants the whole list, not
//! the first line of it.
//!
//! A reader never lets a value through that it would have to change in meaning: spaces are tidied, anything else
//! that does not fit is a fault.

mod fault;
mod list;
mod parse;

use std::{borrow::Cow, collections::BTreeMap, ops::RangeInclusive};

use chrono::NaiveDate;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

pub use fault::{CellFault, CellProblem};

use super::{
    mapping::{Part, RecordPlan, Source},
    message::{Message, excerpt},
    table::RawRow,
};
use crate::kernel::{error::Code, identifier::IdentifierFault, locale::Locale};

/// A closed list of values, each with its name in files.
pub trait Choice: Copy + PartialEq + 'static {
    /// All of them.
    const CHOICES: &'static [(&'static str, Self)];

    /// The name of this one (`PUBLIC`).
    #[must_use]
    fn as_str(self) -> &'static str {
        Self::CHOICES.iter().find(|(_, choice)| *choice == self).map_or("", |(name, _)| name)
    }
}

/// Reads the fields of one record from one row. Every method gives `None` for an empty cell and for a faulty one;
/// [`RowReader::finish`] tells them apart.
#[derive(Debug)]
pub struct RowReader<'r> {
    plan: &'r RecordPlan,
    row: &'r RawRow,
    locale: Locale,
    faults: Vec<CellFault>,
}

impl<'r> RowReader<'r> {
    /// A reader of `row`, whose faults will be said in `locale`.
    #[must_use]
    pub const fn new(plan: &'r RecordPlan, row: &'r RawRow, locale: Locale) -> Self {
        Self { plan, row, locale, faults: Vec::new() }
    }

    /// The record, unless something in the row is wrong: the only way out, so that what stands in a record for a
    /// faulty cell is never seen.
    ///
    /// # Errors
    /// All the faults met.
    pub fn finish<T>(self, record: T) -> Result<T, Vec<CellFault>> {
        if self.faults.is_empty() { Ok(record) } else { Err(self.faults) }
    }

    /// Whether a fault of that field was reported.
    #[must_use]
    pub fn is_refused(&self, field: &str) -> bool {
        self.faults.iter().any(|fault| fault.field == field)
    }

    /// Reports a fault of a field.
    pub fn refuse(&mut self, field: &'static str, code: Code, problem: &dyn Message) {
        let message = problem.text(self.locale);
        self.push(field, code, message);
    }

    /// Reads with `read` a field that must be there.
    pub fn required<T>(
        &mut self,
        field: &'static str,
        read: impl FnOnce(&mut Self, &'static str) -> Option<T>,
    ) -> Option<T> {
        let value = read(self, field);
        if value.is_none() && !self.is_refused(field) {
            self.refuse(field, Code::Required, &CellProblem::Required);
        }
        value
    }

    /// A text on one line, so many characters long: runs of spaces become one, accents one character each (NFC).
    pub fn text(&mut self, field: &'static str, length: RangeInclusive<usize>) -> Option<String> {
        let value = self.value(field)?;
        let text = value.split_whitespace().collect::<Vec<_>>().join(" ");
        self.sized(field, composed(text), length)
    }

    /// A text that must be there; an empty one stands for a fault.
    pub fn required_text(&mut self, field: &'static str, length: RangeInclusive<usize>) -> String {
        self.required(field, |reader, field| reader.text(field, length)).unwrap_or_default()
    }

    /// A text that keeps its lines.
    pub fn long_text(&mut self, field: &'static str, length: RangeInclusive<usize>) -> Option<String> {
        let value = self.value(field)?;
        let text = value.replace("\r\n", "\n").replace('\r', "\n");
        self.sized(field, composed(text), length)
    }

    fn sized(&mut self, field: &'static str, text: String, length: RangeInclusive<usize>) -> Option<String> {
        let found = text.chars().count();
        if length.contains(&found) {
            return Some(text);
        }
        let (min, max) = length.into_inner();
        self.refuse(field, Code::Invalid, &CellProblem::Length { min, max, found });
        None
    }

    /// One of a closed list, whatever the case of its letters.
    pub fn choice<T: Choice>(&mut self, field: &'static str) -> Option<T> {
        let known: Vec<&'static str> = T::CHOICES.iter().map(|(name, _)| *name).collect();
        let code = self.code(field, &known)?;
        T::CHOICES.iter().find(|(name, _)| *name == code).map(|(_, choice)| *choice)
    }

    /// One of a list of codes, whatever the case of its letters.
    pub fn code(&mut self, field: &'static str, known: &[&'static str]) -> Option<&'static str> {
        let value = self.value(field)?;
        self.known(field, &value, known)
    }

    fn known(&mut self, field: &'static str, value: &str, known: &[&'static str]) -> Option<&'static str> {
        let code = known.iter().find(|name| name.eq_ignore_ascii_case(value)).copied();
        if code.is_none() {
            let problem = CellProblem::NotAChoice { value: excerpt(value), known: known.join(", ") };
            self.refuse(field, Code::Invalid, &problem);
        }
        code
    }

    /// A public identifier, read by its registry's rule.
    pub fn identifier<T>(
        &mut self,
        field: &'static str,
        parse: impl FnOnce(&str) -> Result<T, IdentifierFault>,
    ) -> Option<T> {
        self.parsed(field, parse)
    }

    /// A day: `2026-03-01` or `01/03/2026`.
    pub fn date(&mut self, field: &'static str) -> Option<NaiveDate> {
        self.parsed(field, parse::date)
    }

    /// A number between two bounds, with a point or a comma, spaces between thousands.
    pub fn decimal(&mut self, field: &'static str, range: RangeInclusive<f64>) -> Option<f64> {
        let number = self.parsed(field, parse::decimal)?;
        self.within(field, number, &range)
    }

    /// A whole number between two bounds, spaces between thousands.
    pub fn integer(&mut self, field: &'static str, range: RangeInclusive<i64>) -> Option<i64> {
        let number = self.parsed(field, parse::integer)?;
        self.within(field, number, &range)
    }

    fn within<T>(&mut self, field: &'static str, number: T, range: &RangeInclusive<T>) -> Option<T>
    where
        T: PartialOrd + Copy + ToString,
    {
        if range.contains(&number) {
            return Some(number);
        }
        let (min, max) = (range.start().to_string(), range.end().to_string());
        self.refuse(field, Code::Invalid, &CellProblem::Range { min, max });
        None
    }

    /// A web address, `http` or `https` only; `www.example.org` alone is read as `https`.
    pub fn web_address(&mut self, field: &'static str) -> Option<String> {
        self.parsed(field, parse::web_address)
    }

    /// An e-mail address, in lower case.
    pub fn email(&mut self, field: &'static str) -> Option<String> {
        self.parsed(field, parse::email)
    }

    /// A telephone number, as it is written.
    pub fn phone(&mut self, field: &'static str) -> Option<String> {
        self.parsed(field, parse::phone)
    }

    fn parsed<T, P: Message>(
        &mut self,
        field: &'static str,
        parse: impl FnOnce(&str) -> Result<T, P>,
    ) -> Option<T> {
        let value = self.value(field)?;
        parse(&value).map_err(|problem| self.refuse(field, Code::Invalid, &problem)).ok()
    }
}

/// Where values come from.
impl<'r> RowReader<'r> {
    /// Whether no column gives this record anything on this row.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        let positions = self.plan.sources.iter().flatten().filter_map(|source| match source {
            Source::Cell { position, .. } => Some(*position),
            Source::Constant(_) | Source::Joined { .. } => None,
        });
        let (empty, filled): (Vec<_>, Vec<_>) =
            positions.partition(|position| self.cell(*position).is_none());
        !empty.is_empty() && filled.is_empty()
    }

    fn value(&mut self, field: &'static str) -> Option<Cow<'r, str>> {
        match self.plan.source(field)? {
            Source::Constant(value) => Some(Cow::Borrowed(value.as_str())),
            Source::Cell { position, values, first, .. } => {
                let value = self.cell(*position)?;
                let value = if *first { self.first_of(value) } else { value };
                let Some(values) = values else { return Some(Cow::Borrowed(value)) };
                self.translated(field, values, value).map(Cow::Borrowed)
            }
            Source::Joined { items, .. } => {
                let items: Vec<_> = items.iter().filter_map(|item| self.joined(item)).collect();
                (!items.is_empty()).then(|| Cow::Owned(items.join(&self.plan.list_separator)))
            }
        }
    }

    /// The first of several values in one cell.
    fn first_of(&self, cell: &'r str) -> &'r str {
        cell.split(self.plan.list_separator.as_str()).next().map_or(cell, str::trim)
    }

    /// What the mapping makes of a value; one that it does not list is a fault.
    fn translated(
        &mut self,
        field: &'static str,
        values: &'r BTreeMap<String, Option<String>>,
        value: &str,
    ) -> Option<&'r str> {
        if let Some(translated) = values.get(value) {
            return translated.as_deref();
        }
        let known = values.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
        self.refuse(field, Code::Invalid, &CellProblem::Untranslated { value: excerpt(value), known });
        None
    }

    fn joined(&self, item: &[Part]) -> Option<String> {
        let parts = item.iter().map(|part| match part {
            Part::Text(text) => Some(text.as_str()),
            Part::Cell(position) => self.cell(*position),
        });
        parts.collect()
    }

    fn cell(&self, position: usize) -> Option<&'r str> {
        let cell = self.row.cells.get(position)?.as_deref()?;
        Some(cell.trim()).filter(|cell| !cell.is_empty())
    }

    fn push(&mut self, field: &'static str, code: Code, message: String) {
        let column = self.plan.column(field).to_owned();
        self.faults.push(CellFault { line: self.row.line, column, field, code, message });
    }
}

fn composed(text: String) -> String {
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => text,
        _ => text.nfc().collect(),
    }
}

#[cfg(test)]
mod tests;
