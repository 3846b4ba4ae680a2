//! Coercion of a field's arguments (GraphQL, section 6.4.1), once the variables are known.

use apollo_compiler::{Schema, ast::InputValueDefinition, executable::Field};
use serde_json::{Map, Value};

use super::{
    literal::Literals,
    refusal::{self, BAD_USER_INPUT},
    variables::Variables,
};
use crate::gql::request::GraphqlError;

/// The arguments that a field of a valid document is given: enums as strings, `Int` as whole numbers, custom scalars
/// as they are, defaults filled in; what is absent stays absent and null stays null.
///
/// # Errors
/// When a null reaches a place that takes none, or a value does not fit: an error of this field, without its path.
pub fn arguments(
    schema: &Schema,
    field: &Field,
    variables: &Variables,
) -> Result<Map<String, Value>, GraphqlError> {
    let mut coerced = Map::new();
    for definition in &field.definition.arguments {
        let value = argument(schema, field, definition, variables).map_err(|fault| {
            let message = format!("argument `{}` of `{}`: {fault}", definition.name, field.name);
            GraphqlError::new(BAD_USER_INPUT, refusal::one_line(&message))
        })?;
        coerced.extend(value.map(|value| (definition.name.to_string(), value)));
    }
    Ok(coerced)
}

/// A variable that was not provided leaves the argument to its default.
fn argument(
    schema: &Schema,
    field: &Field,
    definition: &InputValueDefinition,
    variables: &Variables,
) -> Result<Option<Value>, String> {
    let mut literals = Literals::new(schema, variables);
    if let Some(argument) = field.arguments.iter().find(|argument| argument.name == definition.name)
        && let Some(value) = literals.coerce(&definition.ty, &argument.value)?
    {
        return Ok(Some(value));
    }
    match &definition.default_value {
        Some(default) => literals.coerce(&definition.ty, default),
        None if definition.ty.is_non_null() => Err(format!("is required: expected {}", definition.ty)),
        None => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::sample;
    use super::*;

    fn coerced(text: &str, given: Value) -> Result<Value, String> {
        let documents = sample::documents();
        let prepared = documents.find(&sample::request(text)).unwrap();
        let variables = documents.variables(&prepared.operation, sample::object(given)).unwrap();
        let field = sample::root_field(&prepared.operation);
        arguments(documents.schema(), field, &variables).map(Value::Object).map_err(|error| error.message)
    }

    #[test]
    fn literals_take_the_type_of_their_argument() {
        let text = "{ projects(first: 3, filter: { status: OPEN, rate: 2, limit: 7 }) { totalCount } }";
        let expected = json!({ "first": 3, "filter": { "status": ["OPEN"], "rate": 2.0, "limit": 7 } });
        assert_eq!(coerced(text, json!({})).unwrap(), expected);
    }

    #[test]
    fn defaults_are_filled_in_at_every_level() {
        let text = r#"{ projects(filter: { window: { to: "2026-01-01" } }) { totalCount } }"#;
        let window = json!({ "from": "2000-01-01", "to": "2026-01-01" });
        let expected = json!({ "filter": { "status": ["OPEN"], "window": window, "limit": 5 } });
        assert_eq!(coerced(text, json!({})).unwrap(), expected);
    }

    #[test]
    fn null_and_absent_are_kept_apart() {
        let text = "query($n: Int) { projects(first: $n, filter: null) { totalCount } }";
        assert_eq!(coerced(text, json!({})).unwrap(), json!({ "filter": null }));
        assert_eq!(coerced(text, json!({ "n": null })).unwrap(), json!({ "first": null, "filter": null }));
    }

    #[test]
    fn a_missing_variable_leaves_an_input_field_to_its_default() {
        let text =
            "query($s: [Status!], $t: String) { projects(filter: { status: $s, text: $t }) { totalCount } }";
        assert_eq!(
            coerced(text, json!({})).unwrap(),
            json!({ "filter": { "status": ["OPEN"], "limit": 5 } })
        );
    }

    #[test]
    fn a_missing_variable_within_a_list_is_null() {
        let text = "query($n: Int) { deep(values: [[1, $n], 2]) }";
        assert_eq!(coerced(text, json!({})).unwrap(), json!({ "values": [[1, null], [2]] }));
    }

    #[test]
    fn a_null_variable_does_not_reach_a_place_that_takes_none() {
        let text = r#"query($t: String = "x") { search(text: $t) { __typename } }"#;
        assert_eq!(
            coerced(text, json!({ "t": null })).unwrap_err(),
            "argument `text` of `search`: must not be null: expected String!"
        );
    }

    #[test]
    fn an_id_is_a_string_even_when_written_as_a_number() {
        assert_eq!(coerced("{ node(id: 12) { id } }", json!({})).unwrap(), json!({ "id": "12" }));
    }

    #[test]
    fn a_custom_scalar_passes_as_it_was_written() {
        let text = r#"{ search(text: "a", days: [{ y: 2026 }, "2026-01-01", 3]) { __typename } }"#;
        assert_eq!(coerced(text, json!({})).unwrap()["days"], json!([{ "y": 2026 }, "2026-01-01", 3]));
    }
}
