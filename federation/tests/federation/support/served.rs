//! The schema that a service answers by: its SDL without directives, with the fields of the protocol.

use apollo_compiler::{Node, Schema, ast, validation::Valid};

/// The lists of directives of a definition and of its parts are emptied.
macro_rules! bare {
    ($definition:expr) => {
        $definition.make_mut().directives = ast::DirectiveList::new()
    };
    ($definition:expr, $parts:ident) => {{
        bare!($definition);
        $definition.make_mut().$parts.iter_mut().for_each(|part| bare!(part));
    }};
}

pub(super) fn served(sdl: &str) -> Valid<Schema> {
    let mut document = ast::Document::parse(sdl, "sdl").expect("SDL");
    let mut entities = Vec::new();
    document.definitions.retain_mut(|definition| {
        use ast::Definition as D;
        let object = matches!(definition, D::ObjectTypeDefinition(_) | D::ObjectTypeExtension(_));
        let keyed = definition.directives().iter().any(|d| d.name.ends_with("key"));
        entities.extend(definition.name().filter(|_| object && keyed).map(ToString::to_string));
        match definition {
            D::DirectiveDefinition(_) => return false,
            D::SchemaExtension(e) if e.root_operations.is_empty() => return false,
            D::SchemaExtension(d) => bare!(d),
            D::SchemaDefinition(d) => bare!(d),
            D::ObjectTypeDefinition(d) => {
                bare!(d);
                fields(&mut d.make_mut().fields);
            }
            D::ObjectTypeExtension(d) => {
                bare!(d);
                fields(&mut d.make_mut().fields);
            }
            D::InterfaceTypeDefinition(d) => {
                bare!(d);
                fields(&mut d.make_mut().fields);
            }
            D::InterfaceTypeExtension(d) => {
                bare!(d);
                fields(&mut d.make_mut().fields);
            }
            D::UnionTypeDefinition(d) => bare!(d),
            D::UnionTypeExtension(d) => bare!(d),
            D::EnumTypeDefinition(d) => bare!(d, values),
            D::EnumTypeExtension(d) => bare!(d, values),
            D::InputObjectTypeDefinition(d) => bare!(d, fields),
            D::InputObjectTypeExtension(d) => bare!(d, fields),
            D::ScalarTypeDefinition(d) => bare!(d),
            D::ScalarTypeExtension(_) => return false,
            D::OperationDefinition(_) | D::FragmentDefinition(_) => {}
        }
        true
    });
    let mut builder = Schema::builder().adopt_orphan_extensions().add_ast(&document);
    entities.dedup();
    if !entities.is_empty() {
        builder = builder.parse(protocol(&document, &entities), "protocol");
    }
    let schema = builder.build().unwrap_or_else(|e| panic!("{}", e.errors));
    schema.validate().unwrap_or_else(|e| panic!("{}", e.errors))
}

/// How entities are asked for.
fn protocol(document: &ast::Document, entities: &[String]) -> String {
    let query = document.definitions.iter().find_map(|d| match d {
        ast::Definition::SchemaDefinition(s) => Some(s.root_operations.first()?.1.to_string()),
        _ => None,
    });
    let query = query.unwrap_or_else(|| "Query".to_owned());
    let members = entities.join(" | ");
    format!(
        "scalar _Any union _Entity = {members} extend type {query} {{ _entities(representations: [_Any!]!): [_Entity]! }}"
    )
}

fn fields(fields: &mut [Node<ast::FieldDefinition>]) {
    fields.iter_mut().for_each(|field| bare!(field, arguments));
}
