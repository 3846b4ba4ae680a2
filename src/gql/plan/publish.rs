//! What async-graphql is told: the declared types, under the names by which other types refer to them.
//!
//! A [`Ref`] is how a mutation's payload, a subscription's event or a query outside the plan holds a row: as its id.
//! The pipeline puts the planned object in its place.

use std::borrow::Cow;
use std::marker::PhantomData;

use async_graphql::indexmap::IndexMap;
use async_graphql::parser::types::Field as AstField;
use async_graphql::registry::{MetaField, MetaInputValue, MetaType, MetaTypeId, Registry};
use async_graphql::{ContextSelectionSet, OutputType, Positioned, ServerResult, Value};
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::arguments;
use super::declare::{Field, Noun, ObjectType, Paging, Source};
use super::facet;
use crate::gql::scalar::Cursor;

/// A row of type `N`, by its id. In the API it is the object itself, or null when the viewer does not see it.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Ref<N> {
    /// The row.
    pub id: Uuid,
    #[serde(skip)]
    noun: PhantomData<fn() -> N>,
}

impl<N> Ref<N> {
    /// Refers to the row `id`.
    #[must_use]
    pub const fn new(id: Uuid) -> Self {
        Self { id, noun: PhantomData }
    }
}

impl<N> std::fmt::Debug for Ref<N> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Ref({})", self.id)
    }
}

/// Publishes an object made of expressions of another row.
pub(crate) struct Inline<N>(PhantomData<fn() -> N>);
/// Publishes the connection of a type.
pub(crate) struct Connection<N>(PhantomData<fn() -> N>);
/// Publishes the edge of a type.
struct Edge<N>(PhantomData<fn() -> N>);

/// Implements `OutputType` for something that is only ever published.
macro_rules! published {
    ($type:ident, $name:expr, $fields:expr) => {
        impl<N: Noun> OutputType for $type<N> {
            fn type_name() -> Cow<'static, str> {
                $name
            }
            fn create_type_info(registry: &mut Registry) -> String {
                registry.create_output_type::<Self, _>(MetaTypeId::Object, $fields)
            }
            async fn resolve(
                &self,
                _: &ContextSelectionSet<'_>,
                _: &Positioned<AstField>,
            ) -> ServerResult<Value> {
                Ok(Value::Null)
            }
        }
    };
}

published!(Inline, Cow::Borrowed(N::NAME), |registry| {
    let ty = ObjectType::of::<N>();
    object(registry, ty.name, ty.description, &ty.fields)
});
published!(Connection, Cow::Owned(format!("{}Connection", N::NAME)), connection::<N>);
published!(Edge, Cow::Owned(format!("{}Edge", N::NAME)), edge::<N>);

impl<N: Noun> OutputType for Ref<N> {
    fn type_name() -> Cow<'static, str> {
        Cow::Borrowed(N::NAME)
    }

    fn create_type_info(registry: &mut Registry) -> String {
        let name = registry.create_output_type::<Self, _>(MetaTypeId::Object, |registry| {
            let ty = ObjectType::of::<N>();
            object(registry, ty.name, ty.description, &ty.fields)
        });
        registry.add_implements(N::NAME, "Node");
        if ObjectType::of::<N>().kind.is_some() {
            registry.add_implements(N::NAME, "Record");
        }
        name
    }

    async fn resolve(&self, _: &ContextSelectionSet<'_>, _: &Positioned<AstField>) -> ServerResult<Value> {
        Ok(Value::Binary(Bytes::copy_from_slice(self.id.as_bytes())))
    }
}

/// The qualified name of a type that is always there.
pub(crate) fn required<T: OutputType>(registry: &mut Registry) -> String {
    T::create_type_info(registry)
}

/// The qualified name of a type that may be null.
pub(crate) fn optional<T: OutputType>(registry: &mut Registry) -> String {
    Option::<T>::create_type_info(registry)
}

/// The qualified name of a list of a type.
pub(crate) fn list<T: OutputType>(registry: &mut Registry) -> String {
    Vec::<T>::create_type_info(registry)
}

