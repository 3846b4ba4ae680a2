//! What the database holds of records, as files would tell it: read field by field as each noun says where it is kept.

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::QueryResult;
use uuid::Uuid;

use super::{
    ask::Ask,
    form::Column,
    noun::{Among, Cells, Field, Held, Noun, Rows},
    value::Value,
};
use crate::{
    kernel::error::Result,
    store::{fault, read_json},
};

/// What is kept of these records, whoever sees them: a statement for the rows, and one for each list.
pub(super) async fn load<A: Ask>(ask: &A, noun: &'static Noun, ids: &[Uuid]) -> Result<HashMap<Uuid, Cells>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let mut sql = ask.sql();
    sql.push("select t.id");
    let held = |field: &&Field| matches!(field.held, Held::Column(_) | Held::Read(_));
    let fields: Vec<&Field> = noun.fields.iter().filter(held).collect();
    for field in &fields {
        match field.held {
            Held::Column(column) => sql.push(", t.").push(column),
            Held::Read(expression) => sql.push(", ").push(expression),
            _ => &mut sql,
        };
    }
    sql.push(" from ").push(noun.table).push(" t join record r on r.id = t.id where ").any_id("t.id", ids);
    let mut kept = HashMap::with_capacity(ids.len());
    for row in ask.rows(sql).await? {
        let mut cells = Cells::none(noun);
        for (position, field) in fields.iter().enumerate() {
            cells.set(field.name, cell(&row, position + 1, field.form.column())?);
        }
        kept.insert(id_at(&row, 0)?, cells);
    }
    for field in noun.fields {
        match field.held {
            Held::Among(among) => hang(&mut kept, field, links(ask, among, ids).await?, Value::Rows),
            Held::Rows(rows) => hang(&mut kept, field, texts(ask, rows, ids).await?, Value::List),
            Held::Nowhere | Held::Column(_) | Held::Read(_) => {}
        }
    }
    Ok(kept)
}

fn hang<T>(
    kept: &mut HashMap<Uuid, Cells>,
    field: &Field,
    found: HashMap<Uuid, Vec<T>>,
    value: fn(Vec<T>) -> Value,
) {
    for (id, items) in found {
        if let Some(cells) = kept.get_mut(&id) {
            cells.set(field.name, Some(value(items)));
        }
    }
}

async fn links<A: Ask>(ask: &A, among: Among, ids: &[Uuid]) -> Result<HashMap<Uuid, Vec<Uuid>>> {
    let mut sql = ask.sql();
    sql.push("select l.").push(among.own).push(", l.").push(among.other).push(" from ").push(among.table);
    sql.push(" l where ").push(among.of).push(" and ").any_id(&format!("l.{}", among.own), ids);
    let mut found: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
    for row in ask.rows(sql).await? {
        found.entry(id_at(&row, 0)?).or_default().push(id_at(&row, 1)?);
    }
    Ok(found)
}

async fn texts<A: Ask>(ask: &A, rows: Rows, ids: &[Uuid]) -> Result<HashMap<Uuid, Vec<String>>> {
    let mut sql = ask.sql();
    sql.push("select l.").push(rows.own).push(", l.").push(rows.value).push(" from ").push(rows.table);
    sql.push(" l where l.").push(rows.value).push(" is not null and ");
    if let Some((column, value)) = rows.fixed {
        sql.push("l.").push(column).push(" = ").bind(value).push(" and ");
    }
    sql.any_id(&format!("l.{}", rows.own), ids).push(" order by l.position");
    let mut found: HashMap<Uuid, Vec<String>> = HashMap::new();
    for row in ask.rows(sql).await? {
        found.entry(id_at(&row, 0)?).or_default().push(row.try_get_by_index(1).map_err(fault)?);
    }
    Ok(found)
}

pub(super) fn id_at(row: &QueryResult, at: usize) -> Result<Uuid> {
    row.try_get_by_index(at).map_err(fault)
}

pub(super) fn text_at(row: &QueryResult, at: usize) -> Result<String> {
    row.try_get_by_index(at).map_err(fault)
}

fn cell(row: &QueryResult, at: usize, column: Column) -> Result<Option<Value>> {
    let value = match column {
        Column::Text => row.try_get_by_index::<Option<String>>(at).map(|text| text.map(Value::Text)),
        Column::Day => row.try_get_by_index::<Option<NaiveDate>>(at).map(|day| day.map(Value::Day)),
        Column::Small => {
            row.try_get_by_index::<Option<i32>>(at).map(|number| number.map(i64::from).map(Value::Whole))
        }
        Column::Big => row.try_get_by_index::<Option<i64>>(at).map(|number| number.map(Value::Whole)),
        Column::Real => row.try_get_by_index::<Option<f64>>(at).map(|number| number.map(Value::Decimal)),
        Column::Flag => row.try_get_by_index::<Option<bool>>(at).map(|flag| flag.map(Value::Flag)),
        Column::Id => row.try_get_by_index::<Option<Uuid>>(at).map(|id| id.map(Value::Row)),
        Column::Json => {
            row.try_get_by_index::<Option<serde_json::Value>>(at).map(|json| json.map(Value::Texts))
        }
        Column::List => {
            let json: Option<serde_json::Value> = row.try_get_by_index(at).map_err(fault)?;
            let list = json.map(|json| read_json(json, "a kept list")).transpose()?;
            return Ok(list.map(Value::List));
        }
    };
    value.map_err(fault)
}

/// A value as its column holds it.
pub(super) fn bound(value: Option<&Value>, column: Column) -> sea_orm::Value {
    match column {
        Column::Text => value.and_then(Value::text).map(str::to_owned).into(),
        Column::Day => day(value).into(),
        Column::Small => whole(value).and_then(|number| i32::try_from(number).ok()).into(),
        Column::Big => whole(value).into(),
        Column::Real => decimal(value).into(),
        Column::Flag => flag(value).into(),
        Column::Id => value.and_then(Value::row).into(),
        Column::Json | Column::List => json(value).into(),
    }
}

const fn day(value: Option<&Value>) -> Option<NaiveDate> {
    if let Some(Value::Day(day)) = value { Some(*day) } else { None }
}

const fn whole(value: Option<&Value>) -> Option<i64> {
    if let Some(Value::Whole(number)) = value { Some(*number) } else { None }
}

const fn decimal(value: Option<&Value>) -> Option<f64> {
    if let Some(Value::Decimal(number)) = value { Some(*number) } else { None }
}

const fn flag(value: Option<&Value>) -> Option<bool> {
    if let Some(Value::Flag(flag)) = value { Some(*flag) } else { None }
}

fn json(value: Option<&Value>) -> Option<serde_json::Value> {
    match value? {
        Value::Texts(all) => Some(all.clone()),
        Value::List(list) => Some(serde_json::Value::from(list.clone())),
        _ => None,
    }
}
