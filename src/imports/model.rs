//! What an import is, and the steps of its life.

use crate::exchange::record::RecordKind;

coded! {
    /// What the lines of a file tell.
    pub enum ImportKind {
        /// Structures.
        Structure = "STRUCTURE",
        /// Places.
        Territory = "TERRITORY",
        /// Projects.
        Project = "PROJECT",
        /// Funding sources.
        FundingSource = "FUNDING_SOURCE",
        /// Training paths, without what is taught in them.
        TrainingPath = "TRAINING_PATH",
        /// Modules of training paths.
        TrainingModule = "TRAINING_MODULE",
        /// Teaching resources.
        Resource = "RESOURCE",
    }
}

impl From<ImportKind> for RecordKind {
    fn from(kind: ImportKind) -> Self {
        match kind {
            ImportKind::Structure => Self::Structure,
            ImportKind::Territory => Self::Territory,
            ImportKind::Project => Self::Project,
            ImportKind::FundingSource => Self::FundingSource,
            ImportKind::TrainingPath => Self::TrainingPath,
            ImportKind::TrainingModule => Self::TrainingModule,
            ImportKind::Resource => Self::Resource,
        }
    }
}

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
