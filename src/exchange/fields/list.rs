//! Cells that hold several items: parted by the mapping's separator, or a JSON array of texts as the hub exports it.
//! The mapping translates the whole cell when it lists it, else each item. Items that come twice are one.

use super::{CellProblem, RowReader, parse};
use crate::{
    exchange::{mapping::Source, message::Message},
    kernel::error::Code,
};

/// Items of one cell, at most.
const MOST: usize = 100;

impl<'r> RowReader<'r> {
    /// The items of a list.
    pub fn list(&mut self, field: &'static str) -> Vec<String> {
        let source = self.plan.source(field);
        let (cell, values) = match source {
            Some(Source::Cell { position, values: Some(values), .. }) => (self.cell(*position), Some(values)),
            _ => (None, None),
        };
        let mut items = match (cell, values) {
            (Some(cell), Some(values)) if !values.contains_key(cell) => {
                let items = self.items(field, cell);
                items
                    .iter()
                    .filter_map(|item| self.translated(field, values, item).map(str::to_owned))
                    .collect()
            }
            _ => match self.value(field) {
                Some(value) => self.items(field, &value),
                None => Vec::new(),
            },
        };
        let mut seen = std::collections::BTreeSet::new();
        items.retain(|item| seen.insert(item.clone()));
        if items.len() > MOST {
            self.refuse(field, Code::TooMany, &CellProblem::TooMany { max: MOST });
        }
        items
    }

    fn items(&mut self, field: &'static str, value: &str) -> Vec<String> {
        if value.starts_with('[') {
            return serde_json::from_str(value).unwrap_or_else(|_| {
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

    /// Several codes of a closed list, whatever the case of their letters.
    pub fn codes(&mut self, field: &'static str, known: &[&'static str]) -> Vec<String> {
        let items = self.list(field);
        items.iter().filter_map(|item| self.known(field, item, known).map(str::to_owned)).collect()
    }

    /// Languages, by their ISO 639 codes.
    pub fn languages(&mut self, field: &'static str) -> Vec<String> {
        self.list_of(field, parse::language)
    }

    /// Web addresses.
    pub fn web_addresses(&mut self, field: &'static str) -> Vec<String> {
        self.list_of(field, parse::web_address)
    }

    /// Texts on one line, each of at most `max` characters.
    pub fn lines(&mut self, field: &'static str, max: usize) -> Vec<String> {
        self.list_of(field, |item| {
            let line = item.split_whitespace().collect::<Vec<_>>().join(" ");
            let found = line.chars().count();
            if found <= max { Ok(line) } else { Err(CellProblem::Length { min: 1, max, found }) }
        })
    }
}
