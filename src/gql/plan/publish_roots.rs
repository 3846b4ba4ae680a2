//! The planned root fields and the interfaces, as async-graphql publishes them.

use std::borrow::Cow;

use async_graphql::indexmap::IndexMap;
use async_graphql::registry::{MetaField, MetaType, MetaTypeId, Registry};
use async_graphql::{ContextSelectionSet, ID, OutputType, Positioned, ServerResult, Value};

use super::Catalog;
use super::arguments::{input, of_connection};
use super::declare::Publish;
use super::publish::{list, meta_field, object_of, optional, required};

/// Publishes an interface: its fields are those that all its types have.
macro_rules! interface {
    ($type:ident, $description:literal, $fields:expr) => {
        #[doc = $description]
        pub(crate) struct $type;
        impl OutputType for $type {
            fn type_name() -> Cow<'static, str> {
                Cow::Borrowed(stringify!($type))
            }
            fn create_type_info(registry: &mut Registry) -> String {
                registry.create_output_type::<Self, _>(MetaTypeId::Interface, |registry| {
                    let fields: Vec<MetaField> = $fields(registry);
                    MetaType::Interface {
                        name: stringify!($type).to_owned(),
                        description: Some($description.to_owned()),
                        fields: fields.into_iter().map(|field| (field.name.clone(), field)).collect(),
                        possible_types: Default::default(),
                        extends: false,
                        keys: None,
                        visible: None,
                        inaccessible: false,
                        tags: Vec::new(),
                        rust_typename: None,
                        directive_invocations: Vec::new(),
                        requires_scopes: Vec::new(),
                    }
                })
            }
            async fn resolve(
                &self,
                _: &ContextSelectionSet<'_>,
                _: &Positioned<async_graphql::parser::types::Field>,
            ) -> ServerResult<Value> {
                Ok(Value::Null)
            }
        }
    };
}

interface!(Node, "Anything with a global identifier.", |registry: &mut Registry| vec![id_field(registry)]);
interface!(
    Record,
    "What the network keeps: versioned, owned, and read by those it is meant for.",
    |registry: &mut Registry| {
        vec![
            id_field(registry),
            meta_field(
                registry,
                "version",
                "Grows by one with each change.",
                required::<i32>,
                IndexMap::new(),
            ),
        ]
    }
);

fn id_field(registry: &mut Registry) -> MetaField {
    meta_field(
        registry,
        "id",
        "Global identifier: opaque, the same for ever.",
        required::<ID>,
        IndexMap::new(),
    )
}

/// The type called `name`, with the root fields of every type of the catalog.
#[must_use]
pub fn publish_roots(name: &str, registry: &mut Registry, catalog: &Catalog) -> MetaType {
    let one = |name: &str, ty: &str, description: &str| {
        IndexMap::from([(name.to_owned(), input(name, ty, description, None))])
    };
    let mut fields = vec![
        meta_field(
            registry,
            "node",
            "Anything, by its global identifier; null when there is no such thing, or none that you may see.",
            optional::<Node>,
            one("id", "ID!", "The identifier."),
        ),
        meta_field(
            registry,
            "nodes",
            "As many things, in the same order.",
            list::<Option<Node>>,
            one("ids", "[ID!]!", "The identifiers, at most 100."),
        ),
    ];
    for ty in catalog.types() {
        if let Some(single) = &ty.single {
            let mut arguments = IndexMap::new();
            for by in &single.by {
                let argument = input(by.argument, &(by.publish)(registry), by.description, None);
                arguments.insert(by.argument.to_owned(), argument);
            }
            fields.push(meta_field(registry, single.name, single.description, ty.publish.one, arguments));
        }
        if let Some(plural) = &ty.plural {
            let connection: Publish = ty.publish.connection;
            fields.push(meta_field(
                registry,
                plural.name,
                plural.description,
                connection,
                of_connection(ty.name),
            ));
        }
    }
    object_of(name, "What can be read by a plan.", fields)
}
