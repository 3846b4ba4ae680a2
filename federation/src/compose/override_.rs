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
                if by.label.as_ref().is_some_and(|label| !valid(label)) {
                    errors.push(fault(
                        "OVERRIDE_LABEL_INVALID",
                        "The `label` of an @override is a name, as \"shop-2\", or a part of the operations, as \
                         \"percent(12.5)\"."
                            .to_owned(),
                    ));
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

/// Whether it is a name, or a percentage of as many decimals as planners tell apart.
fn valid(label: &str) -> bool {
    if let Some(part) = label.strip_prefix("percent(") {
        let Some(number) = part.strip_suffix(')') else { return false };
        let plain = number.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        let decimals = number.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        return plain && decimals <= 8 && number.parse::<f64>().is_ok_and(|n| (0.0..=100.0).contains(&n));
    }
    let part = |b: u8| b.is_ascii_alphanumeric() || b"_-:./".contains(&b);
    label.starts_with(|c: char| c.is_ascii_alphabetic()) && label.bytes().all(part)
}

#[cfg(test)]
mod tests {
    use super::valid;

    #[test]
    fn labels_are_names_or_percentages() {
        for label in
            ["a", "shop-2", "a:b/c.d_e", "percent(0)", "percent(100)", "percent(12.5)", "percent(0.00000001)"]
        {
            assert!(valid(label), "{label}");
        }
        for label in [
            "",
            "2a",
            "a b",
            "percent(",
            "percent(101)",
            "percent(-1)",
            "percent(1e1)",
            "percent(0.000000001)",
        ] {
            assert!(!valid(label), "{label}");
        }
    }
}
