//! Programmes and projects: what structures of the network do together.

mod add_member;
mod change;
mod content;
mod create;
mod graphql;
mod input;
mod member;
mod model;
mod mutation;
mod programme;
mod progress;
mod remove_member;
mod repo;
mod standing;
mod update;

use crate::domain::record::conflict;

pub use add_member::AddProjectMemberInput;
pub use graphql::{Project, SEARCHED};
pub use input::{CreateProjectInput, ProjectDetailsInput, UpdateProjectInput};
pub use member::ProjectMember;
pub use model::{ProjectKind, ProjectMemberRole, ProjectPhase, ProjectStatus};
pub use mutation::ProjectMutation;
pub use progress::{ChangeProjectPhaseInput, ChangeProjectStatusInput};
pub use remove_member::RemoveProjectMemberInput;
pub use repo::lead_by;

conflict! {
    /// What happened to a project since the version that the caller named.
    pub struct ProjectConflict of Project
}
