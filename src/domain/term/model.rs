//! What the words of a vocabulary are for.

coded! {
    /// What the words of a vocabulary are for.
    pub enum TermScheme {
        /// What something is about.
        Theme = "THEME",
        /// In which trade it stands.
        Sector = "SECTOR",
        /// For whom it is.
        Audience = "AUDIENCE",
        /// What one learns to do by it.
        Skill = "SKILL",
    }
}
