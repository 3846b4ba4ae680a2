//! The steps of the life of an import, and of its lines.

coded! {
    /// Where an import stands.
    pub enum ImportState {
        /// It waits for a server.
        Queued = "QUEUED",
        /// A server works on it.
        Running = "RUNNING",
        /// It went to the end of the file: see its report.
        Done = "DONE",
        /// Nothing of the file could be read, or it could not be brought to its end: see its failure.
        Failed = "FAILED",
    }
}

coded! {
    /// What became, or would become, of a line.
    pub enum ImportLineState {
        /// It makes a record.
        Create = "CREATE",
        /// It changes one.
        Update = "UPDATE",
        /// It says what is known.
        Unchanged = "UNCHANGED",
        /// An earlier line, or another record, tells it: it is left out.
        Duplicate = "DUPLICATE",
        /// Something in it is wrong: it is left out.
        Error = "ERROR",
    }
}
