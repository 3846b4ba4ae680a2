//! What a share is.

coded! {
    /// What a record is shared with.
    pub enum GranteeKind {
        /// The members of a structure.
        Structure = "STRUCTURE",
        /// The members of a partner's structures.
        Partner = "PARTNER",
        /// One person.
        Member = "MEMBER",
    }
}

coded! {
    /// What a share lets its grantee do.
    pub enum ShareLevel {
        /// Read.
        Read = "READ",
        /// Read and comment.
        Comment = "COMMENT",
        /// Read and change.
        Edit = "EDIT",
    }
}
