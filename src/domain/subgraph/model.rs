//! Where a partner's service stands.

coded! {
    /// Where a partner's GraphQL service stands.
    pub enum SubgraphState {
        /// It is registered, and no part of the schema yet.
        Draft = "DRAFT",
        /// Its types are part of the schema.
        Active = "ACTIVE",
        /// It was part of the schema, and is set aside.
        Paused = "PAUSED",
    }
}
