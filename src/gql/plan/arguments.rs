//! The arguments of lists, the same everywhere: `first`/`after`, `last`/`before`, `filter`, `orderBy`.

use std::borrow::Cow;

use async_graphql::indexmap::IndexMap;
use async_graphql::registry::{MetaEnumValue, MetaInputValue, MetaType, MetaTypeId, Registry};
use async_graphql::{Enum, InputType, InputValueError, InputValueResult, Value as GraphqlValue};
use serde_json::{Map, Value};

use super::condition::{self, Walked};
use super::declare::{Noun, ObjectType, Order};
use super::near;
use crate::access::Scene;
use crate::kernel::error::{Code, Fault};
use crate::kernel::geo::Origin;
use crate::kernel::page::{Cursor, Page, PageSize};
use crate::kernel::search::Query;

/// The order of a search.
pub(crate) const RELEVANCE: &str = "RELEVANCE";

/// Which way an order runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum OrderDirection {
    /// From the least to the greatest.
    Asc,
    /// From the greatest to the least.
    Desc,
}

/// An order of a list that was asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ordering<'a> {
    pub(crate) order: &'a Order,
    pub(crate) descending: bool,
}

/// What a list was asked for.
#[derive(Debug)]
pub(crate) struct ListArguments<'a> {
    pub(crate) page: Page,
    pub(crate) ordering: Ordering<'a>,
    pub(crate) filter: Option<&'a Value>,
    /// From where its distances are counted.
    origin: Option<Origin>,
    /// What the filter looks for.
    pub(crate) search: Option<Query>,
}

impl<'a> ListArguments<'a> {
    /// In which direction its rows are fetched: backwards for the last rows of a list.
    pub(crate) fn direction(&self) -> &'static str {
        if self.ordering.descending == self.page.is_backward() { "" } else { " desc" }
    }

    /// The scene in which it is read: that of what is around it, with its own point to count distances from.
    pub(crate) fn scene<'s>(&self, around: &'s Scene) -> Cow<'s, Scene> {
        match &self.origin {
            Some(origin) => Cow::Owned(around.counted_from(origin.clone())),
            None => Cow::Borrowed(around),
        }
    }

    /// Reads the arguments of a list of `ty`.
    pub(crate) fn read(ty: &'a ObjectType, arguments: &'a Map<String, Value>) -> Result<Self, Fault> {
        let filter = arguments.get("filter").filter(|value| !value.is_null());
        let search = ty.kind.map_or(Ok(None), |_| condition::searched(filter))?;
        let ordering = read_order(ty, arguments.get("orderBy"), search.is_some())?;
        let number = |name: &str| {
            let number = arguments.get(name).and_then(Value::as_i64);
            number.map(|number| i32::try_from(number).unwrap_or(i32::MAX))
        };
        let cursor = |name: &str| -> Result<Option<Cursor>, Fault> {
            let Some(text) = arguments.get(name).and_then(Value::as_str) else { return Ok(None) };
            Cursor::decode(text).map(Some).ok_or_else(|| {
                Fault::on(
                    name,
                    Code::Invalid,
                    format!("`{name}` is not a cursor of this list: start again from its first page"),
                )
            })
        };
        let (first, last) = (number("first"), number("last"));
        let page = Page::new(first, cursor("after")?, last, cursor("before")?, PageSize::default())?;
        page.check_order(&ordering.label())?;
        let origin = near::origin(ty, filter)?;
        if origin.is_none() && ordering.order.sql.needs_origin() {
            return Err(Fault::on("orderBy", Code::Invalid, "an order by distance needs the filter `near`"));
        }
        Ok(Self { page, ordering, filter, origin, search })
    }

    /// What gives the rows of the list, when that is not their own table.
    pub(crate) fn walk(&'a self, ty: &'a ObjectType) -> Option<Walked<'a>> {
        match &self.search {
            Some(query) => Some(Walked::Search(query)),
            None => condition::walk(ty, self.filter, self.ordering.order.name),
        }
    }
}

impl Ordering<'_> {
    /// The name by which cursors know the order.
    pub(crate) fn label(&self) -> String {
        format!("{}{}", self.order.name, if self.descending { "-" } else { "" })
    }
}

fn read_order<'a>(
    ty: &'a ObjectType,
    argument: Option<&Value>,
    is_search: bool,
) -> Result<Ordering<'a>, Fault> {
    let asked = argument.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    if asked.len() > 1 {
        return Err(Fault::on("orderBy", Code::Invalid, "give one order: ties are broken by the identifier"));
    }
    let name = asked.first().and_then(|order| order.get("by")).and_then(Value::as_str);
    let descending = match asked.first() {
        Some(order) => order.get("direction").and_then(Value::as_str) == Some("DESC"),
        None => ty.descends && !is_search,
    };
    let order = match name {
        None if is_search => ty.orders.iter().find(|order| order.name == RELEVANCE),
        None => ty.orders.first(),
        Some(name) => ty.orders.iter().find(|order| order.name == name),
    };
    let order = order.ok_or_else(|| Fault::on("orderBy", Code::Invalid, "this list has no such order"))?;
    if order.name == RELEVANCE && !is_search {
        let message = "RELEVANCE is the order of a search: say in `filter.search` what you look for";
        return Err(Fault::on("orderBy", Code::Invalid, message));
    }
    Ok(Ordering { order, descending })
}

