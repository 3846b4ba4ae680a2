//! The kinds of record that a file may tell, and what they have in common. Mappings may name a kind in camelCase too.

use super::{
    fields::{CellFault, RowReader},
    module::{self, ModuleRow},
    noun::{Noun, Row},
    territory::{self, TerritoryRow},
};
use crate::kernel::kind::Kind;

coded! {
    /// What the lines of a file tell.
    pub enum ImportKind {
        /// Structures.
        #[serde(alias = "structure")]
        Structure = "STRUCTURE",
        /// Places.
        #[serde(alias = "territory")]
        Territory = "TERRITORY",
        /// Projects.
        #[serde(alias = "project")]
        Project = "PROJECT",
        /// Funding sources.
        #[serde(alias = "fundingSource")]
        FundingSource = "FUNDING_SOURCE",
        /// Training paths, without what is taught in them.
        #[serde(alias = "trainingPath")]
        TrainingPath = "TRAINING_PATH",
        /// Modules of training paths.
        #[serde(alias = "trainingModule")]
        TrainingModule = "TRAINING_MODULE",
        /// Teaching resources.
        #[serde(alias = "resource")]
        Resource = "RESOURCE",
    }
}

/// A field that a column may feed, as mappings know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named {
    /// The name in mapping files and in the hub's own format.
    pub name: &'static str,
    /// Whether every record needs it.
    pub required: bool,
    /// Whether it names something that the database has to know.
    pub reference: bool,
}

impl Named {
    pub(super) const fn required(name: &'static str) -> Self {
        Self { name, required: true, reference: false }
    }

    pub(super) const fn optional(name: &'static str) -> Self {
        Self { name, required: false, reference: false }
    }
}

/// One record, checked.
#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    /// A record of the hub.
    Told(Box<Row>),
    /// A module of a training path.
    Module(Box<ModuleRow>),
    /// A territory.
    Territory(Box<TerritoryRow>),
}

impl ImportKind {
    /// What such a record is in the hub; a territory and a module are none of its kinds.
    #[must_use]
    pub const fn kind(self) -> Option<Kind> {
        match self {
            Self::Structure => Some(Kind::Structure),
            Self::Project => Some(Kind::Project),
            Self::FundingSource => Some(Kind::FundingSource),
            Self::TrainingPath => Some(Kind::TrainingPath),
            Self::Resource => Some(Kind::Resource),
            Self::TrainingModule | Self::Territory => None,
        }
    }

    fn noun(self) -> Option<&'static Noun> {
        self.kind().and_then(Noun::of)
    }

    /// The fields of such records, in the order of the hub's own format.
    #[must_use]
    pub fn fields(self) -> Vec<Named> {
        match (self, self.noun()) {
            (_, Some(noun)) => noun.named(),
            (Self::TrainingModule, _) => module::named(),
            _ => territory::FIELDS.to_vec(),
        }
    }

    /// Reads one record.
    ///
    /// # Errors
    /// All the faults of its cells.
    pub fn read(self, reader: RowReader<'_>) -> Result<Record, Vec<CellFault>> {
        match (self, self.noun()) {
            (_, Some(noun)) => noun.read(reader).map(|row| Record::Told(Box::new(row))),
            (Self::TrainingModule, _) => ModuleRow::read(reader).map(|row| Record::Module(Box::new(row))),
            _ => TerritoryRow::read(reader).map(|row| Record::Territory(Box::new(row))),
        }
    }
}

impl Record {
    /// What makes two lines tell the same record: its kind, and its key among them.
    #[must_use]
    pub fn key(&self) -> (&'static str, String) {
        match self {
            Self::Told(row) => (row.cells.noun().kind.as_str(), row.external_id.clone()),
            Self::Module(row) => ("MODULE", row.external_id.clone()),
            Self::Territory(row) => ("TERRITORY", row.place.to_string()),
        }
    }
}
