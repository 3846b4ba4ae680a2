//! The root fields of the query type that are planned: one of each type by its identifiers, the list of each type,
//! `node` and `nodes`.

use std::collections::HashMap;
use std::sync::Arc;

use apollo_compiler::Node;
use apollo_compiler::executable::Field as AstField;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::Catalog;
use super::arguments::ListArguments;
use super::cell::write_text;
use super::compile::{Compiler, Selected};
use super::declare::{LookupBy, ObjectType};
use super::entities::Entities;
use super::fetch::Fetcher;
use super::fetched::Cursors;
use super::level::{ConnectionSlot, Level, Wants};
use super::successor;
use super::template::Template;
use super::write::{Writer, joined};
use crate::kernel::error::{Code, Fault, Result};
use crate::kernel::id;

/// Identifiers that `nodes` takes at once.
const MAX_NODES: usize = 100;

/// A compiled root field.
#[derive(Debug)]
pub(crate) enum Root {
    /// `structure(id: …)`, and the other ways to find one.
    Single { level: Level, field: Node<AstField> },
    /// `structures(…)`.
    Plural { level: Level, parts: Vec<ConnectionSlot>, wants: Wants, field: Node<AstField> },
    /// `node(id: …)`, with a level for each type.
    Node { levels: Vec<Level>, field: Node<AstField> },
    /// `nodes(ids: …)`, likewise.
    Nodes { levels: Vec<Level>, field: Node<AstField> },
    /// `_entities(representations: …)`, for gateways.
    Entities(Entities),
    /// `_service`, for gateways: the keys of the selected fields, `__typename` or `sdl`.
    Service(Vec<(Box<[u8]>, bool)>),
}

impl Root {
    /// Compiles a root field, if it is planned.
    pub(crate) fn compile(compiler: &Compiler<'_, '_>, selected: &Selected<'_>) -> Result<Option<Self>> {
        let Some(field) = selected.fields.first() else { return Ok(None) };
        let field = Node::clone(field);
        let name = selected.name();
        if matches!(name, "node" | "nodes") {
            let levels = compiler.catalog.types().map(|ty| compiler.level(ty, &selected.sets()));
            let levels = levels.collect::<Result<Vec<_>>>()?;
            return Ok(Some(if name == "node" {
                Self::Node { levels, field }
            } else {
                Self::Nodes { levels, field }
            }));
        }
        if name == "_entities" {
            return Ok(Some(Self::Entities(Entities::compile(compiler, selected, field)?)));
        }
        if name == "_service" {
            let fields = compiler.collect(&selected.sets(), &|_| true);
            let fields = fields.iter().map(|field| (field.json_key(), field.name() == "sdl"));
            return Ok(Some(Self::Service(fields.collect())));
        }
        for ty in compiler.catalog.types() {
            if ty.single.as_ref().is_some_and(|single| single.name == name) {
                return Ok(Some(Self::Single { level: compiler.level(ty, &selected.sets())?, field }));
            }
            if ty.plural.as_ref().is_some_and(|plural| plural.name == name) {
                let (level, parts, wants) = compiler.connection(ty.name, &selected.sets())?;
                return Ok(Some(Self::Plural { level, parts, wants, field }));
            }
        }
        Ok(None)
    }

    /// Fetches what the field asks for and writes it.
    pub(crate) async fn answer(
        &self,
        fetcher: &Fetcher<'_>,
        catalog: &Catalog,
        out: &mut Vec<u8>,
    ) -> Result<()> {
        let given = |field| fetcher.given(field);
        match self {
            Self::Single { level, field } => single(fetcher, level, &given(field)?, out).await,
            Self::Plural { level, parts, wants, field } => {
                let given = given(field)?;
                let list = ListArguments::read(&level.ty, &given)?;
                let (fetched, group) = fetcher.list(level, &list, *wants).await?;
                let cursors = Cursors::new(list.ordering, level);
                Writer { level, fetched: &fetched, scene: fetcher.scene }
                    .connection(group, &cursors, parts, out)
            }
            Self::Entities(entities) => entities.answer(fetcher, out).await,
            Self::Service(fields) => joined(b"{}", fields, out, |(key, is_sdl), out| {
                out.extend_from_slice(key);
                write_text(if *is_sdl { catalog.service() } else { "_Service" }, out);
                Ok(())
            }),
            Self::Node { levels, field } => {
                let id = given(field)?.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
                let found = by_any_id(fetcher, catalog, levels, &[id]).await?;
                out.extend_from_slice(found.first().and_then(Option::as_deref).unwrap_or(b"null"));
                Ok(())
            }
            Self::Nodes { levels, field } => {
                let given = given(field)?;
                let ids = given.get("ids").and_then(Value::as_array).into_iter().flatten();
                let ids: Vec<String> = ids.filter_map(Value::as_str).map(str::to_owned).collect();
                if ids.len() > MAX_NODES {
                    let message = format!("at most {MAX_NODES} identifiers at once, not {}", ids.len());
                    return Err(Fault::on("ids", Code::TooMany, message).into());
                }
                let found = by_any_id(fetcher, catalog, levels, &ids).await?;
                joined(b"[]", &found, out, |node, out| {
                    out.extend_from_slice(node.as_deref().unwrap_or(b"null"));
                    Ok(())
                })
            }
        }
    }
}

