//! Which record holds which number, among those that a batch touches.

use std::collections::HashMap;

use uuid::Uuid;

use crate::exchange::noun::Cells;

/// A number that one record in use may hold, named by the field that gives it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Number {
    pub(super) field: &'static str,
    pub(super) value: String,
}

/// The numbers of a row or of a record, the one that tells most first.
pub(super) fn numbers_of(cells: &Cells) -> Vec<Number> {
    let number = |field: &&'static str| Some(Number { field, value: cells.text(field)?.to_owned() });
    cells.noun().numbers.iter().filter_map(number).collect()
}

/// Who holds what.
#[derive(Debug, Default)]
pub(super) struct Holders(HashMap<Number, Uuid>);

impl Holders {
    /// Notes the numbers of a record; one that is out of use holds none.
    pub(super) fn add(&mut self, id: Uuid, cells: &Cells) {
        if (cells.noun().in_use)(cells) {
            self.0.extend(numbers_of(cells).into_iter().map(|number| (number, id)));
        }
    }

    /// Notes that a record is about to be rewritten: its numbers are free.
    pub(super) fn remove(&mut self, id: Uuid, cells: &Cells) {
        for number in numbers_of(cells) {
            if self.0.get(&number) == Some(&id) {
                self.0.remove(&number);
            }
        }
    }

    /// The record that holds a number.
    pub(super) fn of(&self, number: &Number) -> Option<Uuid> {
        self.0.get(number).copied()
    }
}
