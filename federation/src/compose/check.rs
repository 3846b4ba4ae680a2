//! What is wrong in one service alone, seen from the specification: sets of fields that name what is not there.

use apollo_compiler::Name;

use crate::{
    CompositionError,
    fields::{FieldSet, Selection},
    model::{Graph, Kind, built_in},
};

pub(super) fn graphs(graphs: &[Graph]) -> Result<(), Vec<CompositionError>> {
    let errors: Vec<CompositionError> = graphs.iter().flat_map(graph).collect();
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

fn graph(graph: &Graph) -> Vec<CompositionError> {
    let mut errors = Vec::new();
    for (name, ty) in &graph.types {
        let mut complain = |code, directive: &str, coordinate: String, set: &FieldSet, fault: String| {
            let message = format!("@{directive}(fields: \"{}\"): {fault}", set.text);
            errors.push(CompositionError::new(code, message).of(&graph.name).at(coordinate));
        };
        for key in &ty.keys {
            if let Err(fault) = walk(graph, name, &key.fields.selections) {
                complain("KEY_INVALID_FIELDS", "key", name.to_string(), &key.fields, fault);
            }
        }
        for (field, def) in &ty.fields {
            let coordinate = format!("{name}.{field}");
            if let Some(set) = &def.requires {
                let checked =
                    walk(graph, name, &set.selections).and_then(|()| external(graph, name, &set.selections));
                if let Err(fault) = checked {
                    complain("REQUIRES_INVALID_FIELDS", "requires", coordinate.clone(), set, fault);
                }
            }
            if let Some(set) = &def.provides
                && let Err(fault) = walk(graph, def.ty.inner_named_type(), &set.selections)
            {
                complain("PROVIDES_INVALID_FIELDS", "provides", coordinate, set, fault);
            }
        }
        if ty.interface_object && ty.keys.is_empty() {
            let message = "An @interfaceObject needs a @key, by which its objects are found.";
            let error = CompositionError::new("INTERFACE_OBJECT_USAGE_ERROR", message);
            errors.push(error.of(&graph.name).at(name));
        }
    }
    errors
}

/// Whether a set of fields exists on a type, down to fields without parts.
fn walk(graph: &Graph, on: &Name, selections: &[Selection]) -> Result<(), String> {
    for selection in selections {
        match selection {
            Selection::On { ty, selections } => {
                if !graph.types.contains_key(ty) {
                    return Err(format!("there is no type {ty} in this service."));
                }
                walk(graph, ty, selections)?;
            }
            Selection::Field { name, .. } if name == "__typename" => {}
            Selection::Field { name, selections } => {
                let found = graph.types.get(on).and_then(|ty| ty.fields.get(name));
                let field = found.ok_or_else(|| {
                    format!("{on} has no field `{name}` in this service. Add it, marked @external if another gives it.")
                })?;
                let inner = field.ty.inner_named_type();
                let parts = !built_in(inner)
                    && graph
                        .types
                        .get(inner)
                        .is_some_and(|ty| matches!(ty.kind, Kind::Object | Kind::Interface | Kind::Union));
                match (parts, selections.is_empty()) {
                    (true, true) => {
                        return Err(format!(
                            "`{name}` is a {inner}, so say which of its fields: `{name} {{ … }}`."
                        ));
                    }
                    (false, false) => return Err(format!("`{name}` is a {inner}, which has no fields.")),
                    _ => walk(graph, inner, selections)?,
                }
            }
        }
    }
    Ok(())
}

/// What is required comes from others, so each path of the set has something external on it.
fn external(graph: &Graph, on: &Name, selections: &[Selection]) -> Result<(), String> {
    let Some(ty) = graph.types.get(on).filter(|_| graph.second) else { return Ok(()) };
    let keys: Vec<&Selection> = ty.keys.iter().flat_map(|k| &k.fields.selections).collect();
    for selection in selections {
        match selection {
            Selection::On { ty, selections } => external(graph, ty, selections)?,
            Selection::Field { name, selections } => {
                let Some(field) = ty.fields.get(name) else { continue };
                let key = keys.iter().any(|k| matches!(k, Selection::Field { name: n, .. } if n == name));
                if field.external || key || ty.kind == Kind::Interface {
                    continue;
                }
                if selections.is_empty() {
                    return Err(format!(
                        "`{on}.{name}` is this service's own, and needs no requiring. Mark it @external if another \
                         service gives it, or take it out of the set."
                    ));
                }
                external(graph, field.ty.inner_named_type(), selections)?;
            }
        }
    }
    Ok(())
}
