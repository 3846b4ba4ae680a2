//! What a document may ask for. Every figure is a setting and is published, so that a client can know it beforehand.

use std::sync::Arc;

use serde::Serialize;

use super::trusted::TrustedDocuments;

/// The limits of one operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DocumentLimits {
    /// Bytes of the document.
    pub bytes: usize,
    /// Tokens of the document; runs of blanks, comments and commas count as tokens.
    pub tokens: usize,
    /// Levels of braces, brackets and fragments, whatever they hold.
    pub nesting: usize,
    /// Levels of fields.
    pub depth: u64,
    /// Fields once all fragments are expanded.
    pub fields: u64,
    /// Fields of the root once all fragments are expanded.
    pub root_fields: u64,
    /// Aliases once all fragments are expanded.
    pub aliases: u64,
    /// Directives once all fragments are expanded.
    pub directives: u64,
    /// Operations of the document.
    pub operations: u64,
    /// Fragment definitions of the document.
    pub fragments: u64,
    /// Variable definitions of one operation.
    pub variables: u64,
    /// Values within one argument, as written in the document; larger ones belong in a variable.
    pub literal_values: u64,
    /// What looking for cycles of fragments takes: operations × fragments × selections of fragments.
    pub fragment_steps: u64,
    /// Fields compared to see whether those of one response key agree.
    pub comparisons: u64,
    /// Cost of an operation: one for each field, times the page sizes around it.
    pub cost: u64,
    /// Page size that is assumed where an operation and the schema name none.
    pub default_page: u64,
    /// Page size beyond which the resolver refuses, so that the cost need not count it.
    pub max_page: u64,
    /// How often the lists of `__Type` may be nested.
    pub introspection_depth: u64,
    /// Size of the answer to an introspection, estimated, in percent of what lists the whole schema once.
    pub introspection_percent: u64,
    /// Bytes of all strings within the variables.
    pub variable_bytes: usize,
    /// Values within the variables, defaults included.
    pub variable_values: usize,
}

impl Default for DocumentLimits {
    fn default() -> Self {
        Self {
            bytes: 256 << 10,
            tokens: 15_000,
            nesting: 100,
            depth: 20,
            fields: 5_000,
            root_fields: 50,
            aliases: 200,
            directives: 200,
            operations: 50,
            fragments: 200,
            variables: 200,
            literal_values: 500,
            fragment_steps: 1_000_000,
            comparisons: 50_000,
            cost: 50_000,
            default_page: 20,
            max_page: 100,
            introspection_depth: 2,
            introspection_percent: 300,
            variable_bytes: 1 << 20,
            variable_values: 20_000,
        }
    }
}

/// How documents are found and checked.
#[derive(Clone, Debug)]
pub struct DocumentSettings {
    /// What one operation may ask for.
    pub limits: DocumentLimits,
    /// Whether `__schema` and `__type` are answered.
    pub introspection: bool,
    /// Bytes that checked documents may hold in memory, estimated.
    pub cache_bytes: u64,
    /// When there, nothing else is executed.
    pub trusted: Option<Arc<TrustedDocuments>>,
}

impl Default for DocumentSettings {
    fn default() -> Self {
        Self { limits: DocumentLimits::default(), introspection: true, cache_bytes: 64 << 20, trusted: None }
    }
}
