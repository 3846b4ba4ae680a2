//! What of a schema is no longer there, or no longer the same, for those who rely on it.

use apollo_compiler::ast::{FieldDefinition, InputValueDefinition, Type};
use apollo_compiler::collections::IndexMap;
use apollo_compiler::schema::{Component, ExtendedType};
use apollo_compiler::{Name, Node, Schema};

/// Every change from `before` to `after` that a client may notice, in a sentence each.
pub(super) fn breaking_changes(before: &Schema, after: &Schema) -> Vec<String> {
    let mut changes = Vec::new();
    for (name, ty) in before.types.iter().filter(|(_, ty)| !ty.is_built_in()) {
        match after.types.get(name) {
            None => changes.push(format!("the type {name} is gone")),
            Some(now) => compare(name, ty, now, &mut changes),
        }
    }
    changes
}

fn compare(name: &Name, before: &ExtendedType, after: &ExtendedType, changes: &mut Vec<String>) {
    match (before, after) {
        (ExtendedType::Object(before), ExtendedType::Object(after)) => {
            fields(name, &before.fields, &after.fields, changes);
            let lost =
                before.implements_interfaces.iter().filter(|one| !after.implements_interfaces.contains(*one));
            changes.extend(lost.map(|interface| format!("{name} is no longer a {}", interface.name)));
        }
        (ExtendedType::Interface(before), ExtendedType::Interface(after)) => {
            fields(name, &before.fields, &after.fields, changes);
        }
        (ExtendedType::InputObject(before), ExtendedType::InputObject(after)) => {
            let flat = |fields: &IndexMap<Name, Component<InputValueDefinition>>| {
                fields.values().map(|field| field.node.clone()).collect::<Vec<_>>()
            };
            inputs(name.as_str(), &flat(&before.fields), &flat(&after.fields), changes);
        }
        (ExtendedType::Enum(before), ExtendedType::Enum(after)) => {
            let lost = before.values.keys().filter(|value| !after.values.contains_key(*value));
            changes.extend(lost.map(|value| format!("the value {name}.{value} is gone")));
        }
        (ExtendedType::Union(before), ExtendedType::Union(after)) => {
            let lost = before.members.iter().filter(|member| !after.members.contains(*member));
            changes.extend(lost.map(|member| format!("{name} is no longer ever a {}", member.name)));
        }
        (ExtendedType::Scalar(_), ExtendedType::Scalar(_)) => {}
        _ => changes.push(format!("the type {name} is of another kind")),
    }
}

type Fields = IndexMap<Name, Component<FieldDefinition>>;

fn fields(ty: &Name, before: &Fields, after: &Fields, changes: &mut Vec<String>) {
    for (name, field) in before {
        let Some(now) = after.get(name) else {
            changes.push(format!("the field {ty}.{name} is gone"));
            continue;
        };
        if !narrower(&field.ty, &now.ty) {
            changes.push(format!("{ty}.{name} was {} and is {}", field.ty, now.ty));
        }
        inputs(&format!("{ty}.{name}"), &field.arguments, &now.arguments, changes);
    }
}

fn inputs(
    at: &str,
    before: &[Node<InputValueDefinition>],
    after: &[Node<InputValueDefinition>],
    changes: &mut Vec<String>,
) {
    for input in before {
        match after.iter().find(|now| now.name == input.name) {
            None => changes.push(format!("the input {} of {at} is gone", input.name)),
            // What was accepted must still be: the old type has to fit where the new one is asked for.
            Some(now) if !narrower(&now.ty, &input.ty) => {
                changes.push(format!("the input {} of {at} was {} and is {}", input.name, input.ty, now.ty));
            }
            Some(_) => {}
        }
    }
    let new = after.iter().filter(|now| !before.iter().any(|input| input.name == now.name));
    let required = new.filter(|now| now.ty.is_non_null() && now.default_value.is_none());
    changes.extend(required.map(|now| format!("{at} requires the new input {}", now.name)));
}

/// Whether a reader of `before` understands every value of `after`: the same, but for what can no longer be null.
fn narrower(before: &Type, after: &Type) -> bool {
    match (before, after) {
        (Type::Named(before), Type::Named(after) | Type::NonNullNamed(after))
        | (Type::NonNullNamed(before), Type::NonNullNamed(after)) => before == after,
        (Type::List(before), Type::List(after) | Type::NonNullList(after))
        | (Type::NonNullList(before), Type::NonNullList(after)) => narrower(before, after),
        _ => false,
    }
}
