//! A compiled operation: what answers each of its root fields.

use apollo_compiler::executable::OperationType;
use serde_json::{Map, Value};

use super::Catalog;
use super::compile::Compiler;
use super::roots::Root;
use crate::gql::document::CheckedOperation;
use crate::kernel::error::Result;

/// What answers each root field, in the order of the answer.
#[derive(Debug)]
pub(crate) struct CompiledOperation {
    pub(crate) roots: Vec<RootSlot>,
    /// Whether async-graphql has to be asked.
    pub(crate) needs_executor: bool,
    /// Whether the schema itself has to be asked.
    pub(crate) introspects: bool,
    /// Whether it serves only the variables that it was compiled with.
    pub(crate) conditional: bool,
}

#[derive(Debug)]
pub(crate) struct RootSlot {
    pub(crate) key: Box<str>,
    pub(crate) by: AnsweredBy,
}

/// Who answers a root field.
#[derive(Debug)]
pub(crate) enum AnsweredBy {
    Typename,
    Plan(Root),
    Introspection,
    Executor,
}

impl CompiledOperation {
    /// Compiles an operation. `variables` are read for `@skip` and `@include` only.
    ///
    /// # Errors
    /// When the schema publishes what no declaration has.
    pub(crate) fn compile(
        catalog: &Catalog,
        operation: &CheckedOperation,
        variables: &Map<String, Value>,
    ) -> Result<Self> {
        let compiler = Compiler::new(catalog, operation.document(), variables);
        let root_set = &operation.operation().selection_set;
        let mut roots = Vec::new();
        for selected in compiler.collect(&[root_set], &|_| true) {
            let by = match selected.name() {
                "__typename" => AnsweredBy::Typename,
                "__schema" | "__type" => AnsweredBy::Introspection,
                _ if operation.kind() == OperationType::Query => {
                    Root::compile(&compiler, &selected)?.map_or(AnsweredBy::Executor, AnsweredBy::Plan)
                }
                _ => AnsweredBy::Executor,
            };
            roots.push(RootSlot { key: selected.key.into(), by });
        }
        let any = |test: fn(&AnsweredBy) -> bool| roots.iter().any(|root| test(&root.by));
        let needs_executor = any(|by| matches!(by, AnsweredBy::Executor));
        let introspects = any(|by| matches!(by, AnsweredBy::Introspection));
        Ok(Self { roots, needs_executor, introspects, conditional: compiler.is_conditional() })
    }
}
