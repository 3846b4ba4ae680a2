//! The values of one record, field by field.

use serde::{Serialize, Serializer};

use super::{Field, Noun, Said};
use crate::exchange::value::Value;

/// The values of one record, in the order of its noun's fields.
#[derive(Clone, Debug)]
pub struct Cells {
    noun: &'static Noun,
    values: Vec<Option<Value>>,
}

impl PartialEq for Cells {
    fn eq(&self, other: &Self) -> bool {
        self.noun.kind == other.noun.kind && self.values == other.values
    }
}

impl Serialize for Cells {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.values.serialize(serializer)
    }
}

impl Cells {
    /// Those of a record of which nothing is known.
    pub(in crate::exchange) fn none(noun: &'static Noun) -> Self {
        Self { noun, values: vec![None; noun.fields.len()] }
    }

    /// Those of a record that is about to be made.
    pub(in crate::exchange) fn new(noun: &'static Noun) -> Self {
        Self { noun, values: noun.fields.iter().map(Field::first_value).collect() }
    }

    /// The kind of record.
    #[must_use]
    pub const fn noun(&self) -> &'static Noun {
        self.noun
    }

    /// What a field says.
    #[must_use]
    pub fn get(&self, field: &str) -> Option<&Value> {
        self.values.get(self.at(field)?)?.as_ref()
    }

    /// The text or code that a field says.
    #[must_use]
    pub fn text(&self, field: &str) -> Option<&str> {
        self.get(field).and_then(Value::text)
    }

    /// Sets what a field says.
    pub(in crate::exchange) fn set(&mut self, field: &str, value: Option<Value>) {
        if let Some(cell) = self.at(field).and_then(|at| self.values.get_mut(at)) {
            *cell = value;
        }
    }

    /// Every field with what it says.
    pub(in crate::exchange) fn iter(&self) -> impl Iterator<Item = (&'static Field, Option<&Value>)> {
        self.noun.fields.iter().zip(self.values.iter().map(Option::as_ref))
    }

    /// The fields that a row says, with what.
    pub(in crate::exchange) fn said(&self) -> impl Iterator<Item = (&'static Field, &Value)> {
        self.iter()
            .filter_map(|(field, value)| Some((field, value?)))
            .filter(|(field, _)| field.said != Said::Never)
    }

    fn at(&self, field: &str) -> Option<usize> {
        self.noun.fields.iter().position(|known| known.name == field)
    }
}
