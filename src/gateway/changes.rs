//! What differs between two schemas, as clients see them.

use std::collections::BTreeMap;

use apollo_compiler::Schema;
use apollo_compiler::schema::ExtendedType;
use async_graphql::SimpleObject;
use serde::{Deserialize, Serialize};

/// The most changes that are told.
const MOST: usize = 500;

coded! {
    /// What happens to a part of the schema.
    pub enum SchemaChangeKind {
        /// It comes.
        Added = "ADDED",
        /// It goes: operations that use it fail from then on.
        Removed = "REMOVED",
        /// It is of another type, or takes other arguments.
        Changed = "CHANGED",
    }
}

/// One difference between the schema that is served and the one that would be.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject, Serialize, Deserialize)]
pub struct SchemaChange {
    /// What happens.
    pub kind: SchemaChangeKind,
    /// To what: `Type` or `Type.field`.
    pub coordinate: String,
}

/// The differences, in the order of their names; what comes or goes with its type is not told for itself.
pub(super) fn between(before: &Schema, after: &Schema) -> Vec<SchemaChange> {
    let (before, after) = (members(before), members(after));
    let mut changes = Vec::new();
    let mut tell = |kind, coordinate: &str| {
        let with_its_type = coordinate
            .split_once('.')
            .is_some_and(|(ty, _)| !before.contains_key(ty) || !after.contains_key(ty));
        if !with_its_type && changes.len() < MOST {
            changes.push(SchemaChange { kind, coordinate: coordinate.to_owned() });
        }
    };
    for (coordinate, now) in &after {
        match before.get(coordinate) {
            None => tell(SchemaChangeKind::Added, coordinate),
            Some(then) if then != now => tell(SchemaChangeKind::Changed, coordinate),
            Some(_) => {}
        }
    }
    for coordinate in before.keys().filter(|coordinate| !after.contains_key(*coordinate)) {
        tell(SchemaChangeKind::Removed, coordinate);
    }
    changes.sort_by(|a, b| a.coordinate.cmp(&b.coordinate));
    changes
}

/// Types and what they hold, by their coordinates, each with what a client has to know of it.
fn members(schema: &Schema) -> BTreeMap<String, String> {
    let mut members = BTreeMap::new();
    for (name, ty) in schema.types.iter().filter(|(name, ty)| !ty.is_built_in() && !name.starts_with("__")) {
        let mut member = |field: &str, told: String| members.insert(format!("{name}.{field}"), told);
        match ty {
            ExtendedType::Object(object) => {
                object.fields.iter().for_each(|(name, field)| drop(member(name, signature(field))));
            }
            ExtendedType::Interface(interface) => {
                interface.fields.iter().for_each(|(name, field)| drop(member(name, signature(field))));
            }
            ExtendedType::InputObject(input) => {
                input.fields.iter().for_each(|(name, field)| drop(member(name, field.ty.to_string())));
            }
            ExtendedType::Enum(values) => {
                values.values.keys().for_each(|value| drop(member(value, String::new())));
            }
            ExtendedType::Scalar(_) | ExtendedType::Union(_) => {}
        }
        let kind = match ty {
            ExtendedType::Union(union) => {
                union.members.iter().map(|member| member.to_string()).collect::<Vec<_>>().join("|")
            }
            ExtendedType::Object(_) => "object".to_owned(),
            ExtendedType::Interface(_) => "interface".to_owned(),
            ExtendedType::InputObject(_) => "input".to_owned(),
            ExtendedType::Enum(_) => "enum".to_owned(),
            ExtendedType::Scalar(_) => "scalar".to_owned(),
        };
        members.insert(name.to_string(), kind);
    }
    members
}

fn signature(field: &apollo_compiler::ast::FieldDefinition) -> String {
    let arguments: Vec<String> =
        field.arguments.iter().map(|argument| format!("{}: {}", argument.name, argument.ty)).collect();
    format!("({}): {}", arguments.join(", "), field.ty)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(before: &str, after: &str) -> Vec<String> {
        let schema = |text: &str| Schema::parse_and_validate(text, "schema").unwrap();
        let changes = between(&schema(before), &schema(after));
        changes.into_iter().map(|change| format!("{} {}", change.kind, change.coordinate)).collect()
    }

    #[test]
    fn what_comes_and_goes_with_its_type_is_told_once() {
        let before = "type Query { a: Int, old: Old } type Old { b: Int }";
        let after = "type Query { a: Int, new: New } type New { b: Int }";
        assert_eq!(told(before, after), ["ADDED New", "REMOVED Old", "ADDED Query.new", "REMOVED Query.old"]);
    }

    #[test]
    fn another_type_other_arguments_and_other_members_are_changes() {
        let before = "type Query { a: Int, b(c: Int): Int, u: U } union U = A type A { x: E } type B { x: E } enum E { ONE }";
        let after = "type Query { a: Int!, b(c: String): Int, u: U } union U = A | B type A { x: E } type B { x: E } enum E { ONE TWO }";
        assert_eq!(told(before, after), ["ADDED E.TWO", "CHANGED Query.a", "CHANGED Query.b", "CHANGED U"]);
    }

    #[test]
    fn the_same_schema_has_no_changes() {
        assert!(told("type Query { a: Int }", "type Query { a: Int }").is_empty());
    }
}
