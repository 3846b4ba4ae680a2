//! The first version of the specification, said in terms of the second.

use std::collections::HashSet;

use apollo_compiler::Name;

use crate::{
    fields::Selection,
    model::{Graph, Kind, ROOTS},
};

/// In an extension the fields of a key are the service's own, although `@external` stands on them. In the first version
/// whatever else two services define is shared without being marked, and an `@external` that nothing uses is noise.
pub(super) fn normalise(graph: &mut Graph, second: bool) {
    for ty in graph.types.values_mut().filter(|ty| ty.extension) {
        let keys: HashSet<Name> = ty.keys.iter().flat_map(|k| k.fields.names()).collect();
        for (name, field) in &mut ty.fields {
            if keys.contains(name) {
                field.external = false;
            }
        }
    }
    if second {
        return;
    }
    let used = used(graph);
    for (name, ty) in &mut graph.types {
        if ty.kind == Kind::Object {
            ty.fields.retain(|field, f| !f.external || used.contains(&(name.clone(), field.clone())));
            ty.fields.values_mut().for_each(|f| f.shareable = true);
        }
        if ty.kind == Kind::Interface {
            // They say nothing on an interface, and the second version refuses them there.
            ty.keys.clear();
            ty.fields.values_mut().for_each(|f| {
                f.external = false;
                f.requires = None;
                f.provides = None;
            });
        }
    }
    graph.types.retain(|name, ty| {
        !(ty.kind == Kind::Object && ty.fields.is_empty() && !ROOTS.contains(&name.as_str()))
    });
}

/// Every field that a key, a `@requires` or a `@provides` names, or that an interface asks for.
fn used(graph: &Graph) -> HashSet<(Name, Name)> {
    let mut used = HashSet::new();
    for (name, ty) in &graph.types {
        for key in &ty.keys {
            mark(graph, name, &key.fields.selections, &mut used);
        }
        for field in ty.fields.values() {
            if let Some(set) = &field.requires {
                mark(graph, name, &set.selections, &mut used);
            }
            if let Some(set) = &field.provides {
                mark(graph, field.ty.inner_named_type(), &set.selections, &mut used);
            }
        }
        for interface in &ty.implements {
            let fields = graph.types.get(interface).map(|i| i.fields.keys()).into_iter().flatten();
            used.extend(fields.map(|field| (name.clone(), field.clone())));
        }
    }
    used
}

fn mark(graph: &Graph, on: &Name, selections: &[Selection], used: &mut HashSet<(Name, Name)>) {
    for selection in selections {
        match selection {
            Selection::On { ty, selections } => mark(graph, ty, selections, used),
            Selection::Field { name, selections } => {
                used.insert((on.clone(), name.clone()));
                let Some(def) = graph.types.get(on) else { continue };
                if def.kind == Kind::Interface {
                    let objects = graph.types.iter().filter(|(_, ty)| ty.implements.contains(on));
                    used.extend(objects.map(|(object, _)| (object.clone(), name.clone())));
                }
                if let Some(field) = def.fields.get(name) {
                    mark(graph, field.ty.inner_named_type(), selections, used);
                }
            }
        }
    }
}
