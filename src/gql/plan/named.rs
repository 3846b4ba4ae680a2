//! Conditions on something that a filter names by its code. Naming what does not exist is a fault of the caller, who is
//! told so: an empty list would look like an answer.

use serde_json::Value;

use super::condition::{FilterSql, MAX_CONDITIONS, WriteCondition};
use super::declare::ObjectType;
use super::near;
use crate::kernel::error::{Code, Fault, Result};
use crate::store::{Reader, Sql, fault};

/// A condition on something that the value names.
#[derive(Debug)]
pub struct Named {
    /// What it names.
    pub known: Known,
    /// Writes the condition.
    pub condition: WriteCondition,
}

/// Something that a value names, which has to be there.
#[derive(Debug)]
pub struct Known {
    /// Writes a query that gives a row when what the value names is there; writes nothing when it names nothing.
    pub look: fn(&Value, &mut Sql) -> Result<(), Fault>,
    /// The field of the value that names it.
    pub field: &'static str,
    /// What the caller is told when it is not there.
    pub message: &'static str,
}

/// Checks in one statement, and in none when nothing is named, that all is there that `filter`, a filter of `ty`, names.
///
/// # Errors
/// `INVALID` on the first field that names what is not there.
pub(crate) async fn check(reader: &Reader<'_>, ty: &ObjectType, filter: Option<&Value>) -> Result<()> {
    let mut named = Vec::new();
    collect(ty, filter, &mut named);
    let (mut sql, mut asked) = (reader.sql(), Vec::new());
    for (path, known, value) in named {
        let mut look = sql.clone();
        look.push(if asked.is_empty() { "select exists (" } else { ", exists (" });
        let before = look.text().len();
        (known.look)(value, &mut look)?;
        if look.text().len() > before {
            look.push(")");
            sql = look;
            asked.push((path, known));
        }
    }
    if asked.is_empty() {
        return Ok(());
    }
    let found = reader.all(sql).await?;
    for (at, (path, known)) in asked.iter().enumerate() {
        let is_there = found.first().map_or(Ok(false), |row| row.try_get_by_index(at)).map_err(fault)?;
        if !is_there {
            let field = format!("filter.{path}.{}", known.field);
            return Err(Fault::on(&field, Code::Invalid, known.message).into());
        }
    }
    Ok(())
}

/// The conditions in `filter` on what it names; no more than a filter may hold.
fn collect<'a>(
    ty: &'a ObjectType,
    filter: Option<&'a Value>,
    found: &mut Vec<(&'static str, &'a Known, &'a Value)>,
) {
    for (name, value) in filter.and_then(Value::as_object).into_iter().flatten() {
        match (name.as_str(), value) {
            ("and" | "or", Value::Array(parts)) => {
                parts.iter().for_each(|part| collect(ty, Some(part), found));
            }
            ("not", part) => collect(ty, Some(part), found),
            (name, value) if !value.is_null() && found.len() < MAX_CONDITIONS => {
                let Some(declared) = ty.filters.iter().find(|filter| filter.name == name) else { continue };
                match &declared.sql {
                    FilterSql::Named(named) => found.push((declared.name, &named.known, value)),
                    FilterSql::Near(_) => found.push((declared.name, &near::COMMUNE, value)),
                    _ => {}
                }
            }
            _ => {}
        }
    }
}
