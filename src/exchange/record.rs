//! The kinds of record that a file may tell, and what they have in common.

use serde::Deserialize;

use super::{
    fields::{CellFault, RowReader},
    structure::{self, StructureRow},
    territory::{self, TerritoryRow},
};

/// A kind of record that files may tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum RecordKind {
    /// An association, a company or a public body.
    Structure,
    /// A commune or a larger area.
    Territory,
}

/// A field that a column may feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// The name in mapping files and in the hub's own format.
    pub name: &'static str,
    /// Whether every record needs it.
    pub required: bool,
    /// Whether it names something that the database has to know.
    pub reference: bool,
}

impl Field {
    pub(super) const fn required(name: &'static str) -> Self {
        Self { name, required: true, reference: false }
    }

    pub(super) const fn optional(name: &'static str) -> Self {
        Self { name, required: false, reference: false }
    }

    pub(super) const fn reference(name: &'static str) -> Self {
        Self { name, required: false, reference: true }
    }
}

/// One record, checked.
#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    /// A structure.
    Structure(Box<StructureRow>),
    /// A territory.
    Territory(Box<TerritoryRow>),
}

impl RecordKind {
    /// The fields of such records, in the order of the hub's own format.
    #[must_use]
    pub const fn fields(self) -> &'static [Field] {
        match self {
            Self::Structure => structure::FIELDS,
            Self::Territory => territory::FIELDS,
        }
    }

    /// Reads one record.
    ///
    /// # Errors
    /// All the faults of its cells.
    pub fn read(self, reader: RowReader<'_>) -> Result<Record, Vec<CellFault>> {
        match self {
            Self::Structure => StructureRow::read(reader).map(|row| Record::Structure(Box::new(row))),
            Self::Territory => TerritoryRow::read(reader).map(|row| Record::Territory(Box::new(row))),
        }
    }
}

impl Record {
    /// The kind of record.
    #[must_use]
    pub const fn kind(&self) -> RecordKind {
        match self {
            Self::Structure(_) => RecordKind::Structure,
            Self::Territory(_) => RecordKind::Territory,
        }
    }

    /// What makes two lines tell the same record, within its kind.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::Structure(row) => row.external_id.clone(),
            Self::Territory(row) => row.place.to_string(),
        }
    }
}
