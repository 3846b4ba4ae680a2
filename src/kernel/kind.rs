//! The kinds of record. A closed list: a new kind is a new variant, and the compiler then names every place
//! that has to say something about it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What a row of `record` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Kind {
    /// An association, a company or a public body.
    Structure,
    /// A person of the network.
    Member,
    /// A programme or a project.
    Project,
    /// A piece of work in a project.
    Action,
    /// An aid that pays for what structures do.
    FundingSource,
    /// Something to teach or to learn with.
    Resource,
    /// A way of learning, stage by stage.
    TrainingPath,
    /// What is told of another record.
    Note,
}

impl Kind {
    /// Every kind, in the order in which they are declared.
    pub const ALL: [Self; 8] = [
        Self::Structure,
        Self::Member,
        Self::Project,
        Self::Action,
        Self::FundingSource,
        Self::Resource,
        Self::TrainingPath,
        Self::Note,
    ];

    /// The name in the database and in the API (`STRUCTURE`).
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Structure => "STRUCTURE",
            Self::Member => "MEMBER",
            Self::Project => "PROJECT",
            Self::Action => "ACTION",
            Self::FundingSource => "FUNDING_SOURCE",
            Self::Resource => "RESOURCE",
            Self::TrainingPath => "TRAINING_PATH",
            Self::Note => "NOTE",
        }
    }

    /// The prefix of its global identifiers (`structure_…`).
    #[must_use]
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Structure => "structure",
            Self::Member => "member",
            Self::Project => "project",
            Self::Action => "action",
            Self::FundingSource => "fundingsource",
            Self::Resource => "resource",
            Self::TrainingPath => "trainingpath",
            Self::Note => "note",
        }
    }

    /// Whether sources outside the hub tell such records.
    #[must_use]
    pub const fn has_sources(self) -> bool {
        match self {
            Self::Structure | Self::Project | Self::FundingSource | Self::Resource | Self::TrainingPath => {
                true
            }
            Self::Member | Self::Action | Self::Note => false,
        }
    }

    /// The kind with this prefix of identifiers.
    #[must_use]
    pub fn of_prefix(prefix: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.prefix() == prefix)
    }

    /// Reads the name written by [`Kind::as_str`].
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// A set of kinds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kinds(u16);

impl Kinds {
    /// The set with `kinds` in it.
    #[must_use]
    pub fn with(self, kinds: &[Kind]) -> Self {
        kinds.iter().fold(self, |set, kind| Self(set.0 | 1 << *kind as u16))
    }

    /// What is in either.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether `kind` is in it.
    #[must_use]
    pub const fn contains(self, kind: Kind) -> bool {
        self.0 & 1 << kind as u16 != 0
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
