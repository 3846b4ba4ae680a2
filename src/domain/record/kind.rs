//! The kinds of record, as the API names them.

use async_graphql::Enum;

use crate::kernel::kind::Kind;

/// A kind of record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Kind", name = "RecordKind")]
pub enum RecordKind {
    /// An association, a company or a public body.
    Structure,
    /// A person of the network.
    Member,
    /// A programme or a project.
    Project,
    /// A piece of work in a project.
    Action,
    /// An aid that pays for what structures do.
    FundingSource,
    /// Something to teach or to learn with.
    Resource,
    /// A way of learning, stage by stage.
    TrainingPath,
    /// What is told of another record.
    Note,
}

impl RecordKind {
    /// These kinds, each once; all of them when nothing is said.
    #[must_use]
    pub fn among(given: Option<Vec<Self>>) -> Vec<Kind> {
        match given {
            Some(given) => Kind::ALL.into_iter().filter(|kind| given.contains(&(*kind).into())).collect(),
            None => Kind::ALL.to_vec(),
        }
    }
}
