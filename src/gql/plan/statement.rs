//! Which rows of a type a statement reads, under which conditions, in which order.

use uuid::Uuid;

use super::arguments::{ListArguments, Ordering};
use super::condition::{self, Walked, bind_key};
use super::declare::{KeyType, Link, ObjectType};
use super::level::{FIXED, Many};
use super::packed::{self, Packed};
use super::template::Template;
use crate::access::Scene;
use crate::kernel::error::{Code, Fault};
use crate::kernel::page::{Cursor, CursorValue};
use crate::store::Sql;
use crate::store::search::push_matches;

const LEFT: &str = " left join ";
/// Finds rows by their records.
pub(super) const INNER: &str = " join ";

/// Which rows of a type: those that the viewer sees, under the conditions of a list.
pub(crate) struct RowSet<'a> {
    pub(crate) ty: &'a ObjectType,
    pub(crate) link: Option<Link>,
    /// What gives the rows, where it is not their own table.
    pub(crate) walk: Option<Walked<'a>>,
    /// The parents whose lists are counted together: a table `p`.
    pub(crate) parents: &'a [Uuid],
    /// The viewer is known to see them: no condition.
    pub(crate) seen: bool,
    pub(crate) scene: &'a Scene,
}

impl<'a> RowSet<'a> {
    /// Those of a list under a row.
    pub(super) fn under(many: &'a Many, list: &'a ListArguments<'a>, scene: &'a Scene) -> Self {
        let walk = list.search.as_ref().map(Walked::Search);
        Self { ty: &many.level.ty, link: Some(many.link), walk, parents: &[], seen: false, scene }
    }

    /// Appends ` from … where …` with the type's own guard; `join` is how their records are joined, where they are read.
    pub(crate) fn from(&self, sql: &mut Sql, join: Option<&str>) {
        sql.push(" from ");
        match self.walk {
            Some(Walked::Search(query)) => {
                sql.push("(");
                push_matches(sql, self.ty.kind.as_slice(), query);
                // What is found comes first: SQLite would go along the names of all rows, were they asked in that order.
                sql.push(if sql.is_postgres() { ") walk join " } else { ") walk cross join " });
                sql.push(self.ty.table).push(" t on t.id = walk.id")
            }
            Some(Walked::Table(walk)) => sql
                .push(walk.table)
                .push(" walk join ")
                .push(self.ty.table)
                .push(" t on t.id = ")
                .push(walk.id),
            None if self.is_among_parents() => self.push_parents(sql),
            None if self.finds_records(join) => {
                // SQLite would go along all rows first, and put them in order.
                sql.push(if sql.is_postgres() { "record r join " } else { "record r cross join " });
                sql.push(self.ty.table).push(" t on t.id = r.id")
            }
            None => sql.push(self.ty.table).push(" t"),
        };
        if let Some(join) = join.filter(|_| self.ty.kind.is_some() && !self.finds_records(join)) {
            sql.push(join).push("record r on r.id = t.id");
        }
        if !self.parents.is_empty() && !self.is_among_parents() {
            sql.push(", ").id_table(self.parents, "p");
        }
        sql.push(" where ");
        if self.seen {
            sql.push("1 = 1");
        } else {
            self.ty.push_guard(sql, self.scene, self.link.and_then(Link::column));
        }
        if let (Some(INNER), Some(kind)) = (join, self.ty.kind) {
            // As the indexes on the dates of records begin.
            sql.push(" and r.kind = '").push(kind.as_str()).push("' and r.deleted_at is null");
        }
    }

    /// Whether the rows are found by their records.
    fn finds_records(&self, join: Option<&str>) -> bool {
        self.walk.is_none() && self.link.is_none() && self.ty.kind.is_some() && join == Some(INNER)
    }

    /// Whether a table between ties the rows to many parents at once.
    fn is_among_parents(&self) -> bool {
        self.walk.is_none() && !self.parents.is_empty() && matches!(self.link, Some(Link::Among(_)))
    }

