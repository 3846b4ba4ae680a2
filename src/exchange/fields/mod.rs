//! The cells of one row as typed values, with all their faults: a person who mends a file wants the whole list, not
//! the first line of it.
//!
//! A reader never lets a value through that it would have to change in meaning: spaces are tidied, anything else
//! that does not fit is a fault.

mod fault;
mod parse;

use std::{borrow::Cow, ops::RangeInclusive};

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
        let value = self.value(field)?;
        let choice = T::CHOICES.iter().find(|(name, _)| name.eq_ignore_ascii_case(&value));
        if choice.is_none() {
            let known = T::CHOICES.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
            self.refuse(field, Code::Invalid, &CellProblem::NotAChoice { value: excerpt(&value), known });
        }
        choice.map(|(_, choice)| *choice)
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

    /// The items of a list: parted by the mapping's separator, or a JSON array of texts as the hub exports it.
    pub fn list(&mut self, field: &'static str) -> Vec<String> {
        let Some(value) = self.value(field) else { return Vec::new() };
        if value.starts_with('[') {
            return serde_json::from_str(&value).unwrap_or_else(|_| {
                self.refuse(field, Code::Invalid, &CellProblem::List);
                Vec::new()
            });
        }
        let items = value.split(self.plan.list_separator.as_str()).map(str::trim);
        items.filter(|item| !item.is_empty()).map(str::to_owned).collect()
    }

    /// The items of a list, each read by `parse`; the first that is wrong is the fault of the cell.
    pub fn list_of<T, P: Message>(
        &mut self,
        field: &'static str,
        parse: impl Fn(&str) -> Result<T, P>,
    ) -> Vec<T> {
        let items: Result<Vec<T>, P> = self.list(field).iter().map(|item| parse(item)).collect();
        items.unwrap_or_else(|problem| {
            self.refuse(field, Code::Invalid, &problem);
            Vec::new()
        })
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
            Source::Cell { position, values, .. } => {
                let value = self.cell(*position)?;
                let Some(values) = values else { return Some(Cow::Borrowed(value)) };
                if let Some(translated) = values.get(value) {
                    return translated.as_deref().map(Cow::Borrowed);
                }
                let known = values.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
                let value = excerpt(value);
                self.refuse(field, Code::Invalid, &CellProblem::Untranslated { value, known });
                None
            }
            Source::Joined { items, .. } => {
                let items: Vec<_> = items.iter().filter_map(|item| self.joined(item)).collect();
                (!items.is_empty()).then(|| Cow::Owned(items.join(&self.plan.list_separator)))
            }
        }
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
