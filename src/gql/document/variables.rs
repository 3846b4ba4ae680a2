//! Coercion of a request's variables (GraphQL, section 6.1.2), with all faults reported and each placed.

use apollo_compiler::{
    Node, Schema,
    ast::{Type, VariableDefinition},
    response::GraphQLError,
    schema::{EnumType, ExtendedType, InputObjectType},
};
use serde_json::{Map, Value};

use super::{
    limits::DocumentLimits,
    literal::Literals,
    operation::CheckedOperation,
    refusal::{self, BAD_USER_INPUT, MAX_ERRORS},
};
use crate::gql::request::{GraphqlError, RequestError};

/// Variables as their operation declares them: defaults filled in, absent ones absent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Variables(Map<String, Value>);

impl Variables {
    /// The value of a variable; absent is not null.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// All of them.
    #[must_use]
    pub fn as_map(&self) -> &Map<String, Value> {
        &self.0
    }
}

/// The request's variables as the operation declares them; what it does not declare is left out.
///
/// # Errors
/// Each value that does not fit, with its place; or the bounds on their size.
pub fn coerce_variables(
    schema: &Schema,
    operation: &CheckedOperation,
    mut raw: Map<String, Value>,
    limits: &DocumentLimits,
) -> Result<Variables, RequestError> {
    let mut coerced = Map::new();
    let mut coercion = Coercion {
        schema,
        limits,
        none: Variables::default(),
        path: Vec::new(),
        faults: Vec::new(),
        values: 0,
        bytes: 0,
    };
    let mut errors = Vec::new();
    for definition in &operation.operation().variables {
        coercion.path.push(format!("${}", definition.name));
        if let Some(value) = coercion.variable(definition, raw.remove(definition.name.as_str())) {
            coerced.insert(definition.name.to_string(), value);
        }
        coercion.path.clear();
        coercion.within_bounds()?;
        errors.extend(coercion.faults.drain(..).map(|fault| placed(operation, definition, fault)));
        if errors.len() >= MAX_ERRORS {
            break;
        }
    }
    if errors.is_empty() { Ok(Variables(coerced)) } else { Err(refusal::several(errors)) }
}

fn placed(
    operation: &CheckedOperation,
    definition: &Node<VariableDefinition>,
    fault: String,
) -> GraphqlError {
    let sources = &operation.document().sources;
    refusal::from_compiler(BAD_USER_INPUT, GraphQLError::new(fault, definition.location(), sources))
}

struct Coercion<'a> {
    schema: &'a Schema,
    limits: &'a DocumentLimits,
    none: Variables,
    path: Vec<String>,
    faults: Vec<String>,
    values: usize,
    bytes: usize,
}

