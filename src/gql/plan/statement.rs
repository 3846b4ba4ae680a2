//! The statements of a level: one for a look-up by ids, one for a list, one for a page of rows for each parent.

use uuid::Uuid;

use super::arguments::{ListArguments, Ordering};
use super::condition::{self, bind_key};
use super::declare::{KeyType, Link, ObjectType};
use super::level::{FIXED, Level};
use crate::access::Scene;
use crate::kernel::error::{Code, Fault};
use crate::kernel::page::{Cursor, CursorValue};
use crate::store::Sql;

/// Which rows of a type: those that the viewer sees, under the conditions of a list.
pub(crate) struct Rows<'a> {
    pub(crate) ty: &'a ObjectType,
    pub(crate) link: Option<Link>,
    pub(crate) scene: &'a Scene,
}

impl Rows<'_> {
    /// Appends ` from … where …` with the type's own guard.
    pub(crate) fn from(&self, sql: &mut Sql) {
        sql.push(" from ").push(&self.ty.tables());
        if let Some(link) = self.link {
            sql.push(" ").push(link.join);
        }
        sql.push(" where (");
        self.ty.guard.render(sql, self.scene);
        sql.push(")");
    }

    /// Appends ` from … where …` with the conditions of a list too.
    pub(crate) fn filtered(&self, sql: &mut Sql, list: &ListArguments<'_>) -> Result<(), Fault> {
        self.from(sql);
        if let Some(filter) = list.filter {
            sql.push(" and ");
            condition::push(sql, self.ty, filter, self.scene)?;
        }
        Ok(())
    }
}

/// Appends `select <id>, <parent>, <columns>` of a level, each under the name `c<n>`.
pub(crate) fn select(
    sql: &mut Sql,
    level: &Level,
    parent: &str,
    ordering: Option<Ordering<'_>>,
    scene: &Scene,
) {
    sql.push("select t.id as c0, ").push(parent).push(" as c1");
    let expressions = level.columns.iter().chain(ordering.map(|ordering| &ordering.order.sql));
    for (number, expression) in (FIXED..).zip(expressions) {
        sql.push(", ");
        expression.render(sql, scene);
        sql.push(&format!(" as c{number}"));
    }
}

/// Appends ` and <after the cursor>` for both ends of a page.
pub(crate) fn within_page(sql: &mut Sql, list: &ListArguments<'_>, scene: &Scene) -> Result<(), Fault> {
    let ends = [
        ("after", &list.page.after, list.ordering.descending),
        ("before", &list.page.before, !list.ordering.descending),
    ];
    for (argument, cursor, downwards) in ends {
        let Some(cursor) = cursor else { continue };
        sql.push(" and (");
        list.ordering.order.sql.render(sql, scene);
        sql.push(", t.id) ").push(if downwards { "<" } else { ">" }).push(" (");
        bind_cursor(sql, list.ordering.order.key, cursor).ok_or_else(|| {
            Fault::on(argument, Code::Invalid, "not a cursor of this list: start again from its first page")
        })?;
        sql.push(", ").bind(cursor.id).push(")");
    }
    Ok(())
}

fn bind_cursor(sql: &mut Sql, key: KeyType, cursor: &Cursor) -> Option<()> {
    let value = match cursor.values.as_slice() {
        [CursorValue::Text(text)] => serde_json::Value::from(text.as_str()),
        [CursorValue::Int(number)] => serde_json::Value::from(*number),
        _ => return None,
    };
    bind_key(sql, key, &value)
}

/// Appends ` order by …`; backwards for the last rows of a list.
pub(crate) fn order_by(sql: &mut Sql, list: &ListArguments<'_>, scene: &Scene) {
    let direction = if list.ordering.descending == list.page.is_backward() { "" } else { " desc" };
    sql.push(" order by ");
    list.ordering.order.sql.render(sql, scene);
    sql.push(direction).push(", t.id").push(direction);
}

/// What a page of rows for each parent needs beside its rows.
pub(crate) struct Each<'a> {
    pub(crate) list: &'a ListArguments<'a>,
    pub(crate) parents: &'a [Uuid],
    /// The expression that gives a row's parent.
    pub(crate) key: &'a str,
    /// How many rows at most.
    pub(crate) limit: u32,
    pub(crate) total: bool,
}

/// Appends the statement for a page of rows for each parent. Its columns are those of [`select`], and last the total
/// when it is wanted: a parent without rows then has one row, whose id is null.
///
/// PostgreSQL takes the page of each parent by a lateral join, which stops at the limit; SQLite has no lateral join and
/// numbers the rows of each parent instead.
pub(crate) fn page_of_each(
    sql: &mut Sql,
    rows: &Rows<'_>,
    level: &Level,
    each: &Each<'_>,
) -> Result<(), Fault> {
    let lateral = sql.is_postgres();
    sql.push("select c.c0, p.id");
    for number in 2..level.columns.len() + 3 {
        sql.push(&format!(", c.c{number}"));
    }
    if each.total && lateral {
        sql.push(", k.total");
    } else if each.total {
        sql.push(", ");
        total(sql, rows, each)?;
    }
    sql.push(" from ").id_table(each.parents, "p");
    if each.total && lateral {
        sql.push(" cross join lateral ");
        total(sql, rows, each)?;
        sql.push(" k");
    }
    sql.push(if each.total { " left join" } else { " join" });
    if lateral { lateral_page(sql, rows, level, each) } else { numbered_page(sql, rows, level, each) }
}

/// Appends `(select count(*) as total …)` for the parent `p`.
fn total(sql: &mut Sql, rows: &Rows<'_>, each: &Each<'_>) -> Result<(), Fault> {
    sql.push("(select cast(count(*) as integer) as total");
    rows.filtered(sql, each.list)?;
    sql.push(" and ").push(each.key).push(" = p.id)");
    Ok(())
}

fn lateral_page(sql: &mut Sql, rows: &Rows<'_>, level: &Level, each: &Each<'_>) -> Result<(), Fault> {
    sql.push(" lateral (");
    select(sql, level, each.key, Some(each.list.ordering), rows.scene);
    rows.filtered(sql, each.list)?;
    sql.push(" and ").push(each.key).push(" = p.id");
    within_page(sql, each.list, rows.scene)?;
    order_by(sql, each.list, rows.scene);
    sql.push(&format!(" limit {}) c on true", each.limit));
    Ok(())
}

fn numbered_page(sql: &mut Sql, rows: &Rows<'_>, level: &Level, each: &Each<'_>) -> Result<(), Fault> {
    sql.push(" (");
    select(sql, level, each.key, Some(each.list.ordering), rows.scene);
    sql.push(", row_number() over (partition by ").push(each.key);
    order_by(sql, each.list, rows.scene);
    sql.push(") as number");
    rows.filtered(sql, each.list)?;
    sql.push(" and ").any_id(each.key, each.parents);
    within_page(sql, each.list, rows.scene)?;
    sql.push(&format!(") c on c.c1 = p.id and c.number <= {} order by p.id, c.number", each.limit));
    Ok(())
}
