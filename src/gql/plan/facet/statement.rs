//! The statement that counts.

use uuid::Uuid;

use super::{Facet, FacetValues};
use crate::gql::plan::arguments::ListArguments;
use crate::gql::plan::declare::Link;
use crate::gql::plan::packed;
use crate::gql::plan::statement::RowSet;
use crate::gql::plan::template::Template;
use crate::kernel::error::Fault;
use crate::store::{Form, Sql};

/// Buckets of a facet, at most: the greatest.
pub(in crate::gql::plan) const MAX_BUCKETS: usize = 100;

/// The columns: the parent, the facet's position, the value, how many, the label.
const COLUMNS: usize = 5;
pub(super) const FACET: usize = 1;
pub(super) const VALUE: usize = 2;
pub(super) const COUNT: usize = 3;
pub(super) const LABEL: usize = 4;

/// The form of the rows.
pub(in crate::gql::plan) fn form() -> Form {
    Form { cells: COLUMNS, lists: Vec::new() }
}

/// Appends the statement for `facets` of the list of `rows`: under each of its parents, where it hangs on some.
pub(in crate::gql::plan) fn push(
    sql: &mut Sql,
    rows: &RowSet<'_>,
    list: &ListArguments<'_>,
    facets: &[&Facet],
) -> Result<(), Fault> {
    let is_postgres = sql.is_postgres();
    sql.push("with f as materialized (select ");
    match rows.link {
        Some(_) => sql.push("p.id as p, t.id as id"),
        None => sql.bind(Uuid::nil()).push(" as p, t.id as id"),
    };
    for (number, facet) in facets.iter().enumerate() {
        if let Some(expression) = facet.values.expression() {
            sql.push(", ");
            Template::parse(expression, rows.ty.kind).render(sql, rows.scene);
            sql.push(" as v").push_number(number);
        }
    }
    rows.filtered(sql, list, None)?;
    if let Some(link) = rows.link {
        sql.push(" and ");
        Link::push(link, sql, "p.id");
    }
    let (before, after, end) = packed::brackets(is_postgres, true);
    sql.push(") ").push(before).push(if is_postgres { "c.c0" } else { "hex(c.c0)" });
    for number in 1..COLUMNS {
        sql.push(", c.c").push_number(number);
    }
    sql.push(after).push(" from (select * from (");
    for (number, facet) in facets.iter().enumerate() {
        sql.push(if number > 0 { " union all " } else { "" });
        facet.values.counted(sql, number);
    }
    sql.push(") b where b.k <= ").push_number(MAX_BUCKETS).push(" order by b.c0, b.c1, b.k) c").push(end);
    Ok(())
}

impl FacetValues {
    /// The expression of the row that gives its value, or its values.
    const fn expression(self) -> Option<&'static str> {
        match self {
            Self::Code(sql) | Self::Codes(sql) | Self::Place(sql) => Some(sql),
            Self::Terms(_) => None,
        }
    }

    /// Appends the buckets of the facet at this position.
    fn counted(self, sql: &mut Sql, number: usize) {
        let is_postgres = sql.is_postgres();
        let (value, label, named) = match self {
            Self::Code(_) | Self::Codes(_) => {
                ("g.key", if is_postgres { "cast(null as jsonb)" } else { "null" }, "")
            }
            Self::Terms(_) => ("n.code", "n.label", " join term n on n.id = g.key"),
            Self::Place(_) => {
                let fr_and_ca = if is_postgres {
                    "jsonb_build_object('fr', n.name, 'ca', n.name_ca)"
                } else {
                    "json_object('fr', n.name, 'ca', n.name_ca) || ''"
                };
                ("n.code", fr_and_ca, " join territory n on n.id = g.key")
            }
        };
        let collate = if is_postgres { " collate \"C\"" } else { "" };
        sql.push("select g.p as c0, ").push_number(number).push(" as c1, ").push(value).push(" as c2, ");
        sql.push("cast(g.number as integer) as c3, ").push(label).push(" as c4, row_number() over ");
        sql.push("(partition by g.p order by g.number desc, ")
            .push(value)
            .push(collate)
            .push(") as k from (");
        self.grouped(sql, number);
        sql.push(") g").push(named);
    }

    /// Appends how many rows have each key.
    fn grouped(self, sql: &mut Sql, number: usize) {
        let column = format!("f.v{number}");
        let (key, from) = match self {
            Self::Code(_) | Self::Place(_) => (column.clone(), String::new()),
            Self::Codes(_) if sql.is_postgres() => (
                "e.value".to_owned(),
                format!(" cross join lateral jsonb_array_elements_text({column}) e(value)"),
            ),
            Self::Codes(_) => ("e.value".to_owned(), format!(", json_each({column}) e")),
            Self::Terms(scheme) => (
                "l.term_id".to_owned(),
                format!(
                    " join record_term l on l.record_id = f.id join term m on m.id = l.term_id and m.scheme = '{scheme}'"
                ),
            ),
        };
        sql.push("select f.p, ").push(&key).push(" as key, count(*) as number from f").push(&from);
        sql.push(" where ").push(&key).push(" is not null group by f.p, ").push(&key);
    }
}