impl Coercion<'_> {
    fn variable(&mut self, definition: &VariableDefinition, given: Option<Value>) -> Option<Value> {
        match (given, &definition.default_value) {
            (Some(value), _) => self.value(&definition.ty, value),
            (None, Some(default)) => self.default(&definition.ty, default),
            (None, None) if definition.ty.is_non_null() => {
                self.fault(format!("is required: expected {}", definition.ty))
            }
            (None, None) => None,
        }
    }

    fn default(&mut self, ty: &Type, literal: &apollo_compiler::ast::Value) -> Option<Value> {
        match Literals::new(self.schema, &self.none).coerce(ty, literal) {
            Ok(value) => value.inspect(|value| self.count(value)),
            Err(fault) => self.fault(format!("its default {fault}")),
        }
    }

    fn value(&mut self, ty: &Type, value: Value) -> Option<Value> {
        self.values += 1;
        if self.is_over() || self.faults.len() >= MAX_ERRORS {
            return None;
        }
        if value.is_null() {
            return if ty.is_non_null() { self.mismatch(ty, &value) } else { Some(value) };
        }
        match (ty, value) {
            (Type::List(item) | Type::NonNullList(item), Value::Array(values)) => self.list(item, values),
            (Type::List(item) | Type::NonNullList(item), single) => {
                self.value(item, single).map(|single| Value::Array(vec![single]))
            }
            (Type::Named(name) | Type::NonNullNamed(name), value) => self.named(ty, name, value),
        }
    }

    fn list(&mut self, item: &Type, values: Vec<Value>) -> Option<Value> {
        let mut items = Vec::with_capacity(values.len());
        for (index, value) in values.into_iter().enumerate() {
            self.path.push(format!("[{index}]"));
            items.extend(self.value(item, value));
            self.path.pop();
        }
        Some(Value::Array(items))
    }

    fn named(&mut self, ty: &Type, name: &str, value: Value) -> Option<Value> {
        let schema = self.schema;
        match (schema.types.get(name), value) {
            (Some(ExtendedType::InputObject(input)), Value::Object(fields)) => self.object(input, fields),
            (Some(ExtendedType::Enum(definition)), Value::String(text)) => self.enumerated(definition, text),
            (Some(ExtendedType::Scalar(scalar)), value) if scalar.is_built_in() => {
                self.count(&value);
                match built_in(name, value) {
                    Ok(value) => Some(value),
                    Err(value) => self.mismatch(ty, &value),
                }
            }
            (Some(ExtendedType::Scalar(_)), value) => {
                self.count(&value);
                Some(value)
            }
            (_, value) => self.mismatch(ty, &value),
        }
    }

    fn enumerated(&mut self, definition: &EnumType, text: String) -> Option<Value> {
        if definition.values.contains_key(text.as_str()) {
            return Some(Value::String(text));
        }
        self.fault(format!("{} is no value of {}", shown(&Value::String(text)), definition.name))
    }

    fn object(&mut self, input: &InputObjectType, mut given: Map<String, Value>) -> Option<Value> {
        let mut object = Map::new();
        for (name, definition) in &input.fields {
            self.path.push(format!(".{name}"));
            let value = match (given.remove(name.as_str()), &definition.default_value) {
                (Some(value), _) => self.value(&definition.ty, value),
                (None, Some(default)) => self.default(&definition.ty, default),
                (None, None) if definition.ty.is_non_null() => {
                    self.fault(format!("is required: expected {}", definition.ty))
                }
                (None, None) => None,
            };
            self.path.pop();
            object.extend(value.map(|value| (name.to_string(), value)));
        }
        if let Some(unknown) = given.keys().next() {
            return self.fault(format!("`{unknown}` is no field of {}", input.name));
        }
        if input.directives.has("oneOf") && (object.len() != 1 || object.values().any(Value::is_null)) {
            return self.fault(format!("{} takes exactly one of its fields, not null", input.name));
        }
        Some(Value::Object(object))
    }

    fn mismatch(&mut self, ty: &Type, value: &Value) -> Option<Value> {
        self.fault(format!("expected {ty}, found {}", shown(value)))
    }

    fn fault(&mut self, fault: impl std::fmt::Display) -> Option<Value> {
        self.faults.push(format!("variable `{}`: {fault}", self.path.concat()));
        None
    }

    fn count(&mut self, value: &Value) {
        match value {
            Value::String(text) => self.bytes += text.len(),
            Value::Array(items) => items.iter().for_each(|item| self.count_one(item)),
            Value::Object(fields) => fields.iter().for_each(|(name, field)| {
                self.bytes += name.len();
                self.count_one(field);
            }),
            _ => {}
        }
    }

    fn count_one(&mut self, value: &Value) {
        self.values += 1;
        self.count(value);
    }

    fn is_over(&self) -> bool {
        self.values > self.limits.variable_values || self.bytes > self.limits.variable_bytes
    }

    fn within_bounds(&self) -> Result<(), RequestError> {
        let (values, bytes) = (self.limits.variable_values, self.limits.variable_bytes);
        if self.values > values {
            return Err(refusal::beyond_limit(
                "LIMIT_VARIABLES",
                "values within the variables",
                values as u64,
            ));
        }
        if self.bytes > bytes {
            return Err(refusal::beyond_limit("LIMIT_VARIABLES", "bytes within the variables", bytes as u64));
        }
        Ok(())
    }
}

/// The coerced value, or the value given back when it does not fit. JSON does not tell 1 from 1.0.
fn built_in(name: &str, value: Value) -> Result<Value, Value> {
    match (name, &value) {
        ("Int", Value::Number(number)) => {
            let whole =
                number.as_i64().or_else(|| number.as_f64().filter(|f| f.fract() == 0.0).map(|f| f as i64));
            whole.and_then(|whole| i32::try_from(whole).ok()).map(Value::from).ok_or(value)
        }
        ("ID", Value::Number(number)) if number.is_i64() || number.is_u64() => Ok(number.to_string().into()),
        ("Float", Value::Number(_)) | ("String" | "ID", Value::String(_)) | ("Boolean", Value::Bool(_)) => {
            Ok(value)
        }
        _ => Err(value),
    }
}

/// The value as the client wrote it, if it is short.
fn shown(value: &Value) -> String {
    match value {
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
        Value::String(text) if text.chars().count() > 60 => "a long string".to_owned(),
        short => short.to_string(),
    }
}
