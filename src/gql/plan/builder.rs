//! The words in which a noun declares itself.

use async_graphql::registry::Registry;

use super::arguments::RELEVANCE;
use super::cell::{Cells, EmbeddedType, FieldType};
use super::condition::{Filter, FilterSql, SEARCH};
use super::declare::{
    Belonging, Field, KeyPart, KeyType, Link, Lookup, LookupBy, Noun, ObjectType, Order, Paging, Plural,
    Published, ReadText, Single, Source,
};
use super::facet::{Facet, FacetValues};
use super::near::{self, NearInput};
use super::publish::{self, Connection, Inline, Ref};
use super::template::Template;
use crate::access::Scene;
use crate::kernel::kind::Kind;

/// Collects the declaration of one type.
#[derive(Debug)]
pub struct TypeBuilder {
    ty: ObjectType,
}

impl TypeBuilder {
    pub(crate) fn new<N: Noun>() -> Self {
        let nothing = Template::parse("1 = 1", None);
        Self {
            ty: ObjectType {
                name: N::NAME,
                description: "",
                table: "",
                kind: None,
                prefix: "",
                guard: nothing,
                belongs_to: Vec::new(),
                fields: Vec::new(),
                filters: Vec::new(),
                orders: Vec::new(),
                descends: false,
                facets: Vec::new(),
                keys: Vec::new(),
                single: None,
                plural: None,
                successor: None,
                publish: Published {
                    one: publish::optional::<Ref<N>>,
                    connection: publish::required::<Connection<N>>,
                },
            },
        }
    }

    pub(crate) fn finish(mut self) -> ObjectType {
        if self.ty.kind.is_some() {
            self.searched();
        }
        self.ty
    }

    /// What every list of records has. The order comes last: another one is the list's own.
    fn searched(&mut self) {
        self.filter(
            SEARCH,
            publish::optional_text,
            FilterSql::Search,
            "Every word of this is found in what it says of itself, in any of its languages, whatever accents and plurals; the last one may be the beginning of a word.",
        );
        self.order(
            RELEVANCE,
            KeyType::Int,
            "walk.rank",
            "The best found first: the order of a list with `filter.search` when none is asked for, and of no other.",
        );
    }

    /// Rows of `table` that are records of `kind`: read under the viewer's filter.
    pub fn record(&mut self, kind: Kind, table: &'static str, description: &'static str) {
        self.ty.kind = Some(kind);
        self.ty.table = table;
        self.ty.prefix = kind.prefix();
        self.ty.description = description;
        self.belongs_to("t.id", "t.level");
        self.id();
    }

    /// Rows of `table` that are not records. `guard` says when the viewer sees one, beside what [`Self::belongs_to`] says.
    pub fn rows(
        &mut self,
        table: &'static str,
        prefix: &'static str,
        guard: &'static str,
        description: &'static str,
    ) {
        self.ty.table = table;
        self.ty.prefix = prefix;
        self.ty.description = description;
        self.ty.guard = Template::parse(guard, None);
        self.id();
    }

    /// A row is there only for who sees the record that `column` names, and whose level the expression `level` is.
    pub fn belongs_to(&mut self, column: &'static str, level: &'static str) {
        self.ty.belongs_to.push(Belonging { column, level });
    }

    fn id(&mut self) {
        self.push("id", "Global identifier: opaque, the same for ever.", async_graphql_id, Source::Id);
    }

    pub(super) fn template(&self, sql: &'static str) -> Template {
        Template::parse(sql, self.ty.kind)
    }

    pub(super) fn push(
        &mut self,
        name: &'static str,
        description: &'static str,
        publish: fn(&mut Registry) -> String,
        source: Source,
    ) {
        self.ty.fields.push(Field { name, description, publish, source });
    }

    /// A field that is one expression of the row.
    pub fn field<T: FieldType>(&mut self, name: &'static str, sql: &'static str, description: &'static str) {
        let source = Source::Cell { sql: self.template(sql), write: T::WRITE };
        self.push(name, description, T::publish, source);
    }

