//! The schema that clients see: the supergraph without what is inaccessible and without the language of composition.

use std::collections::HashSet;

use apollo_compiler::{Name, Node, Schema, ast, validation::Valid};

use crate::CompositionError;

/// Takes the API out of a supergraph, whoever composed it.
///
/// # Errors
/// One sentence for each rule of GraphQL that the whole breaks, although each service may hold it alone.
pub(crate) fn schema(supergraph: &ast::Document) -> Result<Valid<Schema>, Vec<CompositionError>> {
    let hidden: HashSet<Name> = supergraph
        .definitions
        .iter()
        .filter(|d| inaccessible(d.directives()))
        .filter_map(|d| d.name().cloned())
        .collect();
    let mut document = ast::Document::new();
    for definition in &supergraph.definitions {
        if let Some(definition) = visible(definition, &hidden) {
            document.definitions.push(definition);
        }
    }
    let built = Schema::builder().add_ast(&document).build();
    let checked = match built {
        Ok(schema) => schema.validate().map_err(|e| e.errors),
        Err(e) => Err(e.errors),
    };
    checked.map_err(|errors| {
        let sentence = |fault: String| {
            CompositionError::new(
                "INVALID_GRAPHQL",
                format!("Together the services make an invalid schema: {fault}."),
            )
        };
        errors.iter().map(|d| sentence(d.error.to_string())).collect()
    })
}

fn inaccessible(directives: &ast::DirectiveList) -> bool {
    directives.has("inaccessible")
}

/// Names with this mark belong to specifications that the supergraph links.
fn internal(name: &str) -> bool {
    name.starts_with("join__")
        || name.starts_with("link__")
        || name.starts_with("core__")
        || name.starts_with("federation__")
}

fn visible(definition: &ast::Definition, hidden: &HashSet<Name>) -> Option<ast::Definition> {
    use ast::Definition as D;
    let name = definition.name();
    if name.is_some_and(|n| {
        internal(n) || (definition.as_directive_definition().is_none() && hidden.contains(n))
    }) {
        return None;
    }
    let mut definition = definition.clone();
    match &mut definition {
        D::DirectiveDefinition(d) => {
            let spec = [
                "link",
                "core",
                "tag",
                "inaccessible",
                "authenticated",
                "requiresScopes",
                "policy",
                "cost",
                "listSize",
            ];
            let client = d
                .locations
                .iter()
                .any(|l| l.name() == "FIELD" || l.name() == "QUERY" || l.name().contains("FRAGMENT"));
            if spec.contains(&d.name.as_str()) || !client {
                return None;
            }
        }
        D::SchemaDefinition(d) => d.make_mut().directives = ast::DirectiveList::new(),
        D::ScalarTypeDefinition(d) => strip(&mut d.make_mut().directives),
        D::ObjectTypeDefinition(d) => {
            let d = d.make_mut();
            strip(&mut d.directives);
            d.implements_interfaces.retain(|i| !hidden.contains(i));
            fields(&mut d.fields);
        }
        D::InterfaceTypeDefinition(d) => {
            let d = d.make_mut();
            strip(&mut d.directives);
            d.implements_interfaces.retain(|i| !hidden.contains(i));
            fields(&mut d.fields);
        }
        D::UnionTypeDefinition(d) => {
            let d = d.make_mut();
            strip(&mut d.directives);
            d.members.retain(|m| !hidden.contains(m));
        }
        D::EnumTypeDefinition(d) => {
            let d = d.make_mut();
            strip(&mut d.directives);
            d.values.retain(|v| !inaccessible(&v.directives));
            d.values.iter_mut().for_each(|v| strip(&mut v.make_mut().directives));
        }
        D::InputObjectTypeDefinition(d) => {
            let d = d.make_mut();
            strip(&mut d.directives);
            inputs(&mut d.fields);
        }
        _ => return None,
    }
    Some(definition)
}

fn fields(fields: &mut Vec<Node<ast::FieldDefinition>>) {
    fields.retain(|f| !inaccessible(&f.directives));
    for field in fields {
        let field = field.make_mut();
        strip(&mut field.directives);
        inputs(&mut field.arguments);
    }
}

fn inputs(inputs: &mut Vec<Node<ast::InputValueDefinition>>) {
    inputs.retain(|i| !inaccessible(&i.directives));
    inputs.iter_mut().for_each(|i| strip(&mut i.make_mut().directives));
}

/// Clients see of directives only those of GraphQL itself.
fn strip(directives: &mut ast::DirectiveList) {
    directives.0.retain(|d| matches!(d.name.as_str(), "deprecated" | "specifiedBy"));
}
