//! What a member is.

coded! {
    /// Where a member stands.
    pub enum MemberState {
        /// Invited, never signed in.
        Invited = "INVITED",
        /// Signed in through a provider, and waits to be let in.
        Pending = "PENDING",
        /// In use.
        Active = "ACTIVE",
        /// Kept out for a time.
        Suspended = "SUSPENDED",
        /// Gone: nothing personal is kept.
        Anonymised = "ANONYMISED",
    }
}

coded! {
    /// Who reads a member's e-mail address and telephone number. The member always does.
    pub enum ContactVisibility {
        /// Everyone.
        Public = "PUBLIC",
        /// Members of a structure of an active partner.
        Network = "NETWORK",
        /// Those who belong to one of the member's structures.
        Team = "TEAM",
        /// Nobody else.
        Private = "PRIVATE",
    }
}
