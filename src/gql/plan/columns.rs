//! What the statement of a level selects: its own columns, and those of the rows that are read with each of its rows.
//! On SQLite it packs them into one text (`store::rows`).

use super::arguments::Ordering;
use super::level::{FIXED, Level};
use crate::access::Scene;
use crate::store::Sql;

/// The columns that a statement selects beside those of its level.
#[derive(Clone, Copy)]
pub(super) struct Wanted<'a> {
    pub(super) level: &'a Level,
    /// The order whose key is selected too, for cursors.
    pub(super) ordering: Option<Ordering<'a>>,
    pub(super) scene: &'a Scene,
}

impl Wanted<'_> {
    /// How many cells a row has.
    pub(super) fn width(&self) -> usize {
        FIXED + self.level.columns.len() + usize::from(self.ordering.is_some())
    }

    /// Whether the row's record is read.
    pub(super) fn reads_record(&self) -> bool {
        let own = |column: &&super::template::Template| column.joined.is_none();
        self.level.columns.iter().filter(own).any(|column| column.reads_record)
            || self.ordering.is_some_and(|ordering| ordering.order.sql.reads_record)
    }

    /// Appends the statement that `rows` ends, from its `from` on. Rows that are read with its rows are joined to the page
    /// alone, never to what a limit or an order leaves out.
    pub(super) fn push<E>(
        &self,
        sql: &mut Sql,
        rows: impl FnOnce(&mut Sql) -> Result<(), E>,
    ) -> Result<(), E> {
        let is_postgres = sql.is_postgres();
        if is_postgres && self.level.joined.is_empty() {
            self.own(sql);
            return rows(sql);
        }
        sql.push(if is_postgres { "select c.c0" } else { "select json_group_array(json_array(hex(c.c0)" });
        self.cells(sql);
        sql.push(if is_postgres { " from (" } else { ")) from (" });
        self.own(sql);
        rows(sql)?;
        sql.push(") c");
        self.joins(sql);
        Ok(())
    }

    /// Appends `select <id> as c0, <column> as c1, …`: the row's own columns, and the key of the order as `k`.
    fn own(&self, sql: &mut Sql) {
        sql.push("select t.id as c0");
        for (number, column) in (FIXED..).zip(&self.level.columns) {
            if column.joined.is_none() {
                sql.push(", ");
                column.render(sql, self.scene);
                sql.push(" as c").push_number(number);
            }
        }
        if let Some(ordering) = self.ordering {
            sql.push(", ");
            ordering.order.sql.render(sql, self.scene);
            sql.push(" as k");
        }
    }

    /// Appends all columns but the first, of the page `c` and of the rows joined to it.
    fn cells(&self, sql: &mut Sql) {
        let is_postgres = sql.is_postgres();
        for (number, column) in (FIXED..).zip(&self.level.columns) {
            sql.push(", ");
            if column.joined.is_some() {
                column.render(sql, self.scene);
            } else if column.is_id && !is_postgres {
                sql.push("hex(c.c").push_number(number).push(")");
            } else {
                sql.push("c.c").push_number(number);
            }
            if is_postgres {
                sql.push(" as c").push_number(number);
            }
        }
        if self.ordering.is_some() {
            sql.push(", c.k");
        }
    }

    fn joins(&self, sql: &mut Sql) {
        for (number, joined) in self.level.joined.iter().enumerate() {
            sql.push(&format!(
                " left join {} t{number} on t{number}.id = c.c{}",
                joined.ty.table, joined.key
            ));
            if self.level.columns.iter().any(|column| column.joined == Some(number) && column.reads_record) {
                sql.push(&format!(" left join record r{number} on r{number}.id = t{number}.id"));
            }
        }
    }
}
