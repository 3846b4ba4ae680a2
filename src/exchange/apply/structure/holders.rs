//! Which structure holds which number, among those that a batch touches.

use std::collections::HashMap;

use uuid::Uuid;

use super::repo::StructureModel;
use crate::exchange::structure::StructureRow;

/// A number that one structure in use may hold, named by the field that gives it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Number {
    pub(super) field: &'static str,
    pub(super) value: String,
}

/// The numbers that a row gives, the one that tells most first.
pub(super) fn numbers_of_row(row: &StructureRow) -> Vec<Number> {
    let numbers = [
        ("siret", row.siret.as_ref().map(|siret| siret.as_str())),
        ("rna", row.rna.as_ref().map(|rna| rna.as_str())),
        ("uai", row.uai.as_ref().map(|uai| uai.as_str())),
    ];
    numbers.into_iter().filter_map(number).collect()
}

fn numbers_of(model: &StructureModel) -> impl Iterator<Item = Number> {
    [("siret", &model.siret), ("rna", &model.rna), ("uai", &model.uai)]
        .map(|(field, value)| number((field, value.as_deref())))
        .into_iter()
        .flatten()
}

fn number((field, value): (&'static str, Option<&str>)) -> Option<Number> {
    Some(Number { field, value: value?.to_owned() })
}

/// Who holds what.
#[derive(Debug, Default)]
pub(super) struct Holders(HashMap<Number, Uuid>);

impl Holders {
    /// Notes the numbers of a structure; one that is merged or archived holds none.
    pub(super) fn add(&mut self, model: &StructureModel) {
        if !matches!(model.status.as_str(), "MERGED" | "ARCHIVED") {
            self.0.extend(numbers_of(model).map(|number| (number, model.id)));
        }
    }

    /// Notes that a structure is about to be rewritten: its numbers are free.
    pub(super) fn remove(&mut self, model: &StructureModel) {
        for number in numbers_of(model) {
            if self.0.get(&number) == Some(&model.id) {
                self.0.remove(&number);
            }
        }
    }

    /// The structure that holds a number.
    pub(super) fn of(&self, number: &Number) -> Option<Uuid> {
        self.0.get(number).copied()
    }
}
