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
    introspection_size::Counter,
    limits::DocumentLimits,
    operation::CheckedOperation,
    refusal::{self, VALIDATION_FAILED},
    store::Documents,
    variables::Variables,
};
use crate::gql::request::RequestError;

/// What lists the whole schema: the measure of any other introspection.
const WHOLE: &str = include_str!("whole_schema.graphql");

/// Bytes of answers that are kept: a whole schema is some hundred kilobytes.
const CACHE_BYTES: u64 = 16 << 20;

/// The root's response keys in order, each with its serialised value.
pub type RootValues = Arc<[(String, Box<RawValue>)]>;

/// What introspecting one schema needs, computed once.
pub(super) struct Introspector {
    implementers: HashMap<Name, Implementers>,
    /// Values in the answer that lists the whole schema.
    whole: u64,
    answers: Cache<(Digest, Option<Name>, String), RootValues>,
}

impl Introspector {
    pub(super) fn new(schema: &Valid<Schema>) -> Self {
        let implementers = schema.implementers_map();
        let listing = ExecutableDocument::parse(schema, WHOLE, "introspection");
        let listing = listing.unwrap_or_else(|failed| failed.partial);
        let mut counter = Counter::new(schema, &implementers, &listing, u64::MAX);
        let values = listing.operations.iter().map(|listing| counter.root(&listing.selection_set));
        let whole = values.sum::<u64>().max(1);
        let weigh = |_: &_, answer: &RootValues| {
            let bytes: usize = answer.iter().map(|(key, value)| 64 + key.len() + value.get().len()).sum();
            u32::try_from(bytes).unwrap_or(u32::MAX)
        };
        Self {
            implementers,
            whole,
            answers: Cache::builder().weigher(weigh).max_capacity(CACHE_BYTES).build(),
        }
    }

    /// Refuses what would list the schema over and over.
    ///
    /// The compiler's own check of the depth forgets the depth of a fragment that is spread twice, so it is not used.
    pub(super) fn bound(
        &self,
        schema: &Schema,
        document: &ExecutableDocument,
        operation: &Operation,
        limits: &DocumentLimits,
    ) -> Result<(), RequestError> {
        let most = self.whole.saturating_mul(limits.introspection_percent) / 100;
        let mut counter = Counter::new(schema, &self.implementers, document, most.saturating_mul(2));
        let values = counter.root(&operation.selection_set);
        let (percent, limit) = (values.saturating_mul(100) / self.whole, limits.introspection_percent);
        if percent > limit {
            let what = "size of the introspection in percent of the whole schema";
            return Err(refusal::over_limit("LIMIT_INTROSPECTION", what, percent, limit));
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

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::sample;
    use super::*;

    fn answer(text: &str, variables: Value) -> Vec<(String, Value)> {
        let documents = sample::documents();
        let prepared = documents.find(&sample::request(text)).unwrap();
        let variables = documents.variables(&prepared.operation, sample::object(variables)).unwrap();
        let values = documents.introspect(&prepared.operation, &variables).unwrap();
        values.iter().map(|(key, value)| (key.clone(), serde_json::from_str(value.get()).unwrap())).collect()
    }

    #[test]
    fn the_standard_introspection_is_within_the_limits_and_lists_the_types() {
        let values = answer(WHOLE, json!({}));
        let types = values[0].1["types"].as_array().unwrap();
        assert!(types.iter().any(|found| found["name"] == "ProjectConnection"));
    }

    /// Objects and leaves; a list counts what it holds.
    fn size(value: &Value) -> u64 {
        match value {
            Value::Object(fields) => 1 + fields.values().map(size).sum::<u64>(),
            Value::Array(items) if items.iter().all(Value::is_string) && !items.is_empty() => 1,
            Value::Array(items) => items.iter().map(size).sum(),
            _ => 1,
        }
    }

    #[test]
    fn the_size_is_counted_as_the_answer_will_have_it() {
        let counted = sample::documents().introspector.whole;
        assert_eq!(counted, 1 + size(&answer(WHOLE, json!({}))[0].1));
    }

    #[test]
    fn fields_of_the_schema_are_left_to_the_caller() {
        let text = "query($n: String!) { kind: __typename node(id: 1) { id } __type(name: $n) { name } }";
        let values = answer(text, json!({ "n": "Hit" }));
        assert_eq!(
            values,
            [("kind".to_owned(), json!("Query")), ("__type".to_owned(), json!({ "name": "Hit" }))]
        );
    }

    #[test]
    fn an_answer_is_computed_once_for_the_same_variables() {
        let documents = sample::documents();
        let prepared = documents.find(&sample::request("{ __schema { queryType { name } } }")).unwrap();
        let answer = || documents.introspect(&prepared.operation, &Variables::default()).unwrap();
        assert!(Arc::ptr_eq(&answer(), &answer()));
    }

    #[test]
    fn what_would_list_the_schema_over_and_over_is_refused() {
        let documents = sample::documents();
        let lists: String =
            (0..20).map(|number| format!("a{number}: fields {{ type {{ fields {{ name }} }} }} ")).collect();
        let text = format!("{{ __schema {{ types {{ {lists} }} }} }}");
        let refused = documents.find(&sample::request(&text)).unwrap_err();
        assert_eq!(sample::first_error(&refused).0, "LIMIT_INTROSPECTION");
    }
}
