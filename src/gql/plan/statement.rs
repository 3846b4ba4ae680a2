//! The statements of a level: one for a look-up by ids, one for a list, one for a page of rows for each parent.

use uuid::Uuid;

use super::arguments::{ListArguments, Ordering};
use super::condition::{self, Walk, bind_key};
use super::declare::{KeyType, Link, ObjectType};
use super::level::{FIXED, Level, Wants};
use crate::access::Scene;
use crate::kernel::error::{Code, Fault};
use crate::kernel::page::{Cursor, CursorValue};
use crate::store::Sql;

/// Which rows of a type: those that the viewer sees, under the conditions of a list.
pub(crate) struct Rows<'a> {
    pub(crate) ty: &'a ObjectType,
    pub(crate) link: Option<Link>,
    /// The table that gives the rows in the list's order, where there is one.
    pub(crate) walk: Option<&'a Walk>,
    /// The viewer is known to see them: no condition, and their records are joined only where they are read.
    pub(crate) seen: bool,
    pub(crate) scene: &'a Scene,
}

impl Rows<'_> {
    /// Appends ` from … where …` with the type's own guard.
    pub(crate) fn from(&self, sql: &mut Sql) {
        // Both databases leave out a table that is joined to the left and not read.
        self.tables(sql, "left join");
    }

    fn tables(&self, sql: &mut Sql, record: &str) {
        sql.push(" from ");
        match self.walk {
            Some(walk) => {
                let on = format!("t.id = {}", walk.id);
                sql.push(walk.table).push(" walk join ").push(&self.ty.tables(Some(&on), record))
            }
            None => sql.push(&self.ty.tables(None, record)),
        };
        sql.push(" where ");
        if self.seen {
            sql.push("1 = 1");
        } else {
            self.ty.push_guard(sql, self.scene, self.link.and_then(Link::column));
        }
    }

    /// Appends ` from … where …` with the conditions of a list too.
    pub(crate) fn filtered(&self, sql: &mut Sql, list: &ListArguments<'_>) -> Result<(), Fault> {
        // A list in an order of records begins with them.
        let by_record = self.walk.is_none() && list.ordering.order.sql.reads_record();
        self.tables(sql, if by_record { "join" } else { "left join" });
        if let Some(filter) = list.filter {
            sql.push(" and ");
            condition::push(sql, self.ty, filter, self.scene, self.walk)?;
        }
        Ok(())
    }

    /// Appends what an order compares: its expression, and the id that breaks ties.
    fn order_key(&self, sql: &mut Sql, ordering: Ordering<'_>, between: &str) {
        match self.walk {
            Some(walk) => {
                sql.push(walk.key).push(between).push(", ").push(walk.id);
            }
            None => {
                ordering.order.sql.render(sql, self.scene);
                sql.push(between).push(", t.id");
            }
        }
    }

    /// Appends ` and <after the cursor>` for both ends of a page.
    pub(crate) fn within_page(&self, sql: &mut Sql, list: &ListArguments<'_>) -> Result<(), Fault> {
        let ends = [
            ("after", &list.page.after, list.ordering.descending),
            ("before", &list.page.before, !list.ordering.descending),
        ];
        for (argument, cursor, downwards) in ends {
            let Some(cursor) = cursor else { continue };
            sql.push(" and (");
            self.order_key(sql, list.ordering, "");
            sql.push(if downwards { ") < (" } else { ") > (" });
            bind_cursor(sql, list.ordering.order.key, cursor).ok_or_else(|| {
                let message = "not a cursor of this list: start again from its first page";
                Fault::on(argument, Code::Invalid, message)
            })?;
            sql.push(", ").bind(cursor.id).push(")");
        }
        Ok(())
    }

    /// Appends ` order by …`; backwards for the last rows of a list.
    pub(crate) fn order_by(&self, sql: &mut Sql, list: &ListArguments<'_>) {
        sql.push(" order by ");
        self.push_order(sql, list);
    }

    fn push_order(&self, sql: &mut Sql, list: &ListArguments<'_>) {
        let direction = if list.ordering.descending == list.page.is_backward() { "" } else { " desc" };
        self.order_key(sql, list.ordering, direction);
        sql.push(direction);
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

fn bind_cursor(sql: &mut Sql, key: KeyType, cursor: &Cursor) -> Option<()> {
    let value = match cursor.values.as_slice() {
        [CursorValue::Text(text)] => serde_json::Value::from(text.as_str()),
        [CursorValue::Int(number)] => serde_json::Value::from(*number),
        _ => return None,
    };
    bind_key(sql, key, &value)
}

/// What a page of rows for each parent needs beside its rows.
pub(crate) struct Each<'a> {
    pub(crate) list: &'a ListArguments<'a>,
    pub(crate) parents: &'a [Uuid],
    pub(crate) link: Link,
    /// How many rows at most.
    pub(crate) limit: u32,
    pub(crate) wants: Wants,
}

