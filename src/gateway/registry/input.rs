//! What is said of a service.

use async_graphql::{ID, InputObject};

use crate::domain::subgraph::SubgraphState;

/// A service to be registered, as a draft.
#[derive(Clone, Debug, InputObject)]
pub(in crate::gateway) struct RegisterSubgraphInput {
    /// The partner whose service it is.
    pub partner: ID,
    /// What it is called in errors, for ever: 2 to 40 small letters, digits and hyphens.
    pub name: String,
    /// Where it answers: its GraphQL endpoint, over https.
    pub url: String,
}

/// A service that moves.
#[derive(Clone, Debug, InputObject)]
pub(in crate::gateway) struct UpdateSubgraphInput {
    /// The service.
    pub id: ID,
    /// The version of it that you read.
    pub expected_version: i32,
    /// Where it answers from now on.
    pub url: String,
}

/// What a service may do to what is not its own; what is absent stays as it is.
#[derive(Clone, Debug, InputObject)]
pub(in crate::gateway) struct GrantSubgraphRightsInput {
    /// The service.
    pub id: ID,
    /// The version of it that you read.
    pub expected_version: i32,
    /// Types that it may add fields to, as `Structure`.
    pub extends: Option<Vec<String>>,
    /// Fields of others that it may be sent by `@requires`, as `Structure.name`.
    pub requires: Option<Vec<String>>,
    /// Whether it is told which member asks.
    pub names_viewer: Option<bool>,
}

/// A service that is tried.
#[derive(Clone, Debug, InputObject)]
pub(in crate::gateway) struct CheckSubgraphInput {
    /// The service.
    pub id: ID,
    /// Others that are tried together with it, where one needs what the other gives.
    pub with: Option<Vec<ID>>,
}

/// A service that takes a step.
#[derive(Clone, Debug, InputObject)]
pub(in crate::gateway) struct ChangeSubgraphStateInput {
    /// The service.
    pub id: ID,
    /// The version of it that you read.
    pub expected_version: i32,
    /// Where it is to stand: ACTIVE, or PAUSED when it was in use.
    pub state: SubgraphState,
    /// Others that take the same step with it, where one needs what the other gives.
    pub with: Option<Vec<ID>>,
}

/// A service that goes.
#[derive(Clone, Debug, InputObject)]
pub(in crate::gateway) struct RemoveSubgraphInput {
    /// The service.
    pub id: ID,
    /// The version of it that you read.
    pub expected_version: i32,
}
