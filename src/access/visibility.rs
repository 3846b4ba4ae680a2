//! The five levels, from the widest to the narrowest.

use std::fmt;

/// How a record is read: by the readers of its level or, while it is withheld or archived, by those among them who may change it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Its effective level.
    pub level: Visibility,
    /// Whether it is withheld or archived.
    pub withheld: bool,
}

/// Who may read a record. A greater value is narrower: each level's readers are among those of the level before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Visibility {
    /// Everyone.
    Public,
    /// Members of a structure of an active partner.
    Network,
    /// The team, and those named in a share.
    Shared,
    /// Members of the owner structure; under a project also its members and its structures, observers apart.
    Team,
    /// The creator, and the administrators of the owner structure.
    Private,
}

impl Visibility {
    /// All levels, widest first.
    pub const ALL: [Self; 5] = [Self::Public, Self::Network, Self::Shared, Self::Team, Self::Private];

    /// The name in the database and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Public => "PUBLIC",
            Self::Network => "NETWORK",
            Self::Shared => "SHARED",
            Self::Team => "TEAM",
            Self::Private => "PRIVATE",
        }
    }

    /// Reads the name; what is unknown is private.
    #[must_use]
    pub fn parse(name: &str) -> Self {
        Self::ALL.into_iter().find(|level| level.as_str() == name).unwrap_or(Self::Private)
    }

    /// What a record at this level is read as under a parent at `parent`: the narrower of the two.
    #[must_use]
    pub fn under(self, parent: Self) -> Self {
        self.max(parent)
    }

    /// What a record at this level is read as while it is withheld or archived, which is for its editors among those
    /// readers only: what is public or the network's is nobody's to read without asking.
    #[must_use]
    pub fn while_withheld(self, withheld: bool) -> Self {
        if withheld { self.under(Self::Shared) } else { self }
    }

    /// How a record at this level is read.
    #[must_use]
    pub const fn standing(self, withheld: bool) -> Standing {
        Standing { level: self, withheld }
    }
}

impl fmt::Display for Visibility {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
