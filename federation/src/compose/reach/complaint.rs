//! Why a field cannot be reached, and what would make it so.

use apollo_compiler::Name;

use super::{
    super::merged::{At, Field},
    Place,
    services::Services,
};
use crate::{CompositionError, error::listed, model::Graph};

/// The sentence for a field that cannot be reached at a place, from which `all` services were.
pub(super) fn of(
    services: &Services<'_>,
    graphs: &[Graph],
    place: &Place,
    name: &Name,
    field: &Field,
    all: &[At],
) -> CompositionError {
    let names = |at: &[At]| listed(at.iter().map(|at| graphs[*at].name.as_str()));
    let ty = &place.ty;
    let mut givers: Vec<At> = field.joins.iter().filter(|(_, j)| j.resolves()).map(|(at, _)| *at).collect();
    if let Some(def) = services.merged.types.get(ty) {
        for interface in def.implements.keys().filter_map(|i| services.merged.types.get(i)) {
            givers.extend(interface.joins.iter().filter(|(_, j)| j.interface_object).map(|(at, _)| *at));
        }
    }
    let mut reasons = Vec::new();
    for at in &givers {
        let service = &graphs[*at].name;
        let here = services.join(ty, name, *at).and_then(|(j, _)| j.requires.as_ref());
        if let (true, Some(set)) = (all.contains(at), here) {
            reasons.push(format!(
                "{service} requires \"{}\" for it, of which something cannot be reached from {}",
                set.text,
                names(all)
            ));
            continue;
        }
        let join = services.merged.types.get(ty).and_then(|t| t.joins.get(at));
        let keys: Vec<String> = join
            .map(|j| {
                j.keys.iter().filter(|k| k.resolvable).map(|k| format!("\"{}\"", k.fields.text)).collect()
            })
            .unwrap_or_default();
        reasons.push(if keys.is_empty() {
            format!("{service} gives it, but finds no {ty} by a @key: add @key to {ty} there")
        } else {
            let known = join.iter().flat_map(|j| &j.keys).flat_map(|key| key.fields.names());
            let external = |field: &Name| {
                all.iter().any(|at| services.join(ty, field, *at).is_some_and(|(j, _)| j.external))
            };
            let known = known.filter(external).count() > 0;
            let mend = if known { "take @external away from" } else { "add" };
            format!(
                "{service} gives it, but finds a {ty} only by {}: {mend} those fields {} {ty} in {}",
                listed(keys),
                if known { "of" } else { "to" },
                names(all)
            )
        });
    }
    CompositionError::new(
        "SATISFIABILITY_ERROR",
        format!(
            "{} cannot be answered. The {ty} there comes from {}. {}. Or give `{name}` there too, marked @shareable.",
            query(place, name),
            names(&place.at),
            reasons.join("; "),
        ),
    )
    .at(format!("{ty}.{name}"))
}

/// The way as a client would write it.
fn query(place: &Place, name: &Name) -> String {
    let mut names = vec![name.as_str()];
    let mut step = place.way.as_ref();
    while let Some(s) = step {
        names.push(&s.field);
        step = s.before.as_ref();
    }
    let depth = names.len();
    names.reverse();
    format!("`{{ {}{}`", names.join(" { "), " }".repeat(depth))
}
