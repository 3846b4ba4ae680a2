//! Answers to `__schema`, `__type` and `__typename` of the root, from the schema itself.

use std::{fmt, sync::Arc};

use apollo_compiler::{
    ExecutableDocument, Name, Schema,
    collections::HashMap,
    executable::Operation,
    introspection::partial_execute,
    response::{JsonMap, serde_json_bytes},
    schema::Implementers,
    validation::Valid,
};
use moka::sync::Cache;
use serde_json::value::{RawValue, to_raw_value};

use super::{
    digest::Digest,
    limits::DocumentLimits,
    operation::CheckedOperation,
    refusal::{self, VALIDATION_FAILED},
    schema_size::SchemaSize,
    store::Documents,
    variables::Variables,
};
use crate::gql::request::RequestError;

/// Bytes of answers that are kept: a whole schema is some hundred kilobytes.
const CACHE_BYTES: u64 = 16 << 20;

/// The root's response keys in order, each with its serialised value.
pub type RootValues = Arc<[(String, Box<RawValue>)]>;

/// What introspecting one schema needs, computed once.
pub(super) struct Introspector {
    implementers: HashMap<Name, Implementers>,
    size: SchemaSize,
    answers: Cache<(Digest, Option<Name>, String), RootValues>,
}

impl Introspector {
    pub(super) fn new(schema: &Schema) -> Self {
        let weigh = |_: &_, answer: &RootValues| {
            let bytes: usize = answer.iter().map(|(key, value)| 64 + key.len() + value.get().len()).sum();
            u32::try_from(bytes).unwrap_or(u32::MAX)
        };
        Self {
            implementers: schema.implementers_map(),
            size: SchemaSize::of(schema),
            answers: Cache::builder().weigher(weigh).max_capacity(CACHE_BYTES).build(),
        }
    }

    /// Refuses what would list the schema over and over.
    ///
    /// The compiler's own check of the depth forgets the depth of a fragment that is spread twice, so it is not used.
    pub(super) fn bound(
        &self,
        document: &ExecutableDocument,
        operation: &Operation,
        limits: &DocumentLimits,
    ) -> Result<(), RequestError> {
        let (values, limit) =
            (self.size.values(document, &operation.selection_set, false), limits.introspection_cost);
        if values > limit {
            return Err(refusal::over_limit(
                "LIMIT_INTROSPECTION",
                "values of the introspection",
                values,
                limit,
            ));
        }
        Ok(())
    }
}

impl<P: Send + Sync + 'static> Documents<P> {
    /// What the schema itself answers to a query; fields of the schema are left out, for the caller to add.
    ///
    /// # Errors
    /// When the variables do not fit, which they do if they were coerced for this operation.
    pub fn introspect(
        &self,
        operation: &CheckedOperation,
        variables: &Variables,
    ) -> Result<RootValues, RequestError> {
        let given = serde_json::to_string(variables.as_map()).unwrap_or_default();
        let key = (operation.digest(), operation.operation().name.clone(), given);
        let answer = || execute(self.schema(), &self.introspector, operation, variables);
        self.introspector.answers.try_get_with(key, answer).map_err(Arc::unwrap_or_clone)
    }
}

fn execute(
    schema: &Valid<Schema>,
    introspector: &Introspector,
    operation: &CheckedOperation,
    variables: &Variables,
) -> Result<RootValues, RequestError> {
    let unexpected = |error: &dyn fmt::Display| refusal::malformed(VALIDATION_FAILED, error.to_string());
    let variables: JsonMap = serde_json::to_value(variables.as_map())
        .and_then(serde_json_bytes::serde_json::from_value)
        .map_err(|error| unexpected(&error))?;
    let (document, sources) = (operation.document(), &operation.document().sources);
    let executed = partial_execute(
        schema,
        &introspector.implementers,
        document,
        operation.operation(),
        &Valid::assume_valid(variables),
    )
    .map_err(|error| {
        refusal::several(vec![refusal::from_compiler(VALIDATION_FAILED, error.to_graphql_error(sources))])
    })?;
    if let Some(error) = executed.errors.into_iter().next() {
        return Err(refusal::several(vec![refusal::from_compiler(VALIDATION_FAILED, error)]));
    }
    let entries = executed.data.iter().flatten();
    entries
        .map(|(key, value)| Ok((key.as_str().to_owned(), to_raw_value(value)?)))
        .collect::<Result<Vec<_>, serde_json::Error>>()
        .map(Into::into)
        .map_err(|error| unexpected(&error))
}
