//! From the data of services to the bytes of the answer: what the client's document asks for, in its order, as the
//! schema that clients see has it. Nulls go up to where they may be; values that are hidden or of a wrong type are
//! null.

mod groups;
mod leaf;

use apollo_compiler::{
    Name, ast,
    response::{JsonMap, JsonValue},
    schema::ExtendedType,
};
use std::rc::Rc;

use crate::{operation::Prepared, transport::text};
use groups::{Group, Groups};

/// Of nulls that go up without an error of their own, the most that are told.
const TOLD: usize = 20;

/// Writes the whole response.
pub(crate) fn response(
    prepared: &Prepared,
    variables: &JsonMap,
    data: &JsonValue,
    errors: &mut Vec<JsonValue>,
) -> Vec<u8> {
    let mut out = b"{\"data\":".to_vec();
    let root = prepared.operation.object_type();
    let mut projection = Projection {
        prepared,
        groups: Groups::new(prepared, variables),
        errors,
        path: Vec::new(),
        missing: Vec::new(),
    };
    match data.as_object() {
        Some(object) => {
            let groups = projection.groups.of_root(&prepared.operation.selection_set);
            projection.object(root, &groups, object, &mut out);
        }
        None => out.extend_from_slice(b"null"),
    }
    let missing = std::mem::take(&mut projection.missing);
    if !errors.is_empty() {
        out.extend_from_slice(b",\"errors\":");
        json(&JsonValue::Array(errors.clone()), &mut out);
    }
    if !missing.is_empty() {
        out.extend_from_slice(b",\"extensions\":{\"valueCompletion\":");
        json(&JsonValue::Array(missing), &mut out);
        out.push(b'}');
    }
    out.push(b'}');
    out
}

struct Projection<'a, 'e> {
    prepared: &'a Prepared,
    groups: Groups<'a>,
    errors: &'e mut Vec<JsonValue>,
    path: Vec<Step<'a>>,
    missing: Vec<JsonValue>,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

/// Whether something was written, or null, which its place may not allow.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wrote {
    Value,
    Null,
}

impl<'a> Projection<'a, '_> {
    fn object(
        &mut self,
        ty: &'a str,
        groups: &Rc<[Group<'a>]>,
        object: &'a JsonMap,
        out: &mut Vec<u8>,
    ) -> Wrote {
        let start = out.len();
        out.push(b'{');
        for (place, group) in groups.iter().enumerate() {
            if place > 0 {
                out.push(b',');
            }
            quoted(group.key, out);
            out.push(b':');
            match group.name {
                "__typename" => {
                    quoted(ty, out);
                    continue;
                }
                "__schema" | "__type" => {
                    json(object.get(group.key).unwrap_or(&JsonValue::Null), out);
                    continue;
                }
                _ => {}
            }
            self.path.push(Step::Key(group.key));
            let wrote = self.value(&group.ty, group, object.get(&*group.data_key), out);
            if wrote == Wrote::Null && group.ty.is_non_null() {
                self.note(ty, group.name);
                self.path.pop();
                return null(start, out);
            }
            self.path.pop();
        }
        out.push(b'}');
        Wrote::Value
    }

    fn value(
        &mut self,
        ty: &ast::Type,
        group: &Group<'a>,
        value: Option<&'a JsonValue>,
        out: &mut Vec<u8>,
    ) -> Wrote {
        let start = out.len();
        match (ty, value) {
            (_, None | Some(JsonValue::Null)) => null(start, out),
            (ast::Type::List(item) | ast::Type::NonNullList(item), Some(JsonValue::Array(values))) => {
                out.push(b'[');
                for (index, value) in values.iter().enumerate() {
                    if index > 0 {
                        out.push(b',');
                    }
                    self.path.push(Step::Index(index));
                    let wrote = self.value(item, group, Some(value), out);
                    self.path.pop();
                    if wrote == Wrote::Null && item.is_non_null() {
                        return null(start, out);
                    }
                }
                out.push(b']');
                Wrote::Value
            }
            (ast::Type::List(_) | ast::Type::NonNullList(_), Some(_)) => {
                self.refuse("is not a list", start, out)
            }
            (ast::Type::Named(name) | ast::Type::NonNullNamed(name), Some(value)) => {
                self.named(name, group, value, out)
            }
        }
    }

    fn named(&mut self, name: &Name, group: &Group<'a>, value: &'a JsonValue, out: &mut Vec<u8>) -> Wrote {
        let start = out.len();
        let prepared = self.prepared;
        let Some((name, ty)) = prepared.api.schema.types.get_key_value(name) else { return null(start, out) };
        match ty {
            ExtendedType::Scalar(_) => match leaf::scalar(name, value, out) {
                Ok(()) => Wrote::Value,
                Err(fault) => self.refuse(fault, start, out),
            },
            ExtendedType::Enum(ty) => match value.as_str() {
                Some(text) if ty.values.contains_key(text) => {
                    quoted(text, out);
                    Wrote::Value
                }
                _ => self.refuse("is not a value of its enum", start, out),
            },
            ExtendedType::Object(_) | ExtendedType::Interface(_) | ExtendedType::Union(_) => {
                let Some(object) = value.as_object() else {
                    return self.refuse("is not an object", start, out);
                };
                let mut ty: &'a str = name;
                if prepared.api.is_abstract(name) {
                    let told = object.get("__typename").and_then(JsonValue::as_str);
                    // An interface's own name: a service that takes the interface for an object. Nothing hides then.
                    match told.filter(|told| !prepared.api.is_abstract(told)) {
                        Some(told) if prepared.api.shows(told) => ty = told,
                        Some(_) => return null(start, out),
                        None => {}
                    }
                }
                let groups = self.groups.of_fields(group, ty);
                self.object(ty, &groups, object, out)
            }
            ExtendedType::InputObject(_) => null(start, out),
        }
    }

    /// A value that is not what the schema says: null, and an error.
    fn refuse(&mut self, fault: &str, start: usize, out: &mut Vec<u8>) -> Wrote {
        if self.errors.len() < self.prepared.limits.errors {
            let mut extensions = JsonMap::new();
            extensions.insert("code", text("SUBGRAPH_INVALID_VALUE"));
            let mut error = JsonMap::new();
            error.insert("message", text(&format!("What the service answered {fault}.")));
            error.insert("path", self.place());
            error.insert("extensions", JsonValue::Object(extensions));
            self.errors.push(JsonValue::Object(error));
        }
        null(start, out)
    }

    /// A null that may not be where it is goes up. Whoever gave it may not have said why.
    fn note(&mut self, ty: &str, field: &str) {
        if self.missing.len() < TOLD {
            let mut note = JsonMap::new();
            note.insert("message", text(&format!("{ty}.{field} is null and may not be.")));
            note.insert("path", self.place());
            self.missing.push(JsonValue::Object(note));
        }
    }

    fn place(&self) -> JsonValue {
        let steps = self.path.iter().map(|step| match step {
            Step::Key(key) => text(key),
            Step::Index(index) => JsonValue::from(*index as u64),
        });
        JsonValue::Array(steps.collect())
    }
}

fn null(start: usize, out: &mut Vec<u8>) -> Wrote {
    out.truncate(start);
    out.extend_from_slice(b"null");
    Wrote::Null
}

fn quoted(text: &str, out: &mut Vec<u8>) {
    json(text, out);
}

/// Writes JSON. Writing to memory cannot fail, and keys are texts.
fn json<T: serde::Serialize + ?Sized>(value: &T, out: &mut Vec<u8>) {
    let _ = serde_json::to_writer(out, value);
}