async fn single(
    fetcher: &Fetcher<'_>,
    level: &Level,
    given: &Map<String, Value>,
    out: &mut Vec<u8>,
) -> Result<()> {
    let fetched = match wanted(&level.ty, given)? {
        Wanted::Id(id) => {
            let fetched = fetcher.by_ids(level, &[id]).await?;
            let instead = if fetched.rows.is_empty() {
                successor::of_ids(fetcher, &level.ty, &[id]).await?
            } else {
                HashMap::new()
            };
            match instead.get(&id) {
                Some(instead) => fetcher.by_ids(level, &[*instead]).await?,
                None => fetched,
            }
        }
        Wanted::Key(condition, value) => {
            let fetched = fetcher.by_key(level, condition, value.clone()).await?;
            let instead = if fetched.rows.is_empty() {
                successor::of_key(fetcher, &level.ty, condition, &value).await?
            } else {
                None
            };
            match instead {
                Some(instead) => fetcher.by_ids(level, &[instead]).await?,
                None => fetched,
            }
        }
        Wanted::Nothing => {
            out.extend_from_slice(b"null");
            return Ok(());
        }
    };
    if fetched.rows.is_empty() {
        out.extend_from_slice(b"null");
        return Ok(());
    }
    Writer { level, fetched: &fetched, scene: fetcher.scene }.row(0, 0, out)
}

enum Wanted<'a> {
    Id(Uuid),
    Key(&'a Template, String),
    /// An identifier of something else: nothing has it.
    Nothing,
}

/// Reads which one is wanted: exactly one of the arguments must say so.
fn wanted<'a>(ty: &'a ObjectType, given: &Map<String, Value>) -> Result<Wanted<'a>> {
    let lookups = ty.single.as_ref().map(|single| single.by.as_slice()).unwrap_or_default();
    let named: Vec<_> = lookups
        .iter()
        .filter_map(|lookup| Some((lookup, given.get(lookup.argument).and_then(Value::as_str)?)))
        .collect();
    let [(lookup, value)] = named.as_slice() else {
        let names: Vec<_> = lookups.iter().map(|lookup| lookup.argument).collect();
        return Err(Fault::of(Code::Invalid, format!("give exactly one of: {}", names.join(", "))).into());
    };
    match &lookup.how {
        LookupBy::Id => Ok(match id::parse_global(value) {
            Some((prefix, id)) if prefix == ty.prefix => Wanted::Id(id),
            _ => Wanted::Nothing,
        }),
        LookupBy::Text { sql, read } => match read(value) {
            Ok(value) => Ok(Wanted::Key(sql, value)),
            Err(message) => Err(Fault::on(lookup.argument, Code::Invalid, message).into()),
        },
    }
}

/// What the viewer sees of each of `ids`, written, in their order; one statement for each type among them.
async fn by_any_id(
    fetcher: &Fetcher<'_>,
    catalog: &Catalog,
    levels: &[Level],
    ids: &[String],
) -> Result<Vec<Option<Vec<u8>>>> {
    let parsed: Vec<Option<(&Arc<ObjectType>, Uuid)>> = ids
        .iter()
        .map(|text| id::parse_global(text).and_then(|(prefix, id)| Some((catalog.by_prefix(prefix)?, id))))
        .collect();
    let mut found: HashMap<Uuid, Vec<u8>> = HashMap::new();
    for level in levels {
        let wanted: Vec<Uuid> =
            parsed.iter().flatten().filter(|(ty, _)| ty.name == level.ty.name).map(|(_, id)| *id).collect();
        if wanted.is_empty() {
            continue;
        }
        write_rows(fetcher, level, &wanted, &mut found).await?;
        let absent: Vec<Uuid> = wanted.into_iter().filter(|id| !found.contains_key(id)).collect();
        let instead = successor::of_ids(fetcher, &level.ty, &absent).await?;
        if !instead.is_empty() {
            let others: Vec<Uuid> = instead.values().copied().collect();
            write_rows(fetcher, level, &others, &mut found).await?;
            for (id, other) in instead {
                if let Some(written) = found.get(&other).cloned() {
                    found.insert(id, written);
                }
            }
        }
    }
    Ok(parsed.into_iter().map(|parsed| parsed.and_then(|(_, id)| found.get(&id).cloned())).collect())
}

/// Writes those of `ids` that the viewer sees.
async fn write_rows(
    fetcher: &Fetcher<'_>,
    level: &Level,
    ids: &[Uuid],
    found: &mut HashMap<Uuid, Vec<u8>>,
) -> Result<()> {
    let fetched = fetcher.by_ids(level, ids).await?;
    let writer = Writer { level, fetched: &fetched, scene: fetcher.scene };
    for (at, row) in fetched.rows.iter().enumerate() {
        let mut out = Vec::new();
        writer.row(at, 0, &mut out)?;
        found.insert(row.id()?, out);
    }
    Ok(())
}
