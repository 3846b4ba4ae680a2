//! What a participation is, and the steps of its life.

use crate::domain::record::State;

coded! {
    /// What a structure does in a project.
    pub enum ParticipationRole {
        /// Bears it: one at most.
        Lead = "LEAD",
        /// Works in it.
        Partner = "PARTNER",
        /// Gives money.
        Funder = "FUNDER",
        /// Is paid to work in it.
        Provider = "PROVIDER",
        /// It is for them.
        Beneficiary = "BENEFICIARY",
        /// Looks on: reads no more than those who are not in it.
        Observer = "OBSERVER",
    }
}

coded! {
    /// Where a participation stands.
    pub enum ParticipationState {
        /// One side proposed it; the other one decides.
        Proposed = "PROPOSED",
        /// In force.
        Accepted = "ACCEPTED",
        /// Refused by the other side.
        Declined = "DECLINED",
        /// Over.
        Left = "LEFT",
    }
}

impl State for ParticipationState {
    fn next(self) -> &'static [Self] {
        match self {
            Self::Proposed => &[Self::Accepted, Self::Declined],
            Self::Accepted => &[Self::Left],
            Self::Declined | Self::Left => &[],
        }
    }

    fn needs_reason(self, _: Self) -> bool {
        false
    }
}

coded! {
    /// The two sides of a participation.
    pub enum ParticipationSide {
        /// Those who change the project.
        Project = "PROJECT",
        /// Those who write for the structure.
        Structure = "STRUCTURE",
    }
}

impl ParticipationSide {
    /// The side that decides on what this one proposed.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Project => Self::Structure,
            Self::Structure => Self::Project,
        }
    }
}