    /// A field made from several expressions of the row by `write`.
    pub fn computed<T: FieldType>(
        &mut self,
        name: &'static str,
        columns: &[&'static str],
        write: fn(Cells<'_>, &Scene, &mut Vec<u8>) -> Result<(), sea_orm::DbErr>,
        description: &'static str,
    ) {
        let columns = columns.iter().map(|sql| self.template(sql)).collect();
        self.push(name, description, T::publish, Source::Computed { columns, write });
    }

    /// A field made from the id of the row by `write`.
    pub fn of_id<T: FieldType>(
        &mut self,
        name: &'static str,
        write: fn(Cells<'_>, &Scene, &mut Vec<u8>) -> Result<(), sea_orm::DbErr>,
        description: &'static str,
    ) {
        let columns = vec![self.template("t.id").id()];
        self.push(name, description, T::publish, Source::Computed { columns, write });
    }

    /// An object that one expression holds whole.
    pub fn embedded<T: FieldType>(
        &mut self,
        object: EmbeddedType,
        name: &'static str,
        sql: &'static str,
        description: &'static str,
    ) {
        let source = Source::Embedded { sql: self.template(sql), object };
        self.push(name, description, T::publish, source);
    }

    /// An object made of expressions of this row, declared as a type of its own; null unless `present`.
    pub fn inline<N: Noun>(
        &mut self,
        name: &'static str,
        present: Option<&'static str>,
        description: &'static str,
    ) {
        let mut fields = ObjectType::of::<N>().fields;
        for field in &mut fields {
            field.source.adopt(self.ty.kind);
        }
        let publish =
            if present.is_some() { publish::optional::<Inline<N>> } else { publish::required::<Inline<N>> };
        let source = Source::Inline { present: present.map(|sql| self.template(sql)), fields };
        self.push(name, description, publish, source);
    }

    /// The row of another type whose id `key` gives; null where there is none, or none that the viewer sees.
    pub fn one<N: Noun>(&mut self, name: &'static str, key: &'static str, description: &'static str) {
        self.one_held::<N>(name, key, &[], description);
    }

    /// The same, where the row holds some of the other's expressions too: each with its own. Only for a row that nobody sees
    /// who does not see the other.
    pub fn one_held<N: Noun>(
        &mut self,
        name: &'static str,
        key: &'static str,
        held: &'static [(&'static str, &'static str)],
        description: &'static str,
    ) {
        let source = Source::One { key: self.template(key).id(), target: N::NAME, held };
        self.push(name, description, publish::optional::<Ref<N>>, source);
    }

    /// Rows of another type, as a connection.
    pub fn connection<N: Noun>(&mut self, name: &'static str, link: Link, description: &'static str) {
        let source = Source::Many { link, target: N::NAME, paging: Paging::Connection };
        self.push(name, description, publish::required::<Connection<N>>, source);
    }

    /// Rows of another type, as a list: only where their number is bounded by nature.
    pub fn list<N: Noun>(&mut self, name: &'static str, link: Link, description: &'static str) {
        let source = Source::Many { link, target: N::NAME, paging: Paging::List };
        self.push(name, description, publish::list::<Ref<N>>, source);
    }

    /// Sums over the rows of `N` that the viewer sees and whose column `by` names this row; `T` declares the sums as fields.
    pub fn tally<T: Noun, N: Noun>(
        &mut self,
        name: &'static str,
        by: &'static str,
        description: &'static str,
    ) {
        let source = Source::Tally { by, target: N::NAME, fields: ObjectType::of::<T>().fields };
        self.push(name, description, publish::required::<Inline<T>>, source);
    }

    /// The description of an object that is not a table of its own (see [`TypeBuilder::inline`]).
    pub fn part(&mut self, description: &'static str) {
        self.ty.description = description;
    }

    /// A condition that lists of this type can be filtered by.
    pub fn filter(
        &mut self,
        name: &'static str,
        publish: fn(&mut Registry) -> String,
        sql: FilterSql,
        description: &'static str,
    ) {
        self.ty.filters.push(Filter { name, description, publish, sql });
    }

    /// An order in which lists of this type can be had; the first declared is the default.
    pub fn order(&mut self, name: &'static str, key: KeyType, sql: &'static str, description: &'static str) {
        let sql = self.template(sql);
        self.ty.orders.push(Order { name, description, sql, key });
    }

    /// The first order runs from the greatest to the least where none is asked for.
    pub fn greatest_first(&mut self) {
        self.ty.descends = true;
    }

    /// What lists of this type can be filtered by and put in the order of, and what their rows tell: how far from a point
    /// on the map the thing is whose id the expression `id` gives.
    pub fn near(&mut self, id: &'static str, description: &'static str) {
        let publish = <Option<NearInput> as async_graphql::InputType>::create_type_info;
        self.filter("near", publish, FilterSql::Near(id), description);
        let (name, key) = ("DISTANCE", KeyType::Int);
        let description = "The nearest first: for lists filtered by `near`.";
        self.ty.orders.push(Order { name, description, sql: Template::away(id).or_last(), key });
        let source = Source::Computed { columns: vec![Template::away(id)], write: near::WRITE_KM };
        let description = "How far it is from what the list around it is filtered near to, in kilometres as the crow flies.";
        self.push("distanceKm", description, publish::optional::<f64>, source);
    }

    /// What the rows of a whole list can be counted by.
    pub fn facet(&mut self, name: &'static str, values: FacetValues, description: &'static str) {
        self.ty.facets.push(Facet { name, description, values });
    }

    /// The root field that finds one, by its id to begin with.
    pub fn single(&mut self, name: &'static str, description: &'static str) {
        let by_id = Lookup {
            argument: "id",
            description: "Its global identifier.",
            publish: publish::optional_id,
            how: LookupBy::Id,
        };
        self.ty.single = Some(Single { name, description, by: vec![by_id] });
    }

    /// Another argument by which [`TypeBuilder::single`] finds one: `read` checks and normalises what was given.
    pub fn lookup(
        &mut self,
        argument: &'static str,
        publish: fn(&mut Registry) -> String,
        sql: &'static str,
        read: ReadText,
        description: &'static str,
    ) {
        let sql = self.template(sql);
        if let Some(single) = &mut self.ty.single {
            single.by.push(Lookup { argument, description, publish, how: LookupBy::Text { sql, read } });
        }
    }

    /// Fields that together name one row, beside its identifier, to gateways that join this graph with others: each with its
    /// column and how a value of it is read.
    pub fn key(&mut self, parts: &[(&'static str, &'static str, ReadText)]) {
        let parts = parts.iter().map(|(field, column, read)| KeyPart { field, column, read: *read });
        self.ty.keys.push(parts.collect());
    }

    /// A row that is there no more is found as the one that `column` names: by its identifier, and by whatever else finds one.
    pub fn succeeded_by(&mut self, column: &'static str) {
        self.ty.successor = Some(column);
    }

    /// The root field that lists them.
    pub fn plural(&mut self, name: &'static str, description: &'static str) {
        self.ty.plural = Some(Plural { name, description });
    }
}

fn async_graphql_id(registry: &mut Registry) -> String {
    <async_graphql::ID as async_graphql::OutputType>::create_type_info(registry)
}

impl Source {
    /// Gives the templates of an inlined field the kind of the record that holds it.
    fn adopt(&mut self, kind: Option<Kind>) {
        match self {
            Self::Cell { sql, .. } => sql.adopt(kind),
            Self::Inline { fields, .. } => fields.iter_mut().for_each(|field| field.source.adopt(kind)),
            _ => {}
        }
    }
}
