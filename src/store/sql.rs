//! A statement being written: its text and the values bound to it.

use std::fmt::Write as _;

use sea_orm::{DbBackend, Statement, Value};
use uuid::Uuid;

/// SQL text with numbered parameters, in the words of one database.
#[derive(Clone, Debug)]
pub struct Sql {
    text: String,
    values: Vec<Value>,
    backend: DbBackend,
}

impl Sql {
    /// An empty statement.
    #[must_use]
    pub fn new(backend: DbBackend) -> Self {
        Self { text: String::with_capacity(1024), values: Vec::with_capacity(8), backend }
    }

    /// Whether it is written for PostgreSQL.
    #[must_use]
    pub fn is_postgres(&self) -> bool {
        self.backend == DbBackend::Postgres
    }

    /// Appends text: never anything that came from outside.
    pub fn push(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Appends a number.
    pub fn push_number(&mut self, number: usize) -> &mut Self {
        let _ = write!(self.text, "{number}");
        self
    }

    /// Appends a parameter that holds `value`.
    pub fn bind(&mut self, value: impl Into<Value>) -> &mut Self {
        self.values.push(value.into());
        if self.is_postgres() {
            let _ = write!(self.text, "${}", self.values.len());
        } else {
            self.text.push('?');
        }
        self
    }

    /// Appends a condition: `expression` is one of `ids`. One parameter, however many ids, so that the statement's
    /// text, and with it the prepared statement, stays the same.
    pub fn any_id(&mut self, expression: &str, ids: &[Uuid]) -> &mut Self {
        match ids {
            [] => self.push("1 = 0"),
            [one] => self.push(expression).push(" = ").bind(*one),
            many if self.is_postgres() => self.push(expression).push(" = any(").bind(many.to_vec()).push(")"),
            many => self
                .push(expression)
                .push(" in (select unhex(value) from json_each(")
                .bind(hex_list(many))
                .push("))"),
        }
    }

    /// Appends a table of `ids` with one column `id`, in their order: `<table> as <alias>`.
    pub fn id_table(&mut self, ids: &[Uuid], alias: &str) -> &mut Self {
        if self.is_postgres() {
            self.push("unnest(").bind(ids.to_vec());
            self.push(") as ").push(alias).push("(id)")
        } else {
            self.push("(select unhex(value) as id from json_each(")
                .bind(hex_list(ids))
                .push(")) as ")
                .push(alias)
        }
    }

    /// Appends a condition: `expression` is one of `texts`.
    pub fn any_text(&mut self, expression: &str, texts: &[String]) -> &mut Self {
        if self.is_postgres() {
            self.push(expression).push(" = any(").bind(texts.to_vec()).push(")")
        } else {
            let list = serde_json::Value::from(texts.to_vec()).to_string();
            self.push(expression).push(" in (select value from json_each(").bind(list).push("))")
        }
    }

    /// Appends a condition: the JSON list `expression` holds one of `texts`.
    pub fn holds_any(&mut self, expression: &str, texts: &[String]) -> &mut Self {
        let (elements, alias) = if self.is_postgres() {
            ("jsonb_array_elements_text(", "held(value)")
        } else {
            ("json_each(", "held")
        };
        self.push("exists (select 1 from ")
            .push(elements)
            .push(expression)
            .push(") as ")
            .push(alias)
            .push(" where ");
        self.any_text("held.value", texts).push(")")
    }

    /// The text so far: for tests and for diagnosis.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The finished statement.
    #[must_use]
    pub fn finish(self) -> Statement {
        Statement::from_sql_and_values(self.backend, self.text, self.values)
    }
}

/// The ids as a JSON list of hexadecimal numbers: SQLite has no arrays.
fn hex_list(ids: &[Uuid]) -> String {
    let mut list = String::with_capacity(ids.len() * 35 + 2);
    list.push('[');
    for (position, id) in ids.iter().enumerate() {
        let separator = if position == 0 { "" } else { "," };
        let _ = write!(list, "{separator}\"{}\"", id.as_simple());
    }
    list.push(']');
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_numbered_for_postgres_only() {
        let write = |backend| {
            let mut sql = Sql::new(backend);
            sql.push("a = ").bind(1).push(" and b = ").bind("x");
            sql.finish().sql
        };
        assert_eq!(write(DbBackend::Postgres), "a = $1 and b = $2");
        assert_eq!(write(DbBackend::Sqlite), "a = ? and b = ?");
    }

    #[test]
    fn nothing_is_among_no_ids() {
        let mut sql = Sql::new(DbBackend::Sqlite);
        sql.any_id("t.id", &[]);
        assert_eq!(sql.text(), "1 = 0");
    }
}