/// The arguments of a connection of the type called `target`.
pub(crate) fn of_connection(target: &str) -> IndexMap<String, MetaInputValue> {
    let page = "Int".to_owned();
    let arguments = [
        ("first", page.clone(), "How many from the start, at most 100; 20 when nothing is said.", None),
        ("after", "Cursor".to_owned(), "Only what comes after this cursor.", None),
        ("last", page, "How many from the end, at most 100.", None),
        ("before", "Cursor".to_owned(), "Only what comes before this cursor.", None),
        ("filter", format!("{target}Filter"), "Only those that meet these conditions.", None),
        ("orderBy", format!("[{target}Order!]"), "In which order; ties are broken by the identifier.", None),
    ];
    arguments
        .into_iter()
        .map(|(name, ty, description, default)| (name.to_owned(), input(name, &ty, description, default)))
        .collect()
}

pub(crate) fn input(
    name: &str,
    ty: &str,
    description: &str,
    default_value: Option<String>,
) -> MetaInputValue {
    MetaInputValue {
        name: name.to_owned(),
        description: Some(description.to_owned()),
        ty: ty.to_owned(),
        deprecation: Default::default(),
        default_value,
        visible: None,
        inaccessible: false,
        tags: Vec::new(),
        is_secret: false,
        directive_invocations: Vec::new(),
    }
}

/// Publishes a generated input type: something with a name and a shape, which only the plan ever reads.
macro_rules! generated_input {
    ($type:ident, $suffix:literal, $id:expr, $build:expr) => {
        struct $type<N>(std::marker::PhantomData<fn() -> N>);
        impl<N: Noun> InputType for $type<N> {
            type RawValueType = Self;
            fn type_name() -> std::borrow::Cow<'static, str> {
                std::borrow::Cow::Owned(format!(concat!("{}", $suffix), N::NAME))
            }
            fn create_type_info(registry: &mut Registry) -> String {
                registry.create_input_type::<Self, _>($id, $build)
            }
            fn parse(_: Option<GraphqlValue>) -> InputValueResult<Self> {
                Err(InputValueError::custom("read by the plan"))
            }
            fn to_value(&self) -> GraphqlValue {
                GraphqlValue::Null
            }
            fn as_raw_value(&self) -> Option<&Self::RawValueType> {
                Some(self)
            }
        }
    };
}

generated_input!(FilterInput, "Filter", MetaTypeId::InputObject, filter_input::<N>);
generated_input!(OrderInput, "Order", MetaTypeId::InputObject, order_input::<N>);
generated_input!(FacetField, "FacetField", MetaTypeId::Enum, facet_field::<N>);
generated_input!(OrderField, "OrderField", MetaTypeId::Enum, order_field::<N>);

/// Registers the filter and the orders of a type.
pub(crate) fn publish<N: Noun>(registry: &mut Registry) {
    FilterInput::<N>::create_type_info(registry);
    OrderInput::<N>::create_type_info(registry);
}

fn filter_input<N: Noun>(registry: &mut Registry) -> MetaType {
    let ty = ObjectType::of::<N>();
    let own = format!("{}Filter", N::NAME);
    let mut fields = vec![
        input("and", &format!("[{own}!]"), "All of these hold.", None),
        input("or", &format!("[{own}!]"), "At least one of these holds.", None),
        input("not", &own, "This does not hold.", None),
    ];
    for filter in &ty.filters {
        fields.push(input(filter.name, &(filter.publish)(registry), filter.description, None));
    }
    input_object(own, "Conditions; those that stand side by side must all hold.", fields)
}

fn order_input<N: Noun>(registry: &mut Registry) -> MetaType {
    let by = OrderField::<N>::create_type_info(registry);
    OrderDirection::create_type_info(registry);
    let fields = vec![
        input("by", &by, "By what.", None),
        input("direction", "OrderDirection", "Which way; ASC when nothing is said.", None),
    ];
    input_object(format!("{}Order", N::NAME), "An order of a list.", fields)
}

fn input_object(name: String, description: &str, fields: Vec<MetaInputValue>) -> MetaType {
    MetaType::InputObject {
        name,
        description: Some(description.to_owned()),
        input_fields: fields.into_iter().map(|field| (field.name.clone(), field)).collect(),
        visible: None,
        inaccessible: false,
        tags: Vec::new(),
        rust_typename: None,
        oneof: false,
        directive_invocations: Vec::new(),
    }
}

/// The argument that says which facets of a list of `N` are wanted.
pub(crate) fn facet_names<N: Noun>(registry: &mut Registry) -> IndexMap<String, MetaInputValue> {
    let ty = format!("[{}]!", FacetField::<N>::create_type_info(registry));
    IndexMap::from([("names".to_owned(), input("names", &ty, "By what to count; each once.", None))])
}

fn facet_field<N: Noun>(_: &mut Registry) -> MetaType {
    let facets = ObjectType::of::<N>().facets.into_iter().map(|facet| (facet.name, facet.description));
    enumeration(format!("{}FacetField", N::NAME), "What the rows of a list can be counted by.", facets)
}

fn order_field<N: Noun>(_: &mut Registry) -> MetaType {
    let orders = ObjectType::of::<N>().orders.into_iter().map(|order| (order.name, order.description));
    enumeration(format!("{}OrderField", N::NAME), "What a list can be ordered by.", orders)
}

fn enumeration(
    name: String,
    description: &str,
    values: impl Iterator<Item = (&'static str, &'static str)>,
) -> MetaType {
    let values = values.map(|(name, description)| {
        let value = MetaEnumValue {
            name: name.to_owned(),
            description: Some(description.to_owned()),
            deprecation: Default::default(),
            visible: None,
            inaccessible: false,
            tags: Vec::new(),
            directive_invocations: Vec::new(),
        };
        (name.to_owned(), value)
    });
    MetaType::Enum {
        name,
        description: Some(description.to_owned()),
        enum_values: values.collect(),
        visible: None,
        inaccessible: false,
        tags: Vec::new(),
        rust_typename: None,
        directive_invocations: Vec::new(),
        requires_scopes: Vec::new(),
    }
}
