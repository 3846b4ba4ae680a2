//! The closed lists of values that a structure's row takes.

use serde::Serialize;

use crate::exchange::fields::Choice;

/// What a structure is in law.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum LegalKind {
    /// An association.
    Associative,
    /// A company.
    Private,
    /// A public body.
    Public,
}

impl Choice for LegalKind {
    const CHOICES: &'static [(&'static str, Self)] =
        &[("ASSOCIATIVE", Self::Associative), ("PRIVATE", Self::Private), ("PUBLIC", Self::Public)];
}

/// Who may see the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Visibility {
    /// Everyone.
    Public,
    /// The partners of the network.
    Network,
    /// Those with whom it is shared.
    Shared,
    /// The structure's team.
    Team,
    /// The structure's administrators.
    Private,
}

impl Choice for Visibility {
    const CHOICES: &'static [(&'static str, Self)] = &[
        ("PUBLIC", Self::Public),
        ("NETWORK", Self::Network),
        ("SHARED", Self::Shared),
        ("TEAM", Self::Team),
        ("PRIVATE", Self::Private),
    ];
}

/// How precisely a place may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum GeoPrecision {
    /// The door.
    Exact,
    /// The street.
    Street,
    /// The commune.
    Commune,
    /// Not at all.
    Hidden,
}

impl Choice for GeoPrecision {
    const CHOICES: &'static [(&'static str, Self)] = &[
        ("EXACT", Self::Exact),
        ("STREET", Self::Street),
        ("COMMUNE", Self::Commune),
        ("HIDDEN", Self::Hidden),
    ];
}
