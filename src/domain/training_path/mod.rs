//! Training paths: what structures of the network teach, stage by stage, and what each of their revisions was.
//!
//! Stages come one after the other, the modules of a stage side by side. What is published is frozen: a path that
//! changes while it is PUBLISHED has its next revision at once, and those before stay as they were.

mod change;
mod change_status;
mod content;
mod create;
mod graphql;
mod input;
mod model;
mod module;
mod mutation;
mod outline;
mod prerequisite;
mod references;
mod repo;
mod revision;
mod stage;
mod update;

use crate::domain::record::conflict;

pub use change_status::ChangeTrainingPathStatusInput;
pub use graphql::{SEARCHED, TrainingPath};
pub use input::{CreateTrainingPathInput, TrainingPathDetails, UpdateTrainingPathInput};
pub use model::{Certification, Modality, ModuleKind, OrderPolicy, TrainingPathStatus};
pub use module::{
    AddPathModuleInput, MovePathModuleInput, PathModule, RemovePathModuleInput, UpdatePathModuleInput,
};
pub use mutation::TrainingPathMutation;
pub use prerequisite::ModulePrerequisiteInput;
pub use repo::revision::freeze as revise;
pub use revision::PathRevision;
pub use stage::{
    AddPathStageInput, MovePathStageInput, PathStage, RemovePathStageInput, UpdatePathStageInput,
};

conflict! {
    /// What happened to a training path since the version that the caller named.
    pub struct TrainingPathConflict of TrainingPath
}
