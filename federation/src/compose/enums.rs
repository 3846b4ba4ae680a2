//! Values of enums: all of them where services answer with it, only common ones where clients send it.

use std::collections::HashSet;

use apollo_compiler::Name;
use indexmap::IndexMap;

use super::{
    merge::{Sources, add_marks},
    merged::{At, Merged},
};
use crate::{
    CompositionError,
    error::listed,
    model::{Graph, Kind, Value},
};

pub(super) fn merge(
    by_name: &IndexMap<&Name, Sources<'_>>,
    graphs: &[Graph],
    merged: &mut Merged,
    errors: &mut Vec<CompositionError>,
) {
    let (sent, answered) = uses(graphs);
    for (name, sources) in by_name {
        let Some(ty) = merged.types.get_mut(*name).filter(|ty| ty.kind == Kind::Enum) else { continue };
        let mut values: IndexMap<Name, (Value, Vec<At>)> = IndexMap::new();
        for (at, source) in sources {
            for (value, definition) in &source.values {
                let (known, by) =
                    values.entry(value.clone()).or_insert_with(|| (definition.clone(), Vec::new()));
                by.push(*at);
                add_marks(&mut known.marks, &definition.marks);
                if known.description.is_none() {
                    known.description.clone_from(&definition.description);
                }
            }
        }
        if sent.contains(*name) {
            // A hidden value is not sent by anybody, so services need not have it yet.
            let common = |value: &Value, by: &[At]| value.marks.inaccessible || by.len() == sources.len();
            let differing: Vec<&Name> =
                values.iter().filter(|(_, (value, by))| !common(value, by)).map(|(n, _)| n).collect();
            if answered.contains(*name) && !differing.is_empty() {
                errors.push(mismatch(name, &differing, sources, &values, graphs));
            }
            values.retain(|_, (value, by)| common(value, by));
        }
        if values.is_empty() {
            errors.push(
                CompositionError::new(
                    "EMPTY_MERGED_ENUM_TYPE",
                    format!(
                        "The {name} of {} have no value in common, so none could be sent. Give it the same values in \
                         each.",
                        listed(sources.iter().map(|(at, _)| graphs[*at].name.as_str()))
                    ),
                )
                .at(name),
            );
        }
        ty.values = values;
    }
}

fn mismatch(
    name: &Name,
    differing: &[&Name],
    sources: &Sources<'_>,
    values: &IndexMap<Name, (Value, Vec<At>)>,
    graphs: &[Graph],
) -> CompositionError {
    let each = differing.iter().filter_map(|value| {
        let (_, by) = values.get(*value)?;
        let without =
            sources.iter().filter(|(at, _)| !by.contains(at)).map(|(at, _)| graphs[*at].name.as_str());
        Some(format!("{value} is missing in {}", listed(without)))
    });
    CompositionError::new(
        "ENUM_VALUE_MISMATCH",
        format!(
            "{name} is both sent by clients and answered by services, so all must have the same values: {}.",
            listed(each)
        ),
    )
    .at(name)
}

/// Which types clients send, and which services answer with.
fn uses(graphs: &[Graph]) -> (HashSet<&Name>, HashSet<&Name>) {
    let (mut sent, mut answered) = (HashSet::new(), HashSet::new());
    for ty in graphs.iter().flat_map(|g| g.types.values()) {
        sent.extend(ty.inputs.values().map(|i| i.ty.inner_named_type()));
        for field in ty.fields.values() {
            answered.insert(field.ty.inner_named_type());
            sent.extend(field.arguments.values().map(|a| a.ty.inner_named_type()));
        }
    }
    (sent, answered)
}