/// The qualified name of an identifier as an argument.
pub(crate) fn optional_id(registry: &mut Registry) -> String {
    <Option<async_graphql::ID> as async_graphql::InputType>::create_type_info(registry)
}

/// The qualified name of a text as an argument.
pub(crate) fn optional_text(registry: &mut Registry) -> String {
    <Option<String> as async_graphql::InputType>::create_type_info(registry)
}

/// An object type made of declared fields.
pub(crate) fn object(registry: &mut Registry, name: &str, description: &str, fields: &[Field]) -> MetaType {
    let fields = fields.iter().map(|field| {
        let args = match field.source {
            Source::Many { paging: Paging::Connection, target, .. } => arguments::of_connection(target),
            _ => IndexMap::new(),
        };
        meta_field(registry, field.name, field.description, field.publish, args)
    });
    object_of(name, description, fields.collect())
}

pub(crate) fn object_of(name: &str, description: &str, fields: Vec<MetaField>) -> MetaType {
    MetaType::Object {
        name: name.to_owned(),
        description: Some(description.to_owned()),
        fields: fields.into_iter().map(|field| (field.name.clone(), field)).collect(),
        cache_control: Default::default(),
        extends: false,
        shareable: false,
        resolvable: true,
        keys: None,
        visible: None,
        inaccessible: false,
        interface_object: false,
        tags: Vec::new(),
        is_subscription: false,
        rust_typename: None,
        directive_invocations: Vec::new(),
        requires_scopes: Vec::new(),
    }
}

pub(crate) fn meta_field(
    registry: &mut Registry,
    name: &str,
    description: &str,
    publish: fn(&mut Registry) -> String,
    args: IndexMap<String, MetaInputValue>,
) -> MetaField {
    MetaField {
        name: name.to_owned(),
        description: Some(description.to_owned()),
        args,
        ty: publish(registry),
        deprecation: Default::default(),
        cache_control: Default::default(),
        external: false,
        requires: None,
        provides: None,
        visible: None,
        shareable: false,
        inaccessible: false,
        tags: Vec::new(),
        override_from: None,
        compute_complexity: None,
        directive_invocations: Vec::new(),
        requires_scopes: Vec::new(),
    }
}

fn connection<N: Noun>(registry: &mut Registry) -> MetaType {
    arguments::publish::<N>(registry);
    let none = IndexMap::new;
    let mut fields = vec![
        meta_field(registry, "nodes", "The rows of this page.", list::<Ref<N>>, none()),
        meta_field(
            registry,
            "edges",
            "The rows of this page, each with its cursor.",
            list::<Edge<N>>,
            none(),
        ),
        meta_field(registry, "pageInfo", "Whether there is more, and where.", required::<PageInfo>, none()),
        meta_field(
            registry,
            "totalCount",
            "How many the viewer sees in all pages; counted only when asked for.",
            required::<i32>,
            none(),
        ),
    ];
    if !ObjectType::of::<N>().facets.is_empty() {
        let names = arguments::facet_names::<N>(registry);
        fields.push(meta_field(
            registry,
            "facets",
            "How many the viewer sees in all pages, by each value of these; counted only when asked for.",
            list::<facet::PublishedFacet>,
            names,
        ));
    }
    object_of(&format!("{}Connection", N::NAME), "A page of a list.", fields)
}

fn edge<N: Noun>(registry: &mut Registry) -> MetaType {
    let none = IndexMap::new;
    let fields = vec![
        meta_field(registry, "node", "The row.", required::<Ref<N>>, none()),
        meta_field(
            registry,
            "cursor",
            "Where it stands: an argument for `after` and `before`.",
            required::<Cursor>,
            none(),
        ),
    ];
    object_of(&format!("{}Edge", N::NAME), "A row and where it stands in its list.", fields)
}

/// Where a page stands in its list.
#[derive(async_graphql::SimpleObject)]
pub(crate) struct PageInfo {
    /// There are rows after this page.
    pub(crate) has_next_page: bool,
    /// There are rows before this page.
    pub(crate) has_previous_page: bool,
    /// Of the first row of this page.
    pub(crate) start_cursor: Option<Cursor>,
    /// Of the last row of this page.
    pub(crate) end_cursor: Option<Cursor>,
}
