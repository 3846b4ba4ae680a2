//! What a noun says of itself: its fields, how they come from the database, and how it is found and listed.

use async_graphql::registry::Registry;

use super::builder::TypeBuilder;
use super::cell::{EmbeddedType, WriteCell, WriteComputed};
use super::condition::Filter;
use super::facet::Facet;
use super::template::Template;
use crate::access::Scene;
use crate::kernel::kind::Kind;
use crate::store::{Sql, policy};

/// A type of the API whose values are rows of one table.
pub trait Noun: Send + Sync + 'static {
    /// The type's name in the API.
    const NAME: &'static str;
    /// Says everything about it, once.
    fn declare(t: &mut TypeBuilder);
}

/// A declared type.
#[derive(Debug)]
pub struct ObjectType {
    /// Name in the API.
    pub name: &'static str,
    /// What it is, for the people who read the schema.
    pub description: &'static str,
    pub(crate) table: &'static str,
    /// Its kind, when its rows are records.
    pub kind: Option<Kind>,
    /// The prefix of its global identifiers.
    pub prefix: &'static str,
    /// What must hold for a row to be there at all for the viewer.
    pub(crate) guard: Template,
    /// Columns that name records which the viewer must see for a row to be there.
    pub(crate) belongs_to: Vec<Belonging>,
    pub(crate) fields: Vec<Field>,
    pub(crate) filters: Vec<Filter>,
    pub(crate) orders: Vec<Order>,
    /// Whether a list for which no order is asked runs from the greatest to the least.
    pub(crate) descends: bool,
    pub(crate) facets: Vec<Facet>,
    /// What names one of its rows to gateways, beside the identifier.
    pub(crate) keys: Vec<Key>,
    pub(crate) single: Option<Single>,
    pub(crate) plural: Option<Plural>,
    /// A column that names the row which stands for one that is there no more.
    pub(crate) successor: Option<&'static str>,
    pub(crate) publish: Published,
}

/// How other types refer to a type.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Published {
    /// One row, or null.
    pub(crate) one: Publish,
    /// A page of rows.
    pub(crate) connection: Publish,
}

impl ObjectType {
    /// The declaration of `N`.
    #[must_use]
    pub fn of<N: Noun>() -> Self {
        let mut builder = TypeBuilder::new::<N>();
        N::declare(&mut builder);
        builder.finish()
    }

    /// Appends the condition under which the viewer sees the row `t`. `seen` is a column whose record the viewer is
    /// known to see: that of the parent whose rows are read.
    pub(super) fn push_guard(&self, sql: &mut Sql, scene: &Scene, seen: Option<&str>) {
        sql.push("(");
        self.guard.render(sql, scene);
        for Belonging { column, level } in self.belongs_to.iter().filter(|to| seen != Some(to.column)) {
            sql.push(" and ");
            policy::seen(sql, scene, level, column);
        }
        sql.push(")");
    }

    pub(crate) fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Whether a fragment on `condition` applies to it.
    pub(crate) fn is_a(&self, condition: &str) -> bool {
        condition == self.name || condition == "Node" || (condition == "Record" && self.kind.is_some())
    }
}

/// A column that names a record, and the expression that gives the record's level.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Belonging {
    pub(crate) column: &'static str,
    pub(crate) level: &'static str,
}

/// Fields that together name one row.
pub(crate) type Key = Vec<KeyPart>;

/// A field of a key.
#[derive(Debug)]
pub(crate) struct KeyPart {
    pub(crate) field: &'static str,
    /// The column that holds it.
    pub(crate) column: &'static str,
    /// Checks and normalises what was given.
    pub(crate) read: ReadText,
}

/// Reads a text as it is kept, or says what is wrong with it.
pub(crate) type ReadText = fn(&str) -> Result<String, String>;

/// Registers a type and answers its qualified name (`[String!]!`).
pub(crate) type Publish = fn(&mut Registry) -> String;

/// A declared field.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) description: &'static str,
    pub(crate) publish: Publish,
    pub(crate) source: Source,
}

/// Where a field's value comes from.
#[derive(Debug)]
pub(crate) enum Source {
    /// One expression of the row, written as it is.
    Cell { sql: Template, write: WriteCell },
    /// The row's own global identifier.
    Id,
    /// Several expressions of the row, made into one value.
    Computed { columns: Vec<Template>, write: WriteComputed },
    /// An object kept in one expression (a text in several languages).
    Embedded { sql: Template, object: EmbeddedType },
    /// An object whose fields are expressions of the same row; null unless `present`.
    Inline { present: Option<Template>, fields: Vec<Field> },
    /// The one row of another type whose id this expression gives; null when the viewer does not see it.
    One { key: Template, target: &'static str, held: Held },
    /// The record whose id and kind these expressions give, of whichever type; null when the viewer does not see it.
    Any { key: Template, kind: Template },
    /// Rows of another type.
    Many { link: Link, target: &'static str, paging: Paging },
    /// Sums over rows of another type that the viewer sees, which name this one in the column `by`; zero where there
    /// are none.
    Tally { by: &'static str, target: &'static str, fields: Vec<Field> },
}

/// Expressions of another type's row that a row holds too, each with the row's own: what asks for no more of it needs no
/// look at it.
pub(crate) type Held = &'static [(&'static str, &'static str)];

/// Whether many rows come as a connection or, where their number is bounded by nature, as a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Paging {
    Connection,
    List,
}

/// How rows of a type hang on a parent.
#[derive(Clone, Copy, Debug)]
pub enum Link {
    /// A column of theirs names the parent.
    By(&'static str),
    /// Their id is among those that a query selects, which begins with this text and ends with the parent's id and a
    /// closing parenthesis (`t.id in (select … where l.structure_id = `).
    Among(&'static str),
}

impl Link {
    /// The column that names the parent, when there is one.
    pub(crate) const fn column(self) -> Option<&'static str> {
        match self {
            Self::By(column) => Some(column),
            Self::Among(_) => None,
        }
    }

    /// Appends the condition that a row hangs on the parent whose id is `parent`.
    pub(crate) fn push(self, sql: &mut Sql, parent: &str) {
        match self {
            Self::By(column) => sql.push(column).push(" = ").push(parent),
            Self::Among(query) => sql.push(query).push(parent).push(")"),
        };
    }
}

/// What the values of an order's key are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyType {
    /// Text compared byte by byte.
    Text,
    /// A whole number.
    Int,
    /// A day.
    Date,
    /// A moment.
    Time,
}

/// An order in which its rows can be listed; ties are broken by id. The expression is never null.
#[derive(Debug)]
pub(crate) struct Order {
    pub(crate) name: &'static str,
    pub(crate) description: &'static str,
    pub(crate) sql: Template,
    pub(crate) key: KeyType,
}

/// The root field that finds one.
#[derive(Debug)]
pub(crate) struct Single {
    pub(crate) name: &'static str,
    pub(crate) description: &'static str,
    pub(crate) by: Vec<Lookup>,
}

/// One way to find one.
#[derive(Debug)]
pub(crate) struct Lookup {
    pub(crate) argument: &'static str,
    pub(crate) description: &'static str,
    pub(crate) publish: Publish,
    pub(crate) how: LookupBy,
}

#[derive(Debug)]
pub(crate) enum LookupBy {
    Id,
    /// An expression equal to the argument, once it is read and normalised.
    Text {
        sql: Template,
        read: ReadText,
    },
}

/// The root field that lists them.
#[derive(Debug)]
pub(crate) struct Plural {
    pub(crate) name: &'static str,
    pub(crate) description: &'static str,
}
