//! Writing the own rows of records, and what hangs on them, as each noun says where it is kept.

use std::collections::HashMap;

use sea_orm::QueryResult;
use uuid::Uuid;

use crate::{
    exchange::{
        kept::{bound, id_at},
        noun::{Among, Cells, Field, Held, Noun, Rows},
        value::Value,
    },
    kernel::error::Result,
    store::{Tx, fault},
};

/// Rows of one statement, at most: SQLite takes 32,766 parameters.
const MANY: usize = 5_000;

/// Which records hold one of these values in `field`, among those in use or not: value and record.
pub(in super::super) async fn holders(
    tx: &Tx<'_>,
    noun: &Noun,
    numbers: &HashMap<&'static str, Vec<String>>,
) -> Result<Vec<Uuid>> {
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = tx.sql();
    for (position, (field, values)) in numbers.iter().enumerate() {
        sql.push(if position == 0 { "" } else { " union " });
        sql.push("select t.id from ").push(noun.table).push(" t join record r on r.id = t.id ");
        sql.push("where r.deleted_at is null and t.").push(field).push(" is not null and ");
        sql.any_text(&format!("t.{field}"), values);
    }
    tx.all(sql).await?.iter().map(|row| id_at(row, 0)).collect()
}

/// Inserts the own rows of records, or writes them over, in this order.
pub(in super::super) async fn write(tx: &Tx<'_>, noun: &Noun, records: &[(Uuid, &Cells)]) -> Result<()> {
    if records.is_empty() {
        return Ok(());
    }
    let column = |field: &'static Field| match field.held {
        Held::Column(column) => Some((field, column)),
        _ => None,
    };
    let columns: Vec<(&Field, &str)> = noun.fields.iter().filter_map(column).collect();
    let mut sql = tx.sql();
    sql.push("insert into ").push(noun.table).push(" (id");
    columns.iter().for_each(|(_, column)| {
        sql.push(", ").push(column);
    });
    sql.push(") values ");
    for (position, (id, cells)) in records.iter().enumerate() {
        sql.push(if position == 0 { "(" } else { ", (" }).bind(*id);
        for (field, _) in &columns {
            sql.push(", ").bind(bound(cells.get(field.name), field.form.column()));
        }
        sql.push(")");
    }
    sql.push(" on conflict (id) do update set ");
    for (position, (_, column)) in columns.iter().enumerate() {
        sql.push(if position == 0 { "" } else { ", " }).push(column).push(" = excluded.").push(column);
    }
    tx.run(sql).await?;
    Ok(())
}

