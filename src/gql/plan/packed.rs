//! The rows of a level as one value: their own columns, those of the rows that are read with each of them, and under each
//! of them its lists, packed likewise. So a statement gives a tree of levels, whatever the number of parents; PostgreSQL
//! packs it as arrays of records, SQLite as JSON (`store::rows`).

use serde_json::{Map, Value};

use super::arguments::ListArguments;
use super::declare::Paging;
use super::level::{FIXED, Level, Many};
use super::statement::RowSet;
use crate::access::Scene;
use crate::kernel::error::Fault;
use crate::store::{Form, Sql};

/// Rows that a list which is not paged gives for each parent, at most.
const LIST_LIMIT: u32 = 200;

/// What the client asked of a list under the rows of a level.
#[derive(Debug)]
pub(crate) struct Asked {
    /// Its arguments.
    pub(crate) given: Map<String, Value>,
    /// The same of the lists under its own rows.
    pub(crate) under: Vec<Self>,
}

/// The rows of a level in a statement.
#[derive(Clone, Copy)]
pub(super) struct Packed<'a> {
    pub(super) level: &'a Level,
    /// What was asked of the lists under them.
    pub(super) asked: &'a [Asked],
    /// The list that they are, if they are one.
    pub(super) list: Option<&'a ListArguments<'a>>,
    /// Whether the key of the order is a cell, for cursors.
    pub(super) cursors: bool,
    pub(super) scene: &'a Scene,
    /// How many levels of the statement they are under. The page is called `c<depth>`.
    pub(super) depth: usize,
}

/// The form of a level's rows.
pub(super) fn form(level: &Level, cursors: bool) -> Form {
    let totals = level.lists().filter(|many| many.wants.total).count();
    let lists = level.lists().filter(|many| many.wants.rows);
    Form {
        cells: total_at(level, cursors) + totals,
        lists: lists.map(|many| form(&many.level, many.wants.cursors)).collect(),
    }
}

/// The first of the cells that hold the totals of lists.
pub(super) fn total_at(level: &Level, cursors: bool) -> usize {
    FIXED + level.columns.len() + usize::from(cursors)
}

