//! Programmes and projects: what structures of the network do together.

mod graphql;
mod member;
mod model;

pub use graphql::Project;
pub use member::ProjectMember;
pub use model::{ProjectKind, ProjectMemberRole, ProjectPhase, ProjectStatus};