/// Writes the lists that hang on records: of each, those of the fields named.
pub(in super::super) async fn hang(
    tx: &Tx<'_>,
    noun: &'static Noun,
    records: &[(Uuid, &Cells, &[&'static str])],
) -> Result<()> {
    for field in noun.fields {
        let named = records.iter().filter(|(_, _, fields)| fields.contains(&field.name));
        let said: Vec<(Uuid, &Value)> =
            named.filter_map(|(id, cells, _)| Some((*id, cells.get(field.name)?))).collect();
        if said.is_empty() {
            continue;
        }
        match field.held {
            Held::Among(among) => write_links(tx, among, &said).await?,
            Held::Rows(rows) => write_rows(tx, rows, &said).await?,
            Held::Nowhere | Held::Column(_) | Held::Read(_) => {}
        }
    }
    Ok(())
}

async fn write_links(tx: &Tx<'_>, among: Among, said: &[(Uuid, &Value)]) -> Result<()> {
    let ids: Vec<Uuid> = said.iter().map(|(id, _)| *id).collect();
    let mut sql = tx.sql();
    sql.push("delete from ").push(among.table).push(" where ").any_id(among.own, &ids);
    sql.push(" and ").push(&among.of.replace("l.", ""));
    tx.run(sql).await?;
    let pairs = said.iter().flat_map(|(id, value)| match value {
        Value::Rows(others) => others.iter().map(|other| (*id, *other)).collect(),
        _ => Vec::new(),
    });
    for pairs in pairs.collect::<Vec<_>>().chunks(MANY) {
        let mut sql = tx.sql();
        sql.push("insert into ").push(among.table).push(" (").push(among.own).push(", ").push(among.other);
        sql.push(") values ");
        for (position, (id, other)) in pairs.iter().enumerate() {
            sql.push(if position == 0 { "(" } else { ", (" }).bind(*id).push(", ").bind(*other).push(")");
        }
        tx.run(sql).await?;
    }
    Ok(())
}

/// Rows that say what they said stay as they are, with all else that people wrote in them; new ones come last.
async fn write_rows(tx: &Tx<'_>, rows: Rows, said: &[(Uuid, &Value)]) -> Result<()> {
    let ids: Vec<Uuid> = said.iter().map(|(id, _)| *id).collect();
    let mut sql = tx.sql();
    sql.push("select l.").push(rows.own).push(", l.id, l.position, l.").push(rows.value).push(", ");
    match rows.fixed {
        Some((column, value)) => sql.push("l.").push(column).push(" = ").bind(value),
        None => sql.push("1 = 1"),
    };
    sql.push(" from ").push(rows.table).push(" l where ").any_id(&format!("l.{}", rows.own), &ids);
    let kept = tx.all(sql).await?.iter().map(Hung::read).collect::<Result<Vec<_>>>()?;
    let wanted = |hung: &Hung| {
        let list = said.iter().find(|(id, _)| *id == hung.own).map(|(_, value)| *value);
        matches!((list, &hung.value), (Some(Value::List(list)), Some(value)) if list.contains(value))
    };
    let is_over = |hung: &&Hung| hung.meant && hung.value.is_some() && !wanted(hung);
    let over: Vec<Uuid> = kept.iter().filter(is_over).map(|hung| hung.id).collect();
    if !over.is_empty() {
        let mut sql = tx.sql();
        sql.push("delete from ").push(rows.table).push(" where ").any_id("id", &over);
        tx.run(sql).await?;
    }
    insert_rows(tx, rows, said, &kept).await
}

async fn insert_rows(tx: &Tx<'_>, rows: Rows, said: &[(Uuid, &Value)], kept: &[Hung]) -> Result<()> {
    let mut new: Vec<(Uuid, i32, &str)> = Vec::new();
    for (own, value) in said {
        let hung = || kept.iter().filter(|hung| hung.own == *own);
        let last = hung().map(|hung| hung.position).max().unwrap_or_default();
        let Value::List(list) = value else { continue };
        let is_new = |item: &&String| !hung().any(|hung| hung.meant && hung.value.as_ref() == Some(*item));
        let items = (last + 1..).zip(list.iter().filter(is_new));
        new.extend(items.map(|(position, item)| (*own, position, item.as_str())));
    }
    for new in new.chunks(MANY) {
        let mut sql = tx.sql();
        sql.push("insert into ").push(rows.table).push(" (id, ").push(rows.own).push(", position, ");
        sql.push(rows.value);
        if let Some((column, _)) = rows.fixed {
            sql.push(", ").push(column);
        }
        sql.push(") values ");
        for (at, (own, position, item)) in new.iter().enumerate() {
            sql.push(if at == 0 { "(" } else { ", (" }).bind(tx.new_id()).push(", ").bind(*own);
            sql.push(", ").bind(*position).push(", ").bind(*item);
            if let Some((_, fixed)) = rows.fixed {
                sql.push(", ").bind(fixed);
            }
            sql.push(")");
        }
        tx.run(sql).await?;
    }
    Ok(())
}

/// A row that hangs on a record.
#[derive(Debug)]
struct Hung {
    own: Uuid,
    id: Uuid,
    position: i32,
    value: Option<String>,
    /// It is one of those that the field speaks of.
    meant: bool,
}

impl Hung {
    fn read(row: &QueryResult) -> Result<Self> {
        Ok(Self {
            own: id_at(row, 0)?,
            id: id_at(row, 1)?,
            position: row.try_get_by_index(2).map_err(fault)?,
            value: row.try_get_by_index(3).map_err(fault)?,
            meant: row.try_get_by_index(4).map_err(fault)?,
        })
    }
}
