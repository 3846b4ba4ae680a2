//! Where a partner stands.

coded! {
    /// Where a partner stands in the network.
    pub enum PartnerState {
        /// It asked to join.
        Pending = "PENDING",
        /// It takes part.
        Active = "ACTIVE",
        /// Set aside for a time: its programs open nothing, and its people are no members of the network by it.
        Suspended = "SUSPENDED",
        /// It left; what it told stays.
        Left = "LEFT",
    }
}

/// The most characters of a name.
pub(super) const MAX_NAME: usize = 300;

/// The most characters of an address.
pub(super) const MAX_URL: usize = 2_000;
