//! The hub as a part of other graphs: its schema as Apollo Federation describes one of its subgraphs.
//!
//! Two texts, since gateways add `_entities` and `_service` by themselves: what they are told, with the keys of each type;
//! and what documents are validated against.

use apollo_compiler::ast::{Argument, Definition, Directive, Document, Value};
use apollo_compiler::{Name, Node};

use super::{CompiledSchema, compile};
use crate::gql::plan::Catalog;

/// Which words of the federation's specification the text uses.
const LINK: &str = "extend schema @link(\n\turl: \"https://specs.apollo.dev/federation/v2.3\"\n\timport: [\"@key\", \"@shareable\"]\n)\n\n";

/// Types that have the same fields in every graph: others may have them too.
const SHAREABLE: [&str; 1] = ["PageInfo"];

/// What documents of gateways are validated against, and the declared types with what gateways are told, of the public schema
/// `sdl`.
///
/// # Errors
/// When it is not a valid one: each fault in a sentence.
pub(super) fn of(sdl: &str, catalog: Catalog) -> Result<(CompiledSchema, Catalog), String> {
    let compiled = compile(sdl.to_owned() + &roots(&catalog), "subgraph.graphql")?;
    let told = told(sdl, &catalog)?;
    Ok((compiled, catalog.as_service(told)))
}

/// What gateways are told.
///
/// # Errors
/// When the schema is not a valid one.
pub(super) fn told(sdl: &str, catalog: &Catalog) -> Result<String, String> {
    let document = Document::parse(sdl.to_owned(), "schema.graphql");
    let mut document = document.map_err(|invalid| invalid.errors.to_string())?;
    document.definitions.retain(|definition| !is_of_the_language(definition));
    let keys: Vec<_> = catalog.keys().collect();
    for definition in &mut document.definitions {
        let Definition::ObjectTypeDefinition(object) = definition else { continue };
        let keys = keys.iter().filter(|(name, _)| *name == object.name.as_str()).flat_map(|(_, keys)| keys);
        let mut directives: Vec<Directive> = keys.map(|fields| key(fields)).collect();
        if SHAREABLE.contains(&object.name.as_str()) {
            directives.push(Directive::new(Name::new_static_unchecked("shareable")));
        }
        object.make_mut().directives.extend(directives.into_iter().map(Node::new));
    }
    Ok(format!("{LINK}{document}"))
}

/// A directive that every GraphQL server knows, `@skip` and its like: gateways exist that take another one by it.
fn is_of_the_language(definition: &Definition) -> bool {
    let Definition::DirectiveDefinition(directive) = definition else { return false };
    ["skip", "include", "deprecated", "specifiedBy", "oneOf"].contains(&directive.name.as_str())
}

fn key(fields: &str) -> Directive {
    Directive {
        name: Name::new_static_unchecked("key"),
        arguments: vec![Node::new(Argument {
            name: Name::new_static_unchecked("fields"),
            value: Node::new(Value::String(fields.to_owned())),
        })],
    }
}

/// The types and root fields that gateways expect.
fn roots(catalog: &Catalog) -> String {
    let entities: Vec<&str> = catalog.keys().map(|(name, _)| name).collect();
    format!(
        "\"What names an entity: its `__typename` and the fields of one of its keys.\"\nscalar _Any\n\
         \"What can be named by a key.\"\nunion _Entity = {}\n\
         \"This graph, as gateways ask what it is.\"\ntype _Service {{ \"Its schema.\" sdl: String! }}\n\
         extend type Query {{\n\
         \"Entities in the order of their names; null for what does not exist, and for what you may not see.\"\n\
         _entities(\"What names them, at most 1000.\" representations: [_Any!]!): [_Entity]!\n\
         \"What this graph is.\"\n_service: _Service! }}\n",
        entities.join(" | ")
    )
}
