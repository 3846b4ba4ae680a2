//! The public schema: kept in `schema.graphql`, and explained to those who read it.

use std::fs;

use apollo_compiler::ast::InputValueDefinition;
use apollo_compiler::schema::{ExtendedType, FieldDefinition};
use apollo_compiler::{Node, Schema};

use super::sources::root;

/// The schema as it is built.
pub(super) fn current() -> Schema {
    parsed(&respyrem::schema::sdl(), "schema.graphql")
}

pub(super) fn parsed(sdl: &str, name: &str) -> Schema {
    Schema::parse_and_validate(sdl, name).unwrap_or_else(|invalid| panic!("{}", invalid.errors)).into_inner()
}

#[test]
fn the_kept_schema_is_the_one_that_is_served() {
    let path = root().join("schema.graphql");
    let served = respyrem::schema::sdl();
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        fs::write(&path, &served).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == served,
        "schema.graphql is out of date: write it again with `make fmt`, and read what changed"
    );
}

/// The places of a field or an input that nothing describes.
fn undescribed_arguments(at: &str, arguments: &[Node<InputValueDefinition>]) -> Vec<String> {
    let silent = arguments.iter().filter(|argument| argument.description.is_none());
    silent.map(|argument| format!("{at}({}:)", argument.name)).collect()
}

fn undescribed_field(ty: &str, field: &FieldDefinition) -> Vec<String> {
    let at = format!("{ty}.{}", field.name);
    let mut silent = undescribed_arguments(&at, &field.arguments);
    if field.description.is_none() {
        silent.push(at);
    }
    silent
}

fn undescribed(name: &str, ty: &ExtendedType) -> Vec<String> {
    let mut silent = match ty {
        ExtendedType::Object(object) => {
            object.fields.values().flat_map(|field| undescribed_field(name, field)).collect()
        }
        ExtendedType::Interface(interface) => {
            interface.fields.values().flat_map(|field| undescribed_field(name, field)).collect()
        }
        ExtendedType::InputObject(input) => {
            let fields = input.fields.values().filter(|field| field.description.is_none());
            fields.map(|field| format!("{name}.{}", field.name)).collect()
        }
        ExtendedType::Enum(values) => {
            let values = values.values.values().filter(|value| value.description.is_none());
            values.map(|value| format!("{name}.{}", value.value)).collect::<Vec<_>>()
        }
        ExtendedType::Scalar(_) | ExtendedType::Union(_) => Vec::new(),
    };
    if ty.description().is_none() {
        silent.push(name.to_owned());
    }
    silent
}

#[test]
fn everything_in_the_schema_is_described() {
    let schema = current();
    let own = schema.types.iter().filter(|(_, ty)| !ty.is_built_in());
    let silent: Vec<_> = own.flat_map(|(name, ty)| undescribed(name, ty)).collect();
    assert!(silent.is_empty(), "no description:\n{}", silent.join("\n"));
}
