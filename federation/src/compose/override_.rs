//! Which fields services have taken over from others, by `@override`.

use std::collections::HashMap;

use apollo_compiler::Name;

use super::merged::At;
use crate::{
    CompositionError,
    model::{Graph, Override},
};

/// The fields that a service has lost: (type, field, service) → the override that took it.
#[derive(Default)]
pub(super) struct Overrides(HashMap<(Name, Name, At), Override>);

impl Overrides {
    /// Whether a service has lost a field for good; with a label both keep it, and each operation chooses.
    pub(super) fn took(&self, ty: &Name, field: &Name, from: At) -> Option<&Override> {
        self.0.get(&(ty.clone(), field.clone(), from))
    }
}

/// An override from a service that is not there is no fault: it may be gone already.
pub(super) fn read(graphs: &[Graph], errors: &mut Vec<CompositionError>) -> Overrides {
    let mut overrides = Overrides::default();
    for graph in graphs {
        for (ty, def) in &graph.types {
            for (name, field) in &def.fields {
                let Some(by) = &field.overrides else { continue };
                let fault = |code, message: String| {
                    CompositionError::new(code, message).of(&graph.name).at(format!("{ty}.{name}"))
                };
                if by.from == graph.name {
                    errors.push(fault("OVERRIDE_FROM_SELF_ERROR", format!(
                        "@override(from: \"{}\") names this same service. Name the one that the field is taken from.",
                        by.from
                    )));
                    continue;
                }
                let Some(from) = graphs.iter().position(|g| g.name == by.from) else { continue };
                let theirs = graphs[from].types.get(ty).and_then(|t| t.fields.get(name));
                if theirs.is_some_and(|f| f.overrides.is_some()) {
                    errors.push(fault(
                        "OVERRIDE_SOURCE_HAS_OVERRIDE",
                        format!(
                            "{} overrides the same field. Only one of two services can take it over.",
                            by.from
                        ),
                    ));
                    continue;
                }
                overrides.0.insert((ty.clone(), name.clone(), from), by.clone());
            }
        }
    }
    overrides
}
