//! One operation of a valid document, with all that can be known of it before its variables.

use std::sync::{Arc, OnceLock};

use apollo_compiler::{
    ExecutableDocument, Node,
    executable::{Operation, OperationType},
    validation::Valid,
};

use super::{cost::Cost, digest::Digest, measure::Measures, variables::Variables};

/// A valid operation within its limits, and what the planner made of it.
#[derive(Debug)]
pub struct Prepared<P> {
    /// The operation.
    pub operation: CheckedOperation,
    /// The planner's compiled form, made at the first execution and kept as long as the operation.
    pub plan: OnceLock<P>,
}

/// A valid operation within its limits.
#[derive(Debug)]
pub struct CheckedOperation {
    pub(super) document: Arc<Valid<ExecutableDocument>>,
    pub(super) operation: Node<Operation>,
    pub(super) text: Arc<str>,
    pub(super) digest: Digest,
    pub(super) measures: Measures,
    pub(super) cost: Cost,
    pub(super) only_introspection: bool,
}

impl CheckedOperation {
    /// The whole document: its fragments are needed to read the operation.
    #[must_use]
    pub fn document(&self) -> &Arc<Valid<ExecutableDocument>> {
        &self.document
    }

    /// The operation itself.
    #[must_use]
    pub fn operation(&self) -> &Node<Operation> {
        &self.operation
    }

    /// The text of the document.
    #[must_use]
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// The SHA-256 of the text.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// Query, mutation or subscription.
    #[must_use]
    pub fn kind(&self) -> OperationType {
        self.operation.operation_type
    }

    /// The operation's name.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.operation.name.as_deref()
    }

    /// A query that selects nothing but `__schema`, `__type` and `__typename`.
    #[must_use]
    pub fn is_only_introspection(&self) -> bool {
        self.only_introspection
    }

    /// Whether `__schema` or `__type` is selected, among other fields or not.
    #[must_use]
    pub fn introspects(&self) -> bool {
        self.measures.introspects
    }

    /// Depth, aliases and other figures that do not depend on the variables.
    #[must_use]
    pub fn measures(&self) -> &Measures {
        &self.measures
    }

    /// What executing it with these variables may cost.
    #[must_use]
    pub fn cost(&self, variables: &Variables) -> u64 {
        self.cost.with(variables)
    }
}
