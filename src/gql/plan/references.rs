//! Putting planned objects where async-graphql's answer holds references.
//!
//! A mutation answers with a payload in which records are [`Ref`](super::Ref)s. Here the payload is walked with the
//! client's own selection: the references of one type under one field are fetched together, and written where they
//! stand.

use std::collections::HashMap;

use apollo_compiler::Schema;
use async_graphql::indexmap::IndexMap;
use async_graphql::{Name, Value};
use uuid::Uuid;

use super::compile::{Compiler, Selected};
use super::fetch::Fetcher;
use super::fetched::Fetched;
use super::level::Level;
use super::write::{Writer, joined};
use crate::kernel::error::Result;

/// Where [`typed`] keeps the name of an object's type: no field can be called so.
const TYPE: &str = "\0type";

/// An object of a union, which says which of its types it is: fragments on the others are not its own.
#[must_use]
pub fn typed(name: &str, value: Value) -> Value {
    match value {
        Value::Object(mut object) => {
            object.insert(Name::new(TYPE), Value::from(name));
            Value::Object(object)
        }
        other => other,
    }
}

/// A reference to the row `id` of the type whose identifiers have this prefix: where the field's own type does not say it.
#[must_use]
pub fn reference(prefix: &str, id: Uuid) -> Value {
    let mut reference = id.as_bytes().to_vec();
    reference.extend_from_slice(prefix.as_bytes());
    Value::Binary(reference.into())
}

/// Whether a fragment on `condition` applies to the object.
fn applies(schema: &Schema, object: &IndexMap<Name, Value>, condition: &str) -> bool {
    match object.get(TYPE) {
        Some(Value::String(name)) => name == condition || schema.is_subtype(condition, name),
        _ => true,
    }
}

/// A selected field, and the prefix of the identifiers of what it refers to: empty when the field's type says it.
type Place = (usize, String);

/// The references of one type found under one field of the selection.
struct Found<'d> {
    selected: Selected<'d>,
    ids: Vec<Uuid>,
}

/// The rows of these references.
struct Resolved {
    level: Level,
    fetched: Fetched,
    at: HashMap<Uuid, usize>,
}

/// Identifies a selected field, whatever object of the answer it stands in: by the address of its first node.
fn address(selected: &Selected<'_>) -> usize {
    selected.fields.first().map_or(0, |field| std::ptr::from_ref(&***field).addr())
}

/// Writes `value`, the answer of async-graphql to `selected`, with planned objects in place of references.
pub(crate) async fn write(
    compiler: &Compiler<'_, '_>,
    fetcher: &Fetcher<'_>,
    selected: &Selected<'_>,
    value: &Value,
    out: &mut Vec<u8>,
) -> Result<()> {
    let mut found = HashMap::new();
    collect(compiler, fetcher.schema, selected, value, &mut found);
    let mut resolved = HashMap::with_capacity(found.len());
    for (place, found) in found {
        let Some(field) = found.selected.fields.first() else { continue };
        let ty = match compiler.catalog.by_prefix(&place.1) {
            Some(ty) => ty,
            None => compiler.catalog.get(field.ty().inner_named_type())?,
        };
        let level = compiler.level(ty, &found.selected.sets())?;
        let fetched = fetcher.by_ids(&level, &found.ids).await?;
        let at = fetched.rows.iter().enumerate().map(|(at, row)| Ok((row.id()?, at)));
        let at = at.collect::<Result<_>>()?;
        resolved.insert(place, Resolved { level, fetched, at });
    }
    Placing { compiler, fetcher, resolved }.value(selected, value, out)
}

fn collect<'d>(
    compiler: &Compiler<'_, 'd>,
    schema: &Schema,
    selected: &Selected<'d>,
    value: &Value,
    found: &mut HashMap<Place, Found<'d>>,
) {
    match value {
        Value::Binary(bytes) => {
            let Some((id, prefix)) = read(bytes) else { return };
            let entry = found.entry((address(selected), prefix)).or_insert_with(|| Found {
                selected: Selected { key: selected.key, fields: selected.fields.clone() },
                ids: Vec::new(),
            });
            entry.ids.push(id);
        }
        Value::List(values) => {
            values.iter().for_each(|value| collect(compiler, schema, selected, value, found));
        }
        Value::Object(object) => {
            for inner in compiler.collect(&selected.sets(), &|condition| applies(schema, object, condition)) {
                if let Some(value) = object.get(inner.key) {
                    collect(compiler, schema, &inner, value, found);
                }
            }
        }
        _ => {}
    }
}

/// Reads a reference as [`Ref`](super::Ref) and [`RecordRef`](super::RecordRef) write it.
fn read(bytes: &[u8]) -> Option<(Uuid, String)> {
    let (id, prefix) = bytes.split_at_checked(16)?;
    Some((Uuid::from_slice(id).ok()?, String::from_utf8_lossy(prefix).into_owned()))
}

struct Placing<'a, 'd> {
    compiler: &'a Compiler<'a, 'd>,
    fetcher: &'a Fetcher<'a>,
    resolved: HashMap<Place, Resolved>,
}

impl<'d> Placing<'_, 'd> {
    fn value(&self, selected: &Selected<'d>, value: &Value, out: &mut Vec<u8>) -> Result<()> {
        match value {
            Value::Binary(bytes) => {
                let row = read(bytes).and_then(|(id, prefix)| {
                    let resolved = self.resolved.get(&(address(selected), prefix))?;
                    Some((resolved, *resolved.at.get(&id)?))
                });
                match row {
                    Some((Resolved { level, fetched, .. }, at)) => {
                        Writer { level, fetched, scene: self.fetcher.scene }.row(at, 0, out)?;
                    }
                    None => out.extend_from_slice(b"null"),
                }
            }
            Value::List(values) => joined(b"[]", values, out, |value, out| self.value(selected, value, out))?,
            Value::Object(object) => {
                let is_a = |condition: &str| applies(self.fetcher.schema, object, condition);
                let fields = self.compiler.collect(&selected.sets(), &is_a);
                let present = fields.iter().filter_map(|inner| Some((inner, object.get(inner.key)?)));
                joined(b"{}", present, out, |(inner, value), out| {
                    out.extend_from_slice(&inner.json_key());
                    self.value(inner, value, out)
                })?;
            }
            plain => {
                // Writing into memory cannot fail.
                let _ = serde_json::to_writer(out, plain);
            }
        }
        Ok(())
    }
}
