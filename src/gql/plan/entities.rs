//! Entities: rows that a gateway names by their keys, of any types, answered in the order of their names.
//!
//! All of one type are read by one statement, under the guard that every other read of the type is under: what the viewer
//! does not see is null at its place, as what does not exist.

use std::collections::HashMap;

use apollo_compiler::Node;
use apollo_compiler::executable::Field as AstField;
use serde_json::Value;
use uuid::Uuid;

use super::compile::{Compiler, Selected};
use super::declare::{KeyPart, ObjectType};
use super::fetch::Fetcher;
use super::fetched::Fetched;
use super::level::Level;
use super::successor;
use super::template::Template;
use super::write::Writer;
use crate::kernel::error::{Code, Fault, Result};
use crate::kernel::id;
use crate::store::{Row, Sql, fault};

/// Entities that one field answers, at most.
const MAX_ENTITIES: usize = 1_000;

/// The compiled field `_entities`.
#[derive(Debug)]
pub(crate) struct Entities {
    types: Vec<EntityType>,
    field: Node<AstField>,
}

/// What is selected of the entities of one type.
#[derive(Debug)]
struct EntityType {
    level: Level,
    /// The columns of each key's parts.
    keys: Vec<Vec<usize>>,
}

/// What names an entity of a type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Name {
    Id(Uuid),
    /// By the key of this number, with the values of its parts.
    Key(usize, Vec<String>),
}

impl Entities {
    pub(super) fn compile(
        compiler: &Compiler<'_, '_>,
        selected: &Selected<'_>,
        field: Node<AstField>,
    ) -> Result<Self> {
        let types = compiler.catalog.types().map(|ty| {
            let mut level = compiler.level(ty, &selected.sets())?;
            let mut column = |part: &KeyPart| level.column(&Template::parse(part.column, ty.kind));
            let keys = ty.keys.iter().map(|key| key.iter().map(&mut column).collect()).collect();
            Ok(EntityType { level, keys })
        });
        Ok(Self { types: types.collect::<Result<_>>()?, field })
    }

    /// Reads the entities that are named and writes each at its place.
    pub(super) async fn answer(&self, fetcher: &Fetcher<'_>, out: &mut Vec<u8>) -> Result<()> {
        let given = fetcher.given(&self.field)?;
        let given = given.get("representations").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        if given.len() > MAX_ENTITIES {
            let message = format!("at most {MAX_ENTITIES} representations at once, not {}", given.len());
            return Err(Fault::on("representations", Code::TooMany, message).into());
        }
        let named: Vec<(usize, Option<Name>)> =
            given.iter().map(|representation| self.name(representation)).collect::<Result<_, _>>()?;
        let mut found = Vec::with_capacity(self.types.len());
        for (number, ty) in self.types.iter().enumerate() {
            let names = named.iter().filter(|(of, _)| *of == number).filter_map(|(_, name)| name.as_ref());
            found.push(ty.find(fetcher, &names.collect::<Vec<_>>()).await?);
        }
        let written = named.iter().map(|(of, name)| found.get(*of)?.get(name.as_ref()?));
        super::write::joined(b"[]", &written.collect::<Vec<_>>(), out, |entity, out| {
            out.extend_from_slice(entity.map_or(b"null", Vec::as_slice));
            Ok(())
        })
    }

    /// Which type, by its number, and what names the entity; no name when nothing can have it.
    fn name(&self, representation: &Value) -> Result<(usize, Option<Name>), Fault> {
        let refused = |message: String| Fault::on("representations", Code::Invalid, message);
        let typename = representation.get("__typename").and_then(Value::as_str);
        let typename = typename.ok_or_else(|| refused("a representation has no __typename".to_owned()))?;
        let mut types = self.types.iter().map(|ty| &*ty.level.ty).enumerate();
        let (number, ty) = types
            .find(|(_, ty)| ty.name == typename)
            .ok_or_else(|| refused(format!("{typename} is no entity of this graph")))?;
        if let Some(text) = representation.get("id").and_then(Value::as_str) {
            let id = id::parse_global(text).filter(|(prefix, _)| *prefix == ty.prefix);
            return Ok((number, id.map(|(_, id)| Name::Id(id))));
        }
        for (number_of_key, key) in ty.keys.iter().enumerate() {
            let values: Option<Vec<&str>> =
                key.iter().map(|part| representation.get(part.field)?.as_str()).collect();
            if let Some(values) = values {
                // What cannot be read is the identifier of nothing.
                let read = key.iter().zip(values).map(|(part, value)| (part.read)(value).ok());
                return Ok((
                    number,
                    read.collect::<Option<_>>().map(|values| Name::Key(number_of_key, values)),
                ));
            }
        }
        if names_nothing(representation, ty) {
            return Ok((number, None));
        }
        Err(refused(format!("a representation of {typename} names it by {}", said(ty))))
    }
}