    /// Appends the parents, and beside each the rows `t` under it. Left to themselves, both databases would go through all
    /// rows and look for the parents of each.
    fn push_parents<'s>(&self, sql: &'s mut Sql) -> &'s mut Sql {
        let is_postgres = sql.is_postgres();
        sql.id_table(self.parents, "p").push(" cross join ");
        let (true, Some(link)) = (is_postgres, self.link) else {
            return sql.push(self.ty.table).push(" t");
        };
        sql.push("lateral (select t.* from ").push(self.ty.table).push(" t where ");
        link.push(sql, "p.id");
        sql.push(" offset 0) t")
    }

    /// Whether a list in this order begins with the records of its rows.
    fn begins_with_records(&self, ordering: Ordering<'_>) -> bool {
        self.walk.is_none() && self.ty.kind.is_some() && ordering.order.sql.reads_record
    }

    /// How records are joined to rows that are found by something else.
    pub(crate) fn join(&self, reads_record: bool) -> Option<&'static str> {
        (reads_record || self.ty.guard.reads_record).then_some(LEFT)
    }

    /// Appends ` from … where …` with the conditions of a list too; `packed` is what is selected of its rows, if anything.
    pub(super) fn filtered(
        &self,
        sql: &mut Sql,
        list: &ListArguments<'_>,
        packed: Option<&Packed<'_>>,
    ) -> Result<(), Fault> {
        let join = match packed {
            Some(_) if self.begins_with_records(list.ordering) => Some(INNER),
            // Both databases leave out a table that is joined to the left and not read.
            _ if list.filter.is_some() => Some(LEFT),
            Some(packed) => self.join(packed.reads_record()),
            None => self.join(false),
        };
        self.from(sql, join);
        if let Some(filter) = list.filter {
            // What is under a row is found by that row: SQLite may find it by the filter, and ask for the row each time.
            let is_apart = self.link.is_some() && self.walk.is_none() && !sql.is_postgres();
            sql.push(if is_apart { " and case when " } else { " and " });
            condition::push(sql, self.ty, filter, self.scene, self.walk)?;
            sql.push(if is_apart { " then 1 else 0 end" } else { "" });
        }
        Ok(())
    }

    /// Appends `select <how many>` of the rows of a list.
    pub(crate) fn total(&self, sql: &mut Sql, list: &ListArguments<'_>) -> Result<(), Fault> {
        sql.push("select cast(count(*) as integer) as total");
        self.filtered(sql, list, None)
    }

    /// Appends the statement for sums over the rows of each parent, which they name in the column `by`; the first cell
    /// is the parent.
    pub(crate) fn sums(&self, sql: &mut Sql, by: &'static str, columns: &[Template], parents: &[Uuid]) {
        let is_postgres = sql.is_postgres();
        let (before, after, end) = packed::brackets(is_postgres, true);
        sql.push(before).push(if is_postgres { "c.c0" } else { "hex(c.c0)" });
        for number in FIXED..FIXED + columns.len() {
            sql.push(", c.c").push_number(number);
        }
        sql.push(after).push(" from (select ").push(by).push(" as c0");
        for (number, column) in (FIXED..).zip(columns) {
            sql.push(", ");
            column.render(sql, self.scene);
            sql.push(" as c").push_number(number);
        }
        self.from(sql, Some(LEFT));
        sql.push(" and ").any_id(by, parents).push(" group by ").push(by).push(") c").push(end);
    }

    /// Appends what an order compares: its expression, and the id that breaks ties.
    fn order_key(&self, sql: &mut Sql, ordering: Ordering<'_>, between: &str) {
        match self.walk {
            Some(Walked::Table(walk)) => {
                sql.push(walk.key).push(between).push(", ").push(walk.id);
            }
            Some(Walked::Search(_)) | None => {
                let id = if self.begins_with_records(ordering) { ", r.id" } else { ", t.id" };
                ordering.order.sql.render(sql, self.scene);
                sql.push(between).push(id);
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

    /// Appends ` from … where … order by …`; `and` appends a condition more.
    pub(super) fn listed(
        &self,
        sql: &mut Sql,
        list: &ListArguments<'_>,
        packed: &Packed<'_>,
        and: impl FnOnce(&mut Sql),
    ) -> Result<(), Fault> {
        self.filtered(sql, list, Some(packed))?;
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
