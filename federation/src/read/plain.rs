//! Whether a schema is valid GraphQL once the directives of the specification are taken away.

use std::collections::HashSet;

use apollo_compiler::{Node, Schema, ast, name};

use super::{link::Names, sentence};
use crate::model::ROOTS;

/// The faults that a validator of plain GraphQL finds, and directives that nobody defined.
pub(super) fn check(document: &ast::Document, names: &Names) -> Result<(), Vec<String>> {
    let mut faults = Vec::new();
    let defined: HashSet<&str> = document
        .definitions
        .iter()
        .filter_map(|d| d.as_directive_definition())
        .map(|d| d.name.as_str())
        .collect();
    let mut plain = ast::Document::new();
    for definition in &document.definitions {
        let directive = definition.as_directive_definition().is_some();
        let foreign = |name: &str| {
            names.owns(name)
                || (directive && (names.directive(name).is_some() || matches!(name, "link" | "core")))
        };
        if definition.name().is_some_and(|name| foreign(name)) {
            continue;
        }
        let mut definition = definition.clone();
        each_list(&mut definition, &mut |directives| {
            directives.0.retain(|directive| keep(directive, &defined, names, &mut faults));
        });
        without_protocol(&mut definition);
        plain.definitions.push(definition);
    }
    faults.dedup();
    if !faults.is_empty() {
        return Err(faults);
    }
    let built =
        Schema::builder().adopt_orphan_extensions().ignore_builtin_redefinitions().add_ast(&plain).build();
    let checked = match built {
        Ok(schema) if schema.schema_definition.query.is_none() => return Ok(()),
        Ok(schema) => schema.validate().map(|_| ()).map_err(|e| e.errors),
        Err(e) => Err(e.errors),
    };
    checked.map_err(|errors| {
        errors.iter().map(|d| sentence(&d.error, d.line_column_range().map(|r| r.start.line))).collect()
    })
}

/// Whether a directive stays for the validator; complains of one that has no definition.
fn keep(
    directive: &Node<ast::Directive>,
    defined: &HashSet<&str>,
    names: &Names,
    faults: &mut Vec<String>,
) -> bool {
    let name = directive.name.as_str();
    if names.directive(name).is_some() || names.owns(name) || matches!(name, "link" | "core") {
        return false;
    }
    if defined.contains(name) {
        return true;
    }
    if matches!(name, "deprecated" | "specifiedBy" | "oneOf") {
        return name != "oneOf";
    }
    faults.push(if Names::forgotten(name) {
        format!(
            "@{name} is used but not imported. Add \"@{name}\" to the `import` of the @link to \
             https://specs.apollo.dev/federation/v2.x."
        )
    } else {
        format!("@{name} is used but not defined. Define it in the schema, or take it away.")
    });
    false
}

/// Fields of `Query` that belong to the protocol name types which were left out. A root of nothing else gets a field of
/// a plain type: the protocol allows what GraphQL alone does not.
fn without_protocol(definition: &mut ast::Definition) {
    let (name, fields) = match definition {
        ast::Definition::ObjectTypeDefinition(d) => (d.name.clone(), &mut d.make_mut().fields),
        ast::Definition::ObjectTypeExtension(d) => (d.name.clone(), &mut d.make_mut().fields),
        _ => return,
    };
    let before = fields.len();
    fields.retain(|f| !matches!(f.name.as_str(), "_service" | "_entities"));
    if fields.is_empty() && (before > 0 || ROOTS.contains(&name.as_str())) {
        fields.push(Node::new(ast::FieldDefinition {
            description: None,
            name: name!("nothing"),
            arguments: Vec::new(),
            ty: ast::Type::Named(name!("Boolean")),
            directives: ast::DirectiveList::new(),
        }));
    }
}

/// Calls back with every list of directives in a definition.
fn each_list(definition: &mut ast::Definition, visit: &mut impl FnMut(&mut ast::DirectiveList)) {
    use ast::Definition as D;
    match definition {
        D::SchemaDefinition(d) => visit(&mut d.make_mut().directives),
        D::SchemaExtension(d) => visit(&mut d.make_mut().directives),
        D::ScalarTypeDefinition(d) => visit(&mut d.make_mut().directives),
        D::ScalarTypeExtension(d) => visit(&mut d.make_mut().directives),
        D::UnionTypeDefinition(d) => visit(&mut d.make_mut().directives),
        D::UnionTypeExtension(d) => visit(&mut d.make_mut().directives),
        D::ObjectTypeDefinition(d) => {
            let d = d.make_mut();
            visit(&mut d.directives);
            fields(&mut d.fields, visit);
        }
        D::ObjectTypeExtension(d) => {
            let d = d.make_mut();
            visit(&mut d.directives);
            fields(&mut d.fields, visit);
        }
        D::InterfaceTypeDefinition(d) => {
            let d = d.make_mut();
            visit(&mut d.directives);
            fields(&mut d.fields, visit);
        }
        D::InterfaceTypeExtension(d) => {
            let d = d.make_mut();
            visit(&mut d.directives);
            fields(&mut d.fields, visit);
        }
        D::EnumTypeDefinition(d) => {
            let d = d.make_mut();
            visit(&mut d.directives);
            d.values.iter_mut().for_each(|v| visit(&mut v.make_mut().directives));
        }
        D::EnumTypeExtension(d) => {
            let d = d.make_mut();
            visit(&mut d.directives);
            d.values.iter_mut().for_each(|v| visit(&mut v.make_mut().directives));
        }
        D::InputObjectTypeDefinition(d) => {
            let d = d.make_mut();
            visit(&mut d.directives);
            d.fields.iter_mut().for_each(|f| visit(&mut f.make_mut().directives));
        }
        D::InputObjectTypeExtension(d) => {
            let d = d.make_mut();
            visit(&mut d.directives);
            d.fields.iter_mut().for_each(|f| visit(&mut f.make_mut().directives));
        }
        _ => {}
    }
}

fn fields(fields: &mut [Node<ast::FieldDefinition>], visit: &mut impl FnMut(&mut ast::DirectiveList)) {
    for field in fields {
        let field = field.make_mut();
        visit(&mut field.directives);
        field.arguments.iter_mut().for_each(|a| visit(&mut a.make_mut().directives));
    }
}
