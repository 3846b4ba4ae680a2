//! Filters: what a list can be narrowed by, and the SQL that does it.

use serde_json::Value;
use uuid::Uuid;

use super::declare::{KeyType, ObjectType, Publish};
use super::named::Named;
use super::near;
use super::template::Template;
use crate::access::Scene;
use crate::kernel::error::{Code, Fault};
use crate::kernel::id;
use crate::kernel::search::Query;
use crate::store::Sql;
use crate::store::search::push_matches;

/// Conditions in one filter, at most.
pub(crate) const MAX_CONDITIONS: usize = 100;

/// A declared condition.
#[derive(Debug)]
pub(crate) struct Filter {
    pub(crate) name: &'static str,
    pub(crate) description: &'static str,
    pub(crate) publish: Publish,
    pub(crate) sql: FilterSql,
}

/// Writes a condition of a noun's own for the value given.
pub(crate) type WriteCondition = fn(&Value, &mut Sql, &Scene) -> Result<(), Fault>;

/// How a condition reads in SQL.
#[derive(Debug)]
pub enum FilterSql {
    /// The expression is one of the values (a list of codes).
    OneOf(&'static str),
    /// The expression, a list of codes, holds one of the values.
    AnyOf(&'static str),
    /// The expression is one of the global identifiers; where rows of the type have successors, the rows' own.
    OneOfIds(&'static str),
    /// The expression `row` is among what `link` gives of the rows whose `id` is one of the global identifiers: `from`
    /// names tables and conditions (`record rs where … and {visible:rs}`). For identifiers of what the viewer may not see:
    /// naming one must find nothing.
    Linked {
        /// The expression of the row.
        row: &'static str,
        /// What equals it.
        link: &'static str,
        /// Tables and conditions, none of which speaks of the row: they are read once, and lead to the rows.
        from: &'static str,
        /// The expression that is one of the identifiers.
        id: &'static str,
    },
    /// One of these words of a vocabulary, by its scheme, is said of the record.
    Terms(&'static str),
    /// The condition holds, or does not.
    Flag(&'static str),
    /// The expression lies in `{ from, to }`, both ends counted.
    Between(&'static str, KeyType),
    /// The rows that meet the condition stand in another table, in the order of one of the type's orders.
    Walked(Walk),
    /// The words of the value are found in what the type says of itself; every type of records has it.
    Search,
    /// A condition on something that the value names, which has to be there.
    Named(Named),
    /// What has the id that the expression gives is shown near the place that the value names.
    Near(&'static str),
    /// A condition of the noun's own.
    Custom(WriteCondition),
}

/// A table, under the alias `walk`, that holds the ids of the rows which meet a condition in the order of a list: a list
/// in that order reads as many of its rows as it shows, wherever they are.
#[derive(Debug)]
pub struct Walk {
    /// The table.
    pub table: &'static str,
    /// Its column with the row's id.
    pub id: &'static str,
    /// The order that it is in.
    pub order: &'static str,
    /// Its column that the order goes by, which equals the order's expression.
    pub key: &'static str,
    /// Writes which of its rows meet the condition for the value given.
    pub condition: fn(&Value, &mut Sql),
    /// Expressions of the type that it holds too, with its columns: conditions on them need no other table.
    pub holds: &'static [(&'static str, &'static str)],
}

/// What gives the rows of a list under the alias `walk`, for the condition that it stands for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Walked<'a> {
    /// A table.
    Table(&'a Walk),
    /// What a search finds, with its `rank`.
    Search(&'a Query),
}

/// The name of the condition that searches.
pub(crate) const SEARCH: &str = "search";

/// What `filter` looks for, if it looks for anything; not what it looks for among other conditions within it.
///
/// # Errors
/// When that is too long.
pub(crate) fn searched(filter: Option<&Value>) -> Result<Option<Query>, Fault> {
    match filter.and_then(|filter| filter.get(SEARCH)).and_then(Value::as_str) {
        Some(text) => Query::read(text, "filter.search"),
        None => Ok(None),
    }
}

/// Appends the conditions of `value`, a filter of `ty`. `walk` is among the tables already, for its own condition.
pub(crate) fn push(
    sql: &mut Sql,
    ty: &ObjectType,
    value: &Value,
    scene: &Scene,
    walk: Option<Walked<'_>>,
) -> Result<(), Fault> {
    Writer { ty, scene, left: MAX_CONDITIONS }.all(sql, value, walk)
}

/// The table to walk for a list of `ty` in the order called `order` under `filter`, if there is one.
pub(crate) fn walk<'a>(ty: &'a ObjectType, filter: Option<&Value>, order: &str) -> Option<Walked<'a>> {
    ty.filters.iter().find_map(|declared| match &declared.sql {
        FilterSql::Walked(walk) if walk.order == order => {
            filter?.get(declared.name).filter(|value| !value.is_null()).map(|_| Walked::Table(walk))
        }
        _ => None,
    })
}

struct Writer<'a> {
    ty: &'a ObjectType,
    scene: &'a Scene,
    left: usize,
}

impl Writer<'_> {
    fn all(&mut self, sql: &mut Sql, value: &Value, walk: Option<Walked<'_>>) -> Result<(), Fault> {
        sql.push("(1 = 1");
        for (name, value) in value.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null()) {
            self.left = self.left.checked_sub(1).ok_or_else(|| {
                Fault::on(
                    "filter",
                    Code::TooMany,
                    format!("a filter holds at most {MAX_CONDITIONS} conditions"),
                )
            })?;
            sql.push(" and ");
            match name.as_str() {
                "and" => self.joined(sql, value, " and ", "1 = 1")?,
                "or" => self.joined(sql, value, " or ", "1 = 0")?,
                "not" => {
                    sql.push("not coalesce(");
                    self.all(sql, value, None)?;
                    sql.push(", 1 = 0)");
                }
                name => self.one(sql, name, value, walk)?,
            }
        }
        sql.push(")");
        Ok(())
    }

    fn joined(&mut self, sql: &mut Sql, value: &Value, word: &str, nothing: &str) -> Result<(), Fault> {
        sql.push("(");
        for (position, part) in value.as_array().into_iter().flatten().enumerate() {
            if position > 0 {
                sql.push(word);
            }
            self.all(sql, part, None)?;
        }
        if value.as_array().is_none_or(Vec::is_empty) {
            sql.push(nothing);
        }
        sql.push(")");
        Ok(())
    }

    fn one(&self, sql: &mut Sql, name: &str, value: &Value, walked: Option<Walked<'_>>) -> Result<(), Fault> {
        let filter = self.ty.filters.iter().find(|filter| filter.name == name);
        let filter = filter
            .ok_or_else(|| Fault::on("filter", Code::Invalid, format!("there is no condition `{name}`")))?;
        let field = || format!("filter.{name}");
        let walking = match walked {
            Some(Walked::Table(walk)) => Some(walk),
            _ => None,
        };
        match &filter.sql {
            FilterSql::OneOf(expression) => {
                let held = walking.and_then(|walk| walk.holds.iter().find(|(held, _)| held == expression));
                let expression = held.map_or(*expression, |(_, column)| column);
                Template::parse(expression, self.ty.kind).render(sql, self.scene);
                sql.any_text("", &texts(value));
            }
            FilterSql::AnyOf(expression) => {
                sql.holds_any(expression, &texts(value));
            }
            FilterSql::OneOfIds(expression) => match self.ty.successor {
                Some(successor) => {
                    sql.push(expression).push(" in (select coalesce(s.").push(successor);
                    sql.push(", s.id) from ").push(self.ty.table).push(" s where ");
                    sql.any_id("s.id", &ids(value, &field())?).push(")");
                }
                None => {
                    sql.any_id(expression, &ids(value, &field())?);
                }
            },
            FilterSql::Linked { row, link, from, id } => {
                sql.push(row).push(" in (select ").push(link).push(" from ");
                Template::parse(from, self.ty.kind).render(sql, self.scene);
                sql.push(" and ").any_id(id, &ids(value, &field())?).push(")");
            }
            FilterSql::Terms(scheme) => {
                sql.push("exists (select 1 from record_term l join term m on m.id = l.term_id where l.record_id = t.id");
                sql.push(" and m.scheme = '")
                    .push(scheme)
                    .push("' and ")
                    .any_text("m.code", &texts(value))
                    .push(")");
            }
            FilterSql::Flag(condition) => {
                let wanted = value.as_bool().unwrap_or_default();
                sql.push(if wanted { "coalesce(" } else { "not coalesce(" });
                Template::parse(condition, self.ty.kind).render(sql, self.scene);
                sql.push(", 1 = 0)");
            }
            FilterSql::Between(expression, key) => between(sql, expression, *key, value, &field())?,
            FilterSql::Walked(walk) if walking.is_some_and(|walking| std::ptr::eq(walking, walk)) => {
                (walk.condition)(value, sql);
            }
            FilterSql::Walked(walk) => {
                sql.push("exists (select 1 from ").push(walk.table).push(" walk where ").push(walk.id);
                sql.push(" = t.id and ");
                (walk.condition)(value, sql);
                sql.push(")");
            }
            FilterSql::Near(id) => near::condition(sql, id, value)?,
            FilterSql::Search if matches!(walked, Some(Walked::Search(_))) => {
                sql.push("1 = 1");
            }
            FilterSql::Search => self.search(sql, value)?,
            FilterSql::Custom(write) | FilterSql::Named(Named { condition: write, .. }) => {
                write(value, sql, self.scene)?;
            }
        }
        Ok(())
    }
    /// A text without a word says nothing.
    fn search(&self, sql: &mut Sql, value: &Value) -> Result<(), Fault> {
        match Query::read(value.as_str().unwrap_or_default(), "filter.search")? {
            Some(query) => {
                sql.push("t.id in (select found.id from (");
                push_matches(sql, self.ty.kind.as_slice(), &query);
                sql.push(") found)");
            }
            None => {
                sql.push("1 = 1");
            }
        }
        Ok(())
    }
}

/// The texts of a list, or of a single value that stands for a list of one.
fn texts(value: &Value) -> Vec<String> {
    let one = |value: &Value| value.as_str().map(str::to_owned);
    match value {
        Value::Array(values) => values.iter().filter_map(one).collect(),
        value => one(value).into_iter().collect(),
    }
}

/// The records that a list of global identifiers names.
fn ids(value: &Value, field: &str) -> Result<Vec<Uuid>, Fault> {
    let ids: Option<Vec<_>> =
        texts(value).iter().map(|text| id::parse_global(text).map(|(_, id)| id)).collect();
    ids.ok_or_else(|| Fault::on(field, Code::Invalid, "give identifiers that this API handed out"))
}

fn between(sql: &mut Sql, expression: &str, key: KeyType, value: &Value, field: &str) -> Result<(), Fault> {
    sql.push("(1 = 1");
    for (end, comparison) in [("from", " >= "), ("to", " <= ")] {
        let Some(bound) = value.get(end).filter(|bound| !bound.is_null()) else { continue };
        sql.push(" and ").push(expression).push(comparison);
        bind_key(sql, key, bound).ok_or_else(|| {
            Fault::on(
                &format!("{field}.{end}"),
                Code::Invalid,
                "give a date as YYYY-MM-DD, a moment as RFC 3339, or a whole number",
            )
        })?;
    }
    sql.push(")");
    Ok(())
}

/// Binds a JSON value as a key of the given type; `None` when it is not one.
pub(crate) fn bind_key(sql: &mut Sql, key: KeyType, value: &Value) -> Option<()> {
    match key {
        KeyType::Text => sql.bind(value.as_str()?),
        KeyType::Int => sql.bind(value.as_i64()?),
        KeyType::Date => sql.bind(value.as_str()?.parse::<chrono::NaiveDate>().ok()?),
        KeyType::Time => sql.bind(value.as_str()?.parse::<chrono::DateTime<chrono::Utc>>().ok()?),
    };
    Some(())
}
