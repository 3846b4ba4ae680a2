//! From a service's SDL to the model: parsed, checked as plain GraphQL, and with the meaning of its federation
//! directives taken out of them. Knows the first and the second version of the specification, and no other service.

mod definitions;
mod directives;
mod first;
mod link;
mod plain;

use std::collections::HashMap;

use apollo_compiler::{Name, Node, ast, parser::Parser};
use indexmap::IndexMap;

use crate::{CompositionError, Subgraph, model::Graph};
use definitions::Reader;
use link::Names;

/// What a partner's schema may be long: tokens, and levels of nesting.
const TOKENS: usize = 500_000;
const NESTING: usize = 200;

/// Reads one service; all its faults at once.
pub(crate) fn read(subgraph: &Subgraph, id: String) -> Result<Graph, Vec<CompositionError>> {
    let invalid = |message: String| CompositionError::new("INVALID_GRAPHQL", message).of(&subgraph.name);
    let document = Parser::new()
        .token_limit(TOKENS)
        .recursion_limit(NESTING)
        .parse_ast(subgraph.sdl.as_str(), "schema")
        .map_err(|e| {
            let faults =
                e.errors.iter().map(|d| sentence(&d.error, d.line_column_range().map(|r| r.start.line)));
            faults.map(invalid).collect::<Vec<_>>()
        })?;

    let links = links(&document);
    let names = Names::read(&links);
    plain::check(&document, &names).map_err(|faults| faults.into_iter().map(invalid).collect::<Vec<_>>())?;

    let mut reader = Reader::new(subgraph, id, &names, roots(&document));
    for definition in &document.definitions {
        reader.definition(definition);
    }
    let (mut graph, mut errors) = reader.finish();
    directives::composed(&mut graph, &document, &names, &mut errors);
    first::normalise(&mut graph, names.second);
    if errors.is_empty() { Ok(graph) } else { Err(errors) }
}

/// A fault with the line it is on.
fn sentence(fault: &impl std::fmt::Display, line: Option<usize>) -> String {
    match line {
        Some(line) => format!("Line {line}: {fault}."),
        None => format!("{fault}."),
    }
}

/// Every `@link` of the schema.
fn links(document: &ast::Document) -> Vec<Node<ast::Directive>> {
    let schemas = document
        .definitions
        .iter()
        .filter(|d| matches!(d, ast::Definition::SchemaDefinition(_) | ast::Definition::SchemaExtension(_)));
    schemas
        .flat_map(|d| d.directives().iter())
        .filter(|d| d.name == "link" || d.name == "core")
        .cloned()
        .collect()
}

/// The root types of the schema by the name that they are merged under.
fn roots(document: &ast::Document) -> HashMap<Name, Name> {
    let mut declared: IndexMap<ast::OperationType, Name> = IndexMap::new();
    let mut extended: IndexMap<ast::OperationType, Name> = IndexMap::new();
    for definition in &document.definitions {
        let (operations, into) = match definition {
            ast::Definition::SchemaDefinition(schema) => (&schema.root_operations, &mut declared),
            ast::Definition::SchemaExtension(schema) => (&schema.root_operations, &mut extended),
            _ => continue,
        };
        into.extend(operations.iter().map(|operation| (operation.0, operation.1.clone())));
    }
    if declared.is_empty() {
        // A schema without definition has its roots under their usual names; an extension may still name others.
        for operation in OPERATIONS {
            declared.insert(operation, operation.default_type_name().clone());
        }
    }
    declared.extend(extended);
    declared.into_iter().map(|(operation, name)| (name, operation.default_type_name().clone())).collect()
}

const OPERATIONS: [ast::OperationType; 3] =
    [ast::OperationType::Query, ast::OperationType::Mutation, ast::OperationType::Subscription];
