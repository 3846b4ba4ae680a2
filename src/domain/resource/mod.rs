//! Teaching resources: what structures of the network teach and learn with.

mod change;
mod content;
mod contribution;
mod create;
mod graphql;
mod input;
mod licence;
mod link;
mod model;
mod mutation;
mod parts;
mod relate;
mod relation;
mod repo;
mod standing;
mod status;
mod update;

use crate::domain::record::conflict;

pub use contribution::ResourceContribution;
pub use graphql::{SEARCHED, TeachingResource};
pub use input::{
    AgeRangeInput, ContributionInput, CreateResourceInput, ResourceLinkInput, UpdateResourceInput,
};
pub use licence::Licence;
pub use link::ResourceLink;
pub use model::{
    ContributionRole, Difficulty, EducationalLevel, RelationKind, ResourceAudience, ResourceFormat,
    ResourceStatus, ResourceType,
};
pub use mutation::ResourceMutation;
pub use relate::RelateResourcesInput;
pub use relation::ResourceRelation;
pub(crate) use standing::lacking;
pub use status::ChangeResourceStatusInput;

conflict! {
    /// What happened to a resource since the version that the caller named.
    pub struct ResourceConflict of TeachingResource
}
