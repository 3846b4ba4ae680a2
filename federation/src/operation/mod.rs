//! From a client's document to a plan: bounded, validated against the schema that clients see, fragments put in their
//! places, planned.

mod alias;
mod expand;
mod measure;
mod needs;
mod splice;
mod stages;

use std::sync::Arc;

use apollo_compiler::{
    ExecutableDocument, Node,
    ast::OperationType,
    executable::Operation,
    parser::Parser,
    response::{GraphQLError, JsonMap},
    validation::Valid,
};

use crate::{
    Limits, plan,
    supergraph::{Api, Planners},
};
pub(crate) use alias::data_key;
pub(crate) use stages::Staged;

/// An operation with its plan. Holds for any variables; shared by reference.
#[derive(Clone)]
pub struct Plan(pub(crate) Arc<Prepared>);

pub(crate) struct Prepared {
    pub(crate) api: Arc<Api>,
    pub(crate) document: Valid<ExecutableDocument>,
    pub(crate) operation: Node<Operation>,
    /// Of a subscription, what gives its events.
    pub(crate) source: Option<plan::Source>,
    /// None if no service is asked; of a subscription, what runs for each event.
    pub(crate) node: Option<plan::Node>,
    /// Whether the schema itself is asked for.
    pub(crate) introspection: bool,
    pub(crate) limits: Limits,
}

impl Plan {
    /// Whether it changes anything.
    #[must_use]
    pub fn is_mutation(&self) -> bool {
        self.0.operation.operation_type == OperationType::Mutation
    }

    /// Whether it is answered event by event: [`Plan::source`] gives them, [`crate::execute_event`] answers each.
    #[must_use]
    pub fn is_subscription(&self) -> bool {
        self.0.source.is_some()
    }
}

impl std::fmt::Debug for Plan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.node.fmt(f)
    }
}

/// Why an operation was not planned. Nothing of it has run.
#[derive(Debug, thiserror::Error)]
pub enum PrepareError {
    /// The document is not valid; every fault as GraphQL reports it.
    #[error("the document is not valid")]
    Invalid(Vec<GraphQLError>),
    /// The document is larger than it may be.
    #[error("{0}")]
    TooLarge(String),
    /// What is asked is not offered.
    #[error("{0}")]
    Unsupported(String),
    /// The planner found no way to answer it.
    #[error("the operation cannot be planned: {0}")]
    Unplannable(String),
}

impl PrepareError {
    /// The errors of a response, without data.
    #[must_use]
    pub fn errors(&self) -> Vec<GraphQLError> {
        let code = match self {
            Self::Invalid(errors) => {
                let mut errors = errors.clone();
                errors.iter_mut().for_each(|e| e.extensions = with_code("GRAPHQL_VALIDATION_FAILED"));
                return errors;
            }
            Self::TooLarge(_) => "OPERATION_TOO_LARGE",
            Self::Unsupported(_) => "OPERATION_NOT_SUPPORTED",
            Self::Unplannable(_) => "OPERATION_NOT_PLANNED",
        };
        vec![GraphQLError {
            message: self.to_string(),
            locations: Vec::new(),
            path: Vec::new(),
            extensions: with_code(code),
        }]
    }
}

fn with_code(code: &str) -> JsonMap {
    let mut extensions = JsonMap::new();
    extensions.insert("code", crate::transport::text(code));
    extensions
}

pub(crate) fn prepare(
    api: &Arc<Api>,
    planners: &Planners,
    text: &str,
    name: Option<&str>,
    limits: &Limits,
) -> Result<Plan, PrepareError> {
    let invalid = |errors: &apollo_compiler::validation::DiagnosticList| {
        PrepareError::Invalid(errors.iter().map(|d| d.to_json()).collect())
    };
    let parsed = Parser::new()
        .token_limit(limits.tokens)
        .recursion_limit(limits.nesting)
        .parse_ast(text, "operation")
        .map_err(|e| invalid(&e.errors))?;
    measure::check(&parsed, limits).map_err(PrepareError::TooLarge)?;
    let document = parsed.to_executable_validate(&api.schema).map_err(|e| invalid(&e.errors))?;
    let operation = document
        .operations
        .get(name)
        .map_err(|e| PrepareError::Invalid(vec![e.to_graphql_error(&document.sources)]))?
        .clone();
    let expanded = expand::operation(api, &document, &operation);
    if expanded.introspection {
        apollo_compiler::introspection::check_max_depth(&document, &operation)
            .map_err(|e| PrepareError::TooLarge(e.message().to_string()))?;
    }
    let node = match &expanded.text {
        Some(text) => match planners.whole().and_then(|planner| planner.plan(text, limits.planning)) {
            Ok(node) => node,
            Err(fault) => {
                let staged =
                    planners.staged().and_then(|s| s.plan(api, &document, &operation, limits.planning));
                Some(staged.ok_or(PrepareError::Unplannable(fault))?)
            }
        },
        None => None,
    };
    let (source, node) = if operation.is_subscription() { events(node)? } else { (None, node) };
    Ok(Plan(Arc::new(Prepared {
        api: Arc::clone(api),
        source,
        introspection: expanded.introspection,
        limits: limits.clone(),
        document,
        operation,
        node,
    })))
}

/// A subscription is one service's: that listens, and the others are asked about each event.
fn events(node: Option<plan::Node>) -> Result<(Option<plan::Source>, Option<plan::Node>), PrepareError> {
    let unsupported = || {
        let message = "A subscription takes one field of one service, on no condition.";
        PrepareError::Unsupported(message.to_owned())
    };
    let (source, rest) = node.and_then(plan::Node::split).ok_or_else(unsupported)?;
    Ok((Some(source), rest))
}
