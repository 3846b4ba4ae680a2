//! What files tell of each kind of record: one file for each, which says its fields, what stands in which column, and
//! what its cells have to say together. Reading, comparing, writing and exporting are the same for all, and stand
//! elsewhere.

/// The codes of a closed list, in their order.
macro_rules! codes {
    ($codes:ty) => {
        || <$codes>::ALL.iter().map(|code| code.as_str()).collect()
    };
}

mod cells;
mod contrary;
mod field;
mod funding_source;
mod project;
mod resource;
mod structure;
mod training_path;

pub use cells::Cells;
use contrary::Contradiction;
pub use field::Field;
pub(super) use field::{Among, Held, Rows, Said};

use super::{
    fields::{CellFault, RowReader},
    record::Named,
};
use crate::{access::Visibility, kernel::kind::Kind};

/// A kind of record as files tell it.
#[derive(Debug)]
pub struct Noun {
    /// What it is.
    pub kind: Kind,
    /// Its own table; its rows have the identifiers of their records.
    pub(super) table: &'static str,
    /// The field that lists are ordered by.
    pub(super) titled: &'static str,
    /// The events of its making and of a change.
    pub(super) events: [&'static str; 2],
    /// Who reads it when a row does not say.
    pub(super) level: Visibility,
    /// Whether only who may change it reads it, until it is published.
    pub(super) withheld: bool,
    /// Whether it belongs to a structure that a row, or who imports, has to name.
    pub(super) owned: bool,
    /// In the order of the hub's own format.
    pub(super) fields: &'static [Field],
    /// Fields, named as their columns, whose value only one record in use holds.
    pub(super) numbers: &'static [&'static str],
    /// Whether it is in use.
    pub(super) in_use: fn(&Cells) -> bool,
    pub(super) rules: Rules,
}

/// What the cells of one record have to say together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rules {
    /// Completes what a row says from itself, and refuses what contradicts itself.
    pub(super) read: fn(&mut Cells, &mut RowReader<'_>),
    /// Writes what follows from a change.
    pub(super) settle: fn(&Settling<'_>, &mut Cells),
    /// Which field no longer fits the others, once a row is written over what was there, which said more.
    pub(super) contradiction: fn(&Cells) -> Option<Contradiction>,
}

impl Rules {
    const NONE: Self = Self { read: |_, _| (), settle: |_, _| (), contradiction: |_| None };
}

/// A change about to be written.
#[derive(Debug)]
pub(super) struct Settling<'a> {
    /// The record is made by it.
    pub(super) is_new: bool,
    /// Who writes needs nobody's acceptance.
    pub(super) is_trusted: bool,
    /// The names of the fields that change.
    pub(super) changed: &'a [&'static str],
}

/// What one row says of one record.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What it is called where it comes from.
    pub external_id: String,
    /// Its page there.
    pub url: Option<String>,
    /// What is said; a field that is not said says nothing.
    pub cells: Cells,
}

impl Noun {
    /// The kind of record that bears this name in the API.
    #[must_use]
    pub fn of(kind: Kind) -> Option<&'static Self> {
        Some(match kind {
            Kind::Structure => &structure::STRUCTURE,
            Kind::Project => &project::PROJECT,
            Kind::FundingSource => &funding_source::FUNDING_SOURCE,
            Kind::TrainingPath => &training_path::TRAINING_PATH,
            Kind::Resource => &resource::RESOURCE,
            Kind::Member | Kind::Action | Kind::Note => return None,
        })
    }

    /// The fields that files may feed, in the order of the hub's own format.
    pub(super) fn named(&self) -> Vec<Named> {
        let own = self.fields.iter().filter(|field| field.said != Said::Never).map(Field::named);
        [Named::required("externalId")].into_iter().chain(own).chain([Named::optional("sourceUrl")]).collect()
    }

    /// What a row says.
    pub(super) fn read(&'static self, mut reader: RowReader<'_>) -> Result<Row, Vec<CellFault>> {
        let external_id = reader.required_text("externalId", 1..=200);
        let url = reader.web_address("sourceUrl");
        let mut cells = Cells::none(self);
        for field in self.fields.iter().filter(|field| field.said != Said::Never) {
            let form = field.form;
            let value = if field.required {
                reader.required(field.name, |reader, name| form.read(reader, name))
            } else {
                form.read(&mut reader, field.name)
            };
            cells.set(field.name, value);
        }
        (self.rules.read)(&mut cells, &mut reader);
        reader.finish(Row { external_id, url, cells })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_files_tell_is_what_has_sources() {
        for kind in Kind::ALL {
            assert_eq!(Noun::of(kind).is_some(), kind.has_sources(), "{kind}");
        }
    }
}
