//! What a participation is, and the steps of its life.

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

coded! {
    /// The two sides of a participation.
    pub enum ParticipationSide {
        /// Those who change the project.
        Project = "PROJECT",
        /// Those who write for the structure.
        Structure = "STRUCTURE",
    }
}