/// A key is there and a part of it is null: what has no number of that sort is nothing here.
fn names_nothing(representation: &Value, ty: &ObjectType) -> bool {
    let id = std::iter::once(vec!["id"]);
    let keys = ty.keys.iter().map(|key| key.iter().map(|part| part.field).collect());
    id.chain(keys).any(|key: Vec<&str>| {
        let mut values = key.iter().map(|field| representation.get(field));
        values.clone().all(|value| value.is_some()) && values.any(|value| value.is_some_and(Value::is_null))
    })
}

/// The keys of a type, as people read them.
fn said(ty: &ObjectType) -> String {
    let keys = ty.keys.iter().map(|key| key.iter().map(|part| part.field).collect::<Vec<_>>().join(" and "));
    ["id".to_owned()].into_iter().chain(keys).collect::<Vec<_>>().join(", or by ")
}

impl EntityType {
    /// What the viewer sees of what these name, written.
    async fn find(&self, fetcher: &Fetcher<'_>, names: &[&Name]) -> Result<HashMap<Name, Vec<u8>>> {
        let mut found = HashMap::new();
        if names.is_empty() {
            return Ok(found);
        }
        let Level { ty, .. } = &self.level;
        let fetched = fetcher.meeting(&self.level, names.len(), |sql| condition(ty, names, sql)).await?;
        for (at, row) in fetched.rows.iter().enumerate() {
            let written = self.written(fetcher, &fetched, at)?;
            for name in self.names(row)? {
                found.insert(name, written.clone());
            }
        }
        let absent: Vec<&Name> = names.iter().copied().filter(|name| !found.contains_key(*name)).collect();
        let instead = successors(fetcher, ty, &absent).await?;
        if !instead.is_empty() {
            let ids: Vec<Uuid> = instead.iter().map(|(_, successor)| *successor).collect();
            let fetched = fetcher.by_ids(&self.level, &ids).await?;
            for (at, row) in fetched.rows.iter().enumerate() {
                let (written, id) = (self.written(fetcher, &fetched, at)?, row.id()?);
                for (name, _) in instead.iter().filter(|(_, successor)| *successor == id) {
                    found.insert(name.clone(), written.clone());
                }
            }
        }
        Ok(found)
    }

    fn written(&self, fetcher: &Fetcher<'_>, fetched: &Fetched, at: usize) -> Result<Vec<u8>> {
        let mut out = Vec::new();
        Writer { level: &self.level, fetched, scene: fetcher.scene }.row(at, 0, &mut out)?;
        Ok(out)
    }

    /// Everything that names a row.
    fn names(&self, row: Row<'_>) -> Result<Vec<Name>> {
        let mut names = vec![Name::Id(row.id()?)];
        for (number, columns) in self.keys.iter().enumerate() {
            let values = columns.iter().map(|column| row.find::<String>(*column).map_err(fault));
            names.extend(Name::by_key(number, values)?);
        }
        Ok(names)
    }
}

impl Name {
    /// By the key of this number, unless one of its parts has no value.
    fn by_key(number: usize, values: impl Iterator<Item = Result<Option<String>>>) -> Result<Option<Self>> {
        let values: Option<Vec<String>> = values.collect::<Result<_>>()?;
        Ok(values.map(|values| Self::Key(number, values)))
    }
}

/// Appends a condition: one of these names the row.
fn condition(ty: &ObjectType, names: &[&Name], sql: &mut Sql) {
    let ids: Vec<Uuid> = names
        .iter()
        .filter_map(|name| match name {
            Name::Id(id) => Some(*id),
            Name::Key(..) => None,
        })
        .collect();
    sql.push("(").any_id("t.id", &ids);
    for (number, key) in ty.keys.iter().enumerate() {
        let values: Vec<&[String]> = names
            .iter()
            .filter_map(|name| match name {
                Name::Key(of, values) if *of == number => Some(values.as_slice()),
                _ => None,
            })
            .collect();
        if values.is_empty() {
            continue;
        }
        // Of a key in parts this finds more than was named; only what was is written.
        for (place, part) in key.iter().enumerate() {
            let values: Vec<String> = values.iter().filter_map(|values| values.get(place).cloned()).collect();
            sql.push(if place == 0 { " or (" } else { " and " }).any_text(part.column, &values);
        }
        sql.push(")");
    }
    sql.push(")");
}

/// The rows that stand for those which these name and which are there no more.
async fn successors(fetcher: &Fetcher<'_>, ty: &ObjectType, names: &[&Name]) -> Result<Vec<(Name, Uuid)>> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let parts: Vec<&str> = ty.keys.iter().flatten().map(|part| part.column).collect();
    let rows = successor::meeting(fetcher, ty, &parts, |sql| condition(ty, names, sql)).await?;
    let mut found = Vec::new();
    for row in rows {
        let mut next = 0;
        let mut given = vec![Name::Id(row.id)];
        for (number, key) in ty.keys.iter().enumerate() {
            let values = row.selected.iter().skip(next).take(key.len()).map(|value| Ok(value.clone()));
            given.extend(Name::by_key(number, values)?);
            next += key.len();
        }
        found.extend(given.into_iter().map(|name| (name, row.successor)));
    }
    Ok(found)
}
