//! The statements of a level: one for a look-up by ids, one for a list, one for a page of rows for each parent.

use uuid::Uuid;

use super::arguments::{ListArguments, Ordering};
use super::columns::Wanted;
use super::condition::{self, Walk, bind_key};
use super::declare::{KeyType, Link, ObjectType};
use super::level::{FIXED, Level, Wants};
use super::template::Template;
use crate::access::Scene;
use crate::kernel::error::{Code, Fault};
use crate::kernel::page::{Cursor, CursorValue};
use crate::store::Sql;

const LEFT: &str = " left join ";
const INNER: &str = " join ";

/// Which rows of a type: those that the viewer sees, under the conditions of a list.
pub(crate) struct Rows<'a> {
    pub(crate) ty: &'a ObjectType,
    pub(crate) link: Option<Link>,
    /// The table that gives the rows in the list's order, where there is one.
    pub(crate) walk: Option<&'a Walk>,
    /// The viewer is known to see them: no condition.
    pub(crate) seen: bool,
    pub(crate) scene: &'a Scene,
}

impl Rows<'_> {
    /// Appends ` from … where …` with the type's own guard; `join` is how their records are joined, where they are read.
    pub(crate) fn from(&self, sql: &mut Sql, join: Option<&str>) {
        sql.push(" from ");
        match self.walk {
            Some(walk) => sql
                .push(walk.table)
                .push(" walk join ")
                .push(self.ty.table)
                .push(" t on t.id = ")
                .push(walk.id),
            None => sql.push(self.ty.table).push(" t"),
        };
        if let Some(join) = join.filter(|_| self.ty.kind.is_some()) {
            sql.push(join).push("record r on r.id = t.id");
        }
        sql.push(" where ");
        if self.seen {
            sql.push("1 = 1");
        } else {
            self.ty.push_guard(sql, self.scene, self.link.and_then(Link::column));
        }
    }

    /// How records are joined to rows that are found by something else.
    pub(crate) fn join(&self, reads_record: bool) -> Option<&'static str> {
        (reads_record || self.ty.guard.reads_record).then_some(LEFT)
    }

    /// Appends ` from … where …` with the conditions of a list too; `wanted` is what is selected of its rows, if anything.
    fn filtered(
        &self,
        sql: &mut Sql,
        list: &ListArguments<'_>,
        wanted: Option<&Wanted<'_>>,
    ) -> Result<(), Fault> {
        let join = match wanted {
            // A list in an order of records begins with them.
            Some(_) if self.walk.is_none() && list.ordering.order.sql.reads_record => Some(INNER),
            // Both databases leave out a table that is joined to the left and not read.
            _ if list.filter.is_some() => Some(LEFT),
            Some(wanted) => self.join(wanted.reads_record()),
            None => self.join(false),
        };
        self.from(sql, join);
        if let Some(filter) = list.filter {
            sql.push(" and ");
            condition::push(sql, self.ty, filter, self.scene, self.walk)?;
        }
        Ok(())
    }

    /// Appends `select <how many>` of the rows of a list.
    pub(crate) fn total(&self, sql: &mut Sql, list: &ListArguments<'_>) -> Result<(), Fault> {
        sql.push("select cast(count(*) as integer) as total");
        self.filtered(sql, list, None)
    }

    /// Appends the statement for sums over the rows of each parent, which they name in the column `by`; answers how many
    /// cells a row has, of which the first is the parent.
    pub(crate) fn sums(
        &self,
        sql: &mut Sql,
        by: &'static str,
        columns: &[Template],
        parents: &[Uuid],
    ) -> usize {
        let is_packed = !sql.is_postgres();
        if is_packed {
            sql.push("select json_group_array(json_array(hex(c.c0)");
            for number in FIXED..FIXED + columns.len() {
                sql.push(", c.c").push_number(number);
            }
            sql.push(")) from (");
        }
        sql.push("select ").push(by).push(" as c0");
        for (number, column) in (FIXED..).zip(columns) {
            sql.push(", ");
            column.render(sql, self.scene);
            sql.push(" as c").push_number(number);
        }
        self.from(sql, Some(LEFT));
        sql.push(" and ").any_id(by, parents).push(" group by ").push(by);
        sql.push(if is_packed { ") c" } else { "" });
        FIXED + columns.len()
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
    fn within_page(&self, sql: &mut Sql, list: &ListArguments<'_>) -> Result<(), Fault> {
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

    /// Appends the statement for one page of a list, with one row more than asked for; answers how many cells a row has.
    pub(crate) fn page(
        &self,
        sql: &mut Sql,
        level: &Level,
        list: &ListArguments<'_>,
        cursors: bool,
    ) -> Result<usize, Fault> {
        // A join does not promise to keep the order of its rows: PostgreSQL's are put in order again.
        let sorts_again = sql.is_postgres() && !level.joined.is_empty();
        let ordering = (cursors || sorts_again).then_some(list.ordering);
        let wanted = Wanted { level, ordering, scene: self.scene };
        wanted.push(sql, |sql| {
            self.listed(sql, list, &wanted, |_| ())?;
            sql.push(" limit ").push_number(list.page.limit() as usize + 1);
            Ok(())
        })?;
        if sorts_again {
            let direction = list.direction();
            sql.push(" order by c.k").push(direction).push(", c.c0").push(direction);
        }
        Ok(wanted.width())
    }

    /// Appends ` from … where … order by …`; `and` appends a condition more.
    fn listed(
        &self,
        sql: &mut Sql,
        list: &ListArguments<'_>,
        wanted: &Wanted<'_>,
        and: impl FnOnce(&mut Sql),
    ) -> Result<(), Fault> {
        self.filtered(sql, list, Some(wanted))?;
        and(sql);
        self.within_page(sql, list)?;
        sql.push(" order by ");
        self.order_key(sql, list.ordering, list.direction());
        sql.push(list.direction());
        Ok(())
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

impl Each<'_> {
    /// The cell that holds the parent; the total follows it.
    pub(crate) const fn parent_at(level: &Level, wants: Wants) -> usize {
        FIXED + level.columns.len() + wants.cursors as usize
    }

    /// Appends the statement for a page of rows for each parent; answers how many cells a row has. The last two are the
    /// parent and the total, when it is wanted: a parent without rows then has one row, whose id is null.
    ///
    /// PostgreSQL takes the page of each parent by a lateral join; SQLite, which has none, by a query for the parent's
    /// value, as its rows come packed. Both stop at the limit, parent by parent.
    pub(crate) fn page(&self, sql: &mut Sql, rows: &Rows<'_>, level: &Level) -> Result<usize, Fault> {
        let ordering = self.wants.cursors.then_some(self.list.ordering);
        let wanted = Wanted { level, ordering, scene: rows.scene };
        if sql.is_postgres() {
            self.lateral(sql, rows, &wanted)?
        } else {
            self.packed(sql, rows, &wanted)?
        }
        Ok(Self::parent_at(level, self.wants) + 2)
    }

    fn lateral(&self, sql: &mut Sql, rows: &Rows<'_>, wanted: &Wanted<'_>) -> Result<(), Fault> {
        sql.push("select c.c0");
        for number in FIXED..FIXED + wanted.level.columns.len() {
            sql.push(", c.c").push_number(number);
        }
        sql.push(if self.wants.cursors { ", c.k, p.id" } else { ", p.id" });
        sql.push(if self.wants.total { ", n.total from " } else { " from " }).id_table(self.parents, "p");
        if self.wants.total {
            sql.push(" cross join lateral (");
            self.total(sql, rows)?;
            sql.push(") n left");
        }
        sql.push(" join lateral (");
        self.page_of_parent(sql, rows, wanted)?;
        sql.push(") c on true");
        Ok(())
    }

    fn packed(&self, sql: &mut Sql, rows: &Rows<'_>, wanted: &Wanted<'_>) -> Result<(), Fault> {
        sql.push("select json_group_array(json_array(hex(p.id), ");
        if self.wants.total {
            sql.push("(");
            self.total(sql, rows)?;
            sql.push("), (");
        } else {
            sql.push("null, (");
        }
        self.page_of_parent(sql, rows, wanted)?;
        sql.push("))) from ").id_table(self.parents, "p");
        Ok(())
    }

    fn page_of_parent(&self, sql: &mut Sql, rows: &Rows<'_>, wanted: &Wanted<'_>) -> Result<(), Fault> {
        wanted.push(sql, |sql| {
            rows.listed(sql, self.list, wanted, |sql| self.of_parent(sql))?;
            sql.push(" limit ").push_number(self.limit as usize);
            Ok(())
        })
    }

    fn total(&self, sql: &mut Sql, rows: &Rows<'_>) -> Result<(), Fault> {
        rows.total(sql, self.list)?;
        self.of_parent(sql);
        Ok(())
    }

    fn of_parent(&self, sql: &mut Sql) {
        sql.push(" and ");
        self.link.push(sql, "p.id");
    }
}
