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
