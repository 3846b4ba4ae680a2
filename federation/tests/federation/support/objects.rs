//! Objects out of tables, as the executor of a service asks them.

use apollo_compiler::{
    Schema, ast,
    resolvers::{FieldError, ObjectValue, ResolveInfo, ResolvedValue},
    response::{JsonMap, JsonValue},
    schema::ExtendedType,
    validation::Valid,
};
use serde_json::{Map, Value};

#[derive(Clone)]
pub(crate) struct Object<'t> {
    schema: &'t Valid<Schema>,
    tables: &'t Value,
    ty: String,
    fields: Map<String, Value>,
}

impl<'t> Object<'t> {
    pub(crate) fn root(schema: &'t Valid<Schema>, tables: &'t Value, ty: &str) -> Self {
        let fields = tables.get(ty).and_then(Value::as_object).cloned().unwrap_or_default();
        Self { schema, tables, ty: ty.to_owned(), fields }
    }

    fn of(&self, ty: &str, fields: Map<String, Value>) -> Self {
        Self { schema: self.schema, tables: self.tables, ty: ty.to_owned(), fields }
    }

    /// The object that a representation stands for.
    fn entity(&self, sent: &Map<String, Value>) -> Option<Self> {
        let ty = sent.get("__typename")?.as_str()?;
        let types: Vec<String> = match self.schema.types.get(ty)? {
            ExtendedType::Interface(_) => self
                .schema
                .types
                .iter()
                .filter(|(_, t)| t.is_object() && implements(t, ty))
                .map(|(n, _)| n.to_string())
                .collect(),
            _ => vec![ty.to_owned()],
        };
        types.iter().find_map(|ty| {
            let rows = self.tables.get(ty)?.as_array()?;
            let row = rows.iter().filter_map(Value::as_object).find(|row| {
                sent.iter().all(|(key, value)| key == "__typename" || same(row.get(key), value))
            })?;
            let mut fields = row.clone();
            fields
                .extend(sent.iter().filter(|(k, _)| *k != "__typename").map(|(k, v)| (k.clone(), v.clone())));
            Some(self.of(ty, fields))
        })
    }

    fn value(
        &self,
        ty: &ast::Type,
        value: &Value,
        arguments: &JsonMap,
    ) -> Result<ResolvedValue<'t>, FieldError> {
        let named = ty.inner_named_type();
        match value {
            Value::Null => Ok(ResolvedValue::null()),
            Value::Array(items) if ty.is_list() => {
                let items: Result<Vec<_>, _> =
                    items.iter().map(|i| self.value(ty.item_type(), i, arguments)).collect();
                Ok(ResolvedValue::list(items?))
            }
            Value::Object(map) if map.contains_key("$error") => {
                Err(FieldError { message: map["$error"].as_str().unwrap_or_default().to_owned() })
            }
            Value::Object(map) if self.composite(named) => {
                let ty = map.get("__typename").and_then(Value::as_str).unwrap_or(named);
                Ok(ResolvedValue::object(self.of(ty, map.clone())))
            }
            Value::String(text) if self.composite(named) => {
                let (ty, id) = text.trim_start_matches('@').split_once('/').expect("a reference");
                let rows = self.tables.get(ty).and_then(Value::as_array).expect("a table");
                let row = rows.iter().find(|row| row["id"] == id).and_then(Value::as_object);
                Ok(match row {
                    Some(row) => ResolvedValue::object(self.of(ty, row.clone())),
                    None => ResolvedValue::null(),
                })
            }
            Value::String(text) => Ok(ResolvedValue::leaf(JsonValue::from(self.filled(text, arguments)))),
            other => Ok(ResolvedValue::leaf(JsonValue::from(other.clone()))),
        }
    }

    fn composite(&self, ty: &str) -> bool {
        matches!(
            self.schema.types.get(ty),
            Some(ExtendedType::Object(_) | ExtendedType::Interface(_) | ExtendedType::Union(_))
        )
    }

    fn filled(&self, text: &str, arguments: &JsonMap) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').expect("a closing brace");
            out.push_str(before);
            let arguments = serde_json::to_value(arguments).expect("JSON");
            let start =
                if arguments.get(name).is_some() { arguments } else { Value::Object(self.fields.clone()) };
            let value = name.split('.').fold(start, |value, part| match value {
                Value::Array(items) => items.into_iter().map(|i| i[part].clone()).collect(),
                value => value[part].clone(),
            });
            out.push_str(&value.as_str().map_or_else(|| value.to_string(), str::to_owned));
            rest = after;
        }
        out + rest
    }
}

impl ObjectValue for Object<'_> {
    fn type_name(&self) -> &str {
        &self.ty
    }

    fn resolve_field<'a>(&'a self, info: &'a ResolveInfo<'a>) -> Result<ResolvedValue<'a>, FieldError> {
        if info.field_name() == "_entities" {
            let sent = serde_json::to_value(info.arguments()).expect("JSON");
            let found = sent["representations"].as_array().expect("a list").iter().map(|one| {
                match one.as_object().and_then(|one| self.entity(one)) {
                    Some(object) => ResolvedValue::object(object),
                    None => ResolvedValue::null(),
                }
            });
            return Ok(ResolvedValue::list(found.collect::<Vec<_>>()));
        }
        let value = self.fields.get(info.field_name()).unwrap_or(&Value::Null);
        self.value(&info.field_definition().ty, value, info.arguments())
    }
}

/// Plain values have to be the same; what else is sent is more than the row knows.
fn same(row: Option<&Value>, sent: &Value) -> bool {
    match (row, sent) {
        (None, _) => true,
        (Some(Value::Object(row)), Value::Object(sent)) => {
            sent.iter().all(|(k, v)| k == "__typename" || same(row.get(k), v))
        }
        (Some(Value::Object(_) | Value::Array(_)), _) | (_, Value::Object(_) | Value::Array(_)) => true,
        (Some(row), sent) => row == sent,
    }
}

fn implements(ty: &ExtendedType, interface: &str) -> bool {
    ty.as_object().is_some_and(|o| o.implements_interfaces.iter().any(|i| i.as_str() == interface))
}
