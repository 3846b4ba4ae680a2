//! Coercion of values written in a document or a schema (GraphQL, section 3, "Input Coercion").
//!
//! Validation has compared most literals with their types already; what it cannot see is checked here: nulls within
//! variables, lists in place of single values, and defaults that nest without end in a partner's schema.

use apollo_compiler::{
    Node, Schema,
    ast::{Type, Value as Literal},
    schema::{ExtendedType, InputObjectType},
};
use serde_json::{Map, Number, Value};

use super::variables::Variables;

/// Values that one coercion may make: defaults within defaults could double at each level.
const MAX_VALUES: usize = 20_000;
const MAX_LEVELS: usize = 64;

/// Coerces literals. `None` stands for a variable that was not provided.
pub(super) struct Literals<'a> {
    schema: &'a Schema,
    variables: &'a Variables,
    values: usize,
}

impl<'a> Literals<'a> {
    pub(super) fn new(schema: &'a Schema, variables: &'a Variables) -> Self {
        Self { schema, variables, values: 0 }
    }

    /// The value for its type.
    pub(super) fn coerce(&mut self, ty: &Type, literal: &Literal) -> Result<Option<Value>, String> {
        self.at(ty, literal, 0)
    }

    fn at(&mut self, ty: &Type, literal: &Literal, level: usize) -> Result<Option<Value>, String> {
        self.values += 1;
        if self.values > MAX_VALUES || level > MAX_LEVELS {
            return Err("holds too many values or too many levels".to_owned());
        }
        let value = match (literal, ty) {
            (Literal::Variable(name), _) => match self.variables.get(name) {
                Some(value) => value.clone(),
                None => return Ok(None),
            },
            (Literal::Null, _) => Value::Null,
            (_, Type::List(item) | Type::NonNullList(item)) => self.list(item, literal, level)?,
            (_, Type::Named(name) | Type::NonNullNamed(name)) => self.named(name, literal, level)?,
        };
        if value.is_null() && ty.is_non_null() {
            return Err(format!("must not be null: expected {ty}"));
        }
        Ok(Some(value))
    }

    /// A single item stands for a list of it; a missing variable within a list is null.
    fn list(&mut self, item: &Type, literal: &Literal, level: usize) -> Result<Value, String> {
        let single;
        let literals: &[Node<Literal>] = match literal {
            Literal::List(literals) => literals,
            other => {
                single = [Node::new(other.clone())];
                &single
            }
        };
        let mut items = Vec::with_capacity(literals.len());
        for literal in literals {
            let value = self.at(item, literal, level + 1)?.unwrap_or(Value::Null);
            if value.is_null() && item.is_non_null() {
                return Err(format!("must not hold null: expected items of type {item}"));
            }
            items.push(value);
        }
        Ok(Value::Array(items))
    }

    fn named(&mut self, name: &str, literal: &Literal, level: usize) -> Result<Value, String> {
        let coerced = match (self.schema.types.get(name), literal) {
            (Some(ExtendedType::InputObject(input)), Literal::Object(fields)) => {
                return self.object(input, fields, level);
            }
            (Some(ExtendedType::Enum(definition)), Literal::Enum(value)) => {
                definition.values.contains_key(value).then(|| Value::from(value.as_str()))
            }
            (Some(ExtendedType::Scalar(scalar)), literal) if scalar.is_built_in() => built_in(name, literal),
            (Some(ExtendedType::Scalar(_)), literal) => self.any(literal, level),
            _ => None,
        };
        coerced.ok_or_else(|| format!("expected a value of type {name}"))
    }

    fn object(
        &mut self,
        input: &InputObjectType,
        fields: &[(apollo_compiler::Name, Node<Literal>)],
        level: usize,
    ) -> Result<Value, String> {
        if let Some((unknown, _)) = fields.iter().find(|(name, _)| !input.fields.contains_key(name)) {
            return Err(format!("`{unknown}` is no field of {}", input.name));
        }
        let mut object = Map::new();
        for (name, definition) in &input.fields {
            let given = fields.iter().find(|(field, _)| field == name);
            let mut value = None;
            for literal in [given.map(|(_, literal)| literal), definition.default_value.as_ref()] {
                if let (None, Some(literal)) = (&value, literal) {
                    value = self
                        .at(&definition.ty, literal, level + 1)
                        .map_err(|fault| format!("{}.{name}: {fault}", input.name))?;
                }
            }
            match value {
                Some(value) => drop(object.insert(name.to_string(), value)),
                None if definition.ty.is_non_null() => {
                    return Err(format!("{}.{name} is required: expected {}", input.name, definition.ty));
                }
                None => {}
            }
        }
        Ok(Value::Object(object))
    }

    /// What a custom scalar is given passes as it is.
    fn any(&mut self, literal: &Literal, level: usize) -> Option<Value> {
        self.values += 1;
        if self.values > MAX_VALUES || level > MAX_LEVELS {
            return None;
        }
        Some(match literal {
            Literal::Null => Value::Null,
            Literal::Enum(name) => name.as_str().into(),
            Literal::Variable(name) => self.variables.get(name).cloned().unwrap_or_default(),
            Literal::String(text) => text.as_str().into(),
            Literal::Boolean(value) => (*value).into(),
            Literal::Int(number) => number_of(number.as_str())?,
            Literal::Float(number) => number_of(number.as_str())?,
            Literal::List(items) => {
                items.iter().map(|item| self.any(item, level + 1)).collect::<Option<_>>()?
            }
            Literal::Object(fields) => fields
                .iter()
                .map(|(name, field)| Some((name.to_string(), self.any(field, level + 1)?)))
                .collect::<Option<_>>()?,
        })
    }
}

fn built_in(name: &str, literal: &Literal) -> Option<Value> {
    match (name, literal) {
        ("Int", Literal::Int(number)) => number.try_to_i32().ok().map(Value::from),
        ("Float", Literal::Int(number)) => finite(number.as_str()),
        ("Float", Literal::Float(number)) => finite(number.as_str()),
        ("ID", Literal::Int(number)) => Some(number.as_str().into()),
        ("String" | "ID", Literal::String(text)) => Some(text.as_str().into()),
        ("Boolean", Literal::Boolean(value)) => Some((*value).into()),
        _ => None,
    }
}

fn finite(digits: &str) -> Option<Value> {
    digits.parse().ok().and_then(Number::from_f64).map(Value::Number)
}

/// Whole numbers stay whole as far as JSON's can.
fn number_of(digits: &str) -> Option<Value> {
    let whole = digits.parse::<i64>().map(Value::from).or_else(|_| digits.parse::<u64>().map(Value::from));
    whole.ok().or_else(|| finite(digits))
}
