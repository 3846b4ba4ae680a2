//! What a caller says of a module.

use async_graphql::{ID, InputObject, MaybeUndefined};

use super::super::model::ModuleKind;
use crate::gql::text::TextInput;

/// A module to be added to a stage of a training path.
#[derive(Clone, Debug, InputObject)]
pub struct AddPathModuleInput {
    /// The stage.
    pub stage: ID,
    /// What one does in it.
    pub kind: ModuleKind,
    /// Its title, at most 300 characters.
    pub title: TextInput,
    /// How long it takes, in minutes.
    pub minutes: i32,
    /// Whether one has to do it to complete the path.
    #[graphql(default = true)]
    pub required: bool,
    /// What one works with, a resource that you see; needed when it is a RESOURCE.
    pub resource: Option<ID>,
    /// The modules that have to be done before, of the stage or of an earlier one.
    #[graphql(default)]
    pub requires: Vec<ID>,
    /// Its place in the stage, from 1; the last when nothing is said.
    pub position: Option<i32>,
    /// The version of the training path that you read.
    pub expected_version: i32,
}

/// A change of a module. What is not given stays as it is; what is null is emptied.
#[derive(Clone, Debug, InputObject)]
pub struct UpdatePathModuleInput {
    /// The module.
    pub id: ID,
    /// What one does in it.
    pub kind: Option<ModuleKind>,
    /// Its title, at most 300 characters.
    pub title: Option<TextInput>,
    /// How long it takes, in minutes.
    pub minutes: Option<i32>,
    /// Whether one has to do it to complete the path.
    pub required: Option<bool>,
    /// What one works with, a resource that you see; needed when it is a RESOURCE.
    pub resource: MaybeUndefined<ID>,
    /// The version of the training path that you read.
    pub expected_version: i32,
}

/// Another place for a module.
#[derive(Clone, Debug, InputObject)]
pub struct MovePathModuleInput {
    /// The module.
    pub id: ID,
    /// The stage in which it stands from now on, of the same path; its own when nothing is said.
    pub stage: Option<ID>,
    /// Its place in that stage, from 1, once it is there.
    pub position: i32,
    /// The version of the training path that you read.
    pub expected_version: i32,
}

/// A module to be removed.
#[derive(Clone, Debug, InputObject)]
pub struct RemovePathModuleInput {
    /// The module.
    pub id: ID,
    /// The version of the training path that you read.
    pub expected_version: i32,
}