impl Packed<'_> {
    /// Whether the row's record is read.
    pub(super) fn reads_record(&self) -> bool {
        self.level.columns.iter().any(|column| column.joined.is_none() && column.reads_record)
            || self.list.is_some_and(|list| list.ordering.order.sql.reads_record)
    }

    /// Appends the statement or, under another level, the value. `rows` appends the end of their statement, from its `from`
    /// on: rows that are read with its rows, and the lists under them, come to the page alone, never to what a limit or an
    /// order leaves out.
    pub(super) fn push(
        &self,
        sql: &mut Sql,
        rows: impl FnOnce(&mut Sql) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let is_postgres = sql.is_postgres();
        let (before, after, end) = brackets(is_postgres, self.depth == 0);
        sql.push(before);
        self.cells(sql);
        self.totals(sql)?;
        self.lists(sql)?;
        sql.push(after).push(" from (");
        self.columns(sql);
        rows(sql)?;
        sql.push(") c").push_number(self.depth);
        self.joins(sql);
        if let Some(list) = self.sorted_again(is_postgres) {
            let direction = list.direction();
            let page = format!("c{}", self.depth);
            sql.push(&format!(" order by {page}.k{direction}, {page}.c0{direction}"));
        }
        sql.push(end);
        Ok(())
    }

    /// A join does not promise to keep the order of its rows: PostgreSQL's are put in order again.
    fn sorted_again(&self, is_postgres: bool) -> Option<&ListArguments<'_>> {
        self.list.filter(|_| is_postgres && !self.level.joined.is_empty())
    }

    /// Appends `select <id> as c0, <column> as c1, …`: the row's own columns, and the key of the order as `k`.
    fn columns(&self, sql: &mut Sql) {
        sql.push("select t.id as c0");
        for (number, column) in (FIXED..).zip(&self.level.columns) {
            if column.joined.is_none() {
                sql.push(", ");
                column.render(sql, self.scene);
                sql.push(" as c").push_number(number);
            }
        }
        let is_sorted_again = self.sorted_again(sql.is_postgres()).is_some();
        if let Some(list) = self.list.filter(|_| self.cursors || is_sorted_again) {
            sql.push(", ");
            list.ordering.order.sql.render(sql, self.scene);
            sql.push(" as k");
        }
    }

    /// Appends the cells of the page and of the rows joined to it.
    fn cells(&self, sql: &mut Sql) {
        self.cell(sql, 0, true);
        for (number, column) in (FIXED..).zip(&self.level.columns) {
            sql.push(", ");
            if column.joined.is_some() {
                column.render(sql, self.scene);
            } else {
                self.cell(sql, number, column.is_id);
            }
        }
        if self.cursors {
            sql.push(", c").push_number(self.depth).push(".k");
        }
    }

    /// Appends a column of the page. SQLite writes ids in hexadecimal: JSON cannot hold their bytes.
    fn cell(&self, sql: &mut Sql, number: usize, is_id: bool) {
        let (before, after) = if is_id && !sql.is_postgres() { ("hex(", ")") } else { ("", "") };
        sql.push(before).push("c").push_number(self.depth).push(".c").push_number(number).push(after);
    }

    fn totals(&self, sql: &mut Sql) -> Result<(), Fault> {
        for (many, asked) in self.level.lists().zip(self.asked).filter(|(many, _)| many.wants.total) {
            let list = ListArguments::read(&many.level.ty, &asked.given)?;
            sql.push(", (");
            RowSet::under(many, &list, &list.scene(self.scene)).total(sql, &list)?;
            self.of_row(sql, many);
            sql.push(")");
        }
        Ok(())
    }

    fn lists(&self, sql: &mut Sql) -> Result<(), Fault> {
        for (many, asked) in self.level.lists().zip(self.asked).filter(|(many, _)| many.wants.rows) {
            let list = ListArguments::read(&many.level.ty, &asked.given)?;
            let scene = list.scene(self.scene);
            let packed = Packed {
                level: &many.level,
                asked: &asked.under,
                list: Some(&list),
                cursors: many.wants.cursors,
                scene: &scene,
                depth: self.depth + 1,
            };
            sql.push(", ");
            packed.push(sql, |sql| {
                RowSet::under(many, &list, &scene)
                    .listed(sql, &list, &packed, |sql| self.of_row(sql, many))?;
                sql.push(" limit ").push_number(limit(many, &list) as usize);
                Ok(())
            })?;
        }
        Ok(())
    }

    /// Appends the condition that a row is in the list under this level's row.
    fn of_row(&self, sql: &mut Sql, many: &Many) {
        sql.push(" and ");
        many.link.push(sql, &format!("c{}.c0", self.depth));
    }

    fn joins(&self, sql: &mut Sql) {
        for (number, joined) in self.level.joined.iter().enumerate() {
            let (depth, key, table) = (self.depth, joined.key, joined.ty.table);
            sql.push(&format!(" left join {table} t{number} on t{number}.id = c{depth}.c{key}"));
            if self.level.columns.iter().any(|column| column.joined == Some(number) && column.reads_record) {
                sql.push(&format!(" left join record r{number} on r{number}.id = t{number}.id"));
            }
        }
    }
}

/// What stands before the cells of a row, after them, and at the end of the rows. On PostgreSQL the first level's rows are
/// the statement's own: what it makes to send a row is given back after each.
pub(super) const fn brackets(
    is_postgres: bool,
    is_first: bool,
) -> (&'static str, &'static str, &'static str) {
    match (is_postgres, is_first) {
        (true, true) => ("select ", "", ""),
        (true, false) => ("array(select row(", ")", ")"),
        (false, true) => ("select json_group_array(json_array(", "))", ""),
        (false, false) => ("(select json_group_array(json_array(", "))", ")"),
    }
}

/// How many rows a list gives at most, with the one that tells whether there are more.
fn limit(many: &Many, list: &ListArguments<'_>) -> u32 {
    match many.paging {
        Paging::List => LIST_LIMIT,
        Paging::Connection => list.page.limit() + u32::from(many.wants.more),
    }
}