impl<'a> Each<'a> {
    /// The order whose key is selected too, for cursors.
    fn ordering(&self) -> Option<Ordering<'a>> {
        self.wants.cursors.then_some(self.list.ordering)
    }
}

/// Appends the statement for a page of rows for each parent. Its columns are those of [`select`], and last the total
/// when it is wanted: a parent without rows then has one row, whose id is null.
///
/// PostgreSQL takes the page of each parent by a lateral join; SQLite, which has none, by the ids that a correlated
/// query finds. Both stop at the limit, parent by parent.
pub(crate) fn page_of_each(
    sql: &mut Sql,
    rows: &Rows<'_>,
    level: &Level,
    each: &Each<'_>,
) -> Result<(), Fault> {
    if sql.is_postgres() { lateral(sql, rows, level, each) } else { correlated(sql, rows, level, each) }
}

fn lateral(sql: &mut Sql, rows: &Rows<'_>, level: &Level, each: &Each<'_>) -> Result<(), Fault> {
    sql.push("select c.c0, p.id");
    for number in FIXED..FIXED + level.columns.len() + usize::from(each.wants.cursors) {
        sql.push(&format!(", c.c{number}"));
    }
    sql.push(if each.wants.total { ", k.total from " } else { " from " }).id_table(each.parents, "p");
    if each.wants.total {
        sql.push(" cross join lateral ");
        total(sql, rows, each)?;
        sql.push(" k left");
    }
    sql.push(" join lateral (");
    select(sql, level, "p.id", each.ordering(), rows.scene);
    page(sql, rows, each)?;
    sql.push(") c on true");
    Ok(())
}

fn correlated(sql: &mut Sql, rows: &Rows<'_>, level: &Level, each: &Each<'_>) -> Result<(), Fault> {
    select(sql, level, "p.id", each.ordering(), rows.scene);
    if each.wants.total {
        sql.push(", ");
        total(sql, rows, each)?;
    }
    sql.push(" from ").id_table(each.parents, "p");
    let join = if each.wants.total { " left join " } else { " cross join " };
    sql.push(join).push(rows.ty.table).push(" t on t.id in (select t.id");
    page(sql, rows, each)?;
    sql.push(")");
    if rows.ty.kind.is_some() {
        sql.push(" left join record r on r.id = t.id");
    }
    sql.push(" order by p.id, ");
    rows.push_order(sql, each.list);
    Ok(())
}

/// Appends ` from … where … order by … limit …` for the page of the parent `p`.
fn page(sql: &mut Sql, rows: &Rows<'_>, each: &Each<'_>) -> Result<(), Fault> {
    rows.filtered(sql, each.list)?;
    sql.push(" and ");
    each.link.push(sql, "p.id");
    rows.within_page(sql, each.list)?;
    rows.order_by(sql, each.list);
    sql.push(&format!(" limit {}", each.limit));
    Ok(())
}

/// Appends `(select count(*) as total …)` for the parent `p`.
fn total(sql: &mut Sql, rows: &Rows<'_>, each: &Each<'_>) -> Result<(), Fault> {
    sql.push("(select cast(count(*) as integer) as total");
    rows.filtered(sql, each.list)?;
    sql.push(" and ");
    each.link.push(sql, "p.id");
    sql.push(")");
    Ok(())
}
