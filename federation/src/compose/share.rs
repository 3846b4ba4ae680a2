//! A field that several services give must be marked as shared by each of them.

use apollo_compiler::Name;

use super::merged::{At, Field, FieldJoin, Merged, Type};
use crate::{
    CompositionError,
    error::listed,
    fields::Selection,
    model::{Graph, Kind, TypeDef},
};

pub(super) fn check(merged: &Merged, graphs: &[Graph], errors: &mut Vec<CompositionError>) {
    for (name, ty) in merged.types.iter().filter(|(_, ty)| ty.kind == Kind::Object) {
        for (name_of, field) in &ty.fields {
            let mut given = given(field, graphs, name);
            given.extend(lent(merged, ty, name_of));
            errors.extend(fault(name, name_of, &given, graphs));
        }
    }
}

/// By which name a service has the type: its own, or that of an interface that it takes for an object.
type Giver<'a> = (At, &'a Name);

/// The services that give a field of their own.
fn given<'a>(field: &Field, graphs: &[Graph], ty: &'a Name) -> Vec<Giver<'a>> {
    let labelled: Vec<&str> = field
        .joins
        .values()
        .filter_map(|j| j.overrides.as_ref().filter(|o| o.label.is_some()).map(|o| o.from.as_str()))
        .collect();
    // Those that share the field by a label answer one operation or the other, never both.
    let own = |at: At| !labelled.contains(&graphs[at].name.as_str());
    field.joins.iter().filter(|(at, j)| j.resolves() && own(**at)).map(|(at, _)| (*at, ty)).collect()
}

/// The services that give a field to all types of an interface, beside whoever else does.
fn lent<'a>(merged: &'a Merged, ty: &'a Type, name: &Name) -> Vec<Giver<'a>> {
    let interfaces = ty.implements.keys().filter_map(|i| Some((i, merged.types.get(i)?)));
    let lenders = interfaces.filter_map(|(i, def)| Some((i, def, def.fields.get(name)?)));
    lenders
        .flat_map(|(interface, def, field)| {
            let object = |at: &At| def.joins.get(at).is_some_and(|j| j.interface_object);
            let gives = |j: &FieldJoin| j.resolves() && j.overrides.is_none();
            let givers = field.joins.iter().filter(move |(at, j)| object(at) && gives(j));
            givers.map(move |(at, _)| (*at, interface))
        })
        .collect()
}

fn fault(ty: &Name, name: &Name, given: &[Giver<'_>], graphs: &[Graph]) -> Option<CompositionError> {
    if given.len() < 2 {
        return None;
    }
    if ty == "Subscription" {
        return Some(
            CompositionError::new(
                "INVALID_FIELD_SHARING",
                format!(
                    "A subscription can be given by one service only; rename it in one of {}.",
                    services(given, graphs)
                ),
            )
            .at(format!("{ty}.{name}")),
        );
    }
    let unmarked: Vec<Giver<'_>> =
        given.iter().filter(|(at, ty)| !shared(&graphs[*at], ty, name)).copied().collect();
    if unmarked.is_empty() {
        return None;
    }
    Some(
        CompositionError::new(
            "INVALID_FIELD_SHARING",
            format!(
                "It is given by {}, and not marked @shareable in {}. If the answers are the same, mark it in each; \
                 else rename it.",
                services(given, graphs),
                services(&unmarked, graphs)
            ),
        )
        .at(format!("{ty}.{name}")),
    )
}

fn services(givers: &[Giver<'_>], graphs: &[Graph]) -> String {
    listed(givers.iter().map(|(at, _)| graphs[*at].name.as_str()))
}

fn shared(graph: &Graph, ty: &Name, name: &Name) -> bool {
    let Some(def) = graph.types.get(ty) else { return true };
    def.fields.get(name).is_none_or(|f| f.shareable) || in_key(def, name) || key_of_another(graph, ty, name)
}

fn in_key(ty: &TypeDef, name: &Name) -> bool {
    ty.keys.iter().any(|key| names(&key.fields.selections, name))
}

/// Fields inside a key, as `id` of `Owner` in `@key(fields: "owner { id }")`, are shared as the key itself is.
fn key_of_another(graph: &Graph, ty: &Name, name: &Name) -> bool {
    graph
        .types
        .iter()
        .any(|(on, def)| def.keys.iter().any(|k| within(graph, on, &k.fields.selections, (ty, name))))
}

fn within(graph: &Graph, on: &Name, selections: &[Selection], wanted: (&Name, &Name)) -> bool {
    selections.iter().any(|selection| match selection {
        Selection::On { ty, selections } => within(graph, ty, selections, wanted),
        Selection::Field { name, selections } => {
            (on == wanted.0 && name == wanted.1)
                || graph
                    .types
                    .get(on)
                    .and_then(|def| def.fields.get(name))
                    .is_some_and(|field| within(graph, field.ty.inner_named_type(), selections, wanted))
        }
    })
}

fn names(selections: &[Selection], field: &Name) -> bool {
    selections.iter().any(|s| match s {
        Selection::Field { name, .. } => name == field,
        Selection::On { selections, .. } => names(selections, field),
    })
}
