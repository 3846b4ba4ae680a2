//! Makes nullable what comes from partners: one that is down then costs its own fields, not the whole answer.

use std::collections::HashSet;

use apollo_compiler::Name;

use super::{merged::Merged, policy::Policy};
use crate::model::{Graph, Kind, ROOTS};

/// Root fields and fields of entities lose their outer `!` where only untrusted services give them. Keys keep it: they
/// come with the object itself.
pub(super) fn relax(merged: &mut Merged, graphs: &[Graph], policy: &Policy) {
    if !policy.nullable_partners {
        return;
    }
    let mut relaxed: HashSet<(Name, Name)> = HashSet::new();
    for (name, ty) in merged.types.iter_mut().filter(|(_, ty)| ty.kind == Kind::Object) {
        let keys: HashSet<Name> =
            ty.joins.values().flat_map(|j| &j.keys).flat_map(|k| k.fields.names()).collect();
        if keys.is_empty() && !ROOTS.contains(&name.as_str()) {
            continue;
        }
        for (field, merged) in &mut ty.fields {
            let partners =
                merged.joins.iter().all(|(at, j)| !j.resolves() || !policy.trusts(&graphs[*at].name));
            if partners && !keys.contains(field) && merged.ty.is_non_null() {
                merged.ty = merged.ty.clone().nullable();
                relaxed.insert((name.clone(), field.clone()));
            }
        }
    }
    // An interface promises no more than its types hold.
    let promises: Vec<(Name, Name)> = relaxed
        .iter()
        .filter_map(|(object, field)| Some((merged.types.get(object)?, field)))
        .flat_map(|(object, field)| object.implements.keys().map(move |i| (i.clone(), field.clone())))
        .collect();
    for (interface, field) in promises {
        if let Some(field) = merged.types.get_mut(&interface).and_then(|ty| ty.fields.get_mut(&field)) {
            field.ty = field.ty.clone().nullable();
        }
    }
}
