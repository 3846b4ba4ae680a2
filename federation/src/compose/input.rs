//! Arguments and fields of input types: what every service takes, as strict as the strictest of them.

use apollo_compiler::{Name, Node, ast};
use indexmap::IndexMap;

use super::{
    merge::{Sources, add_marks},
    merged::{At, InputField, Type},
};
use crate::{
    CompositionError,
    error::listed,
    model::{self, Graph, Input, Marks},
};

/// Where something is, for sentences.
pub(super) struct Place<'a> {
    pub(super) coordinate: String,
    pub(super) graphs: &'a [Graph],
}

impl Place<'_> {
    fn services(&self, at: impl IntoIterator<Item = At>) -> String {
        listed(at.into_iter().map(|at| self.graphs[at].name.as_str()))
    }
}

/// The arguments that all of a field's services take. One that only some take is left out, unless they need it.
pub(super) fn arguments(
    fields: &[(At, &model::Field)],
    place: &Place<'_>,
    errors: &mut Vec<CompositionError>,
) -> IndexMap<Name, Input> {
    let mut by_name: IndexMap<&Name, Vec<(At, &Input)>> = IndexMap::new();
    for (at, field) in fields {
        for (name, argument) in &field.arguments {
            by_name.entry(name).or_default().push((*at, argument));
        }
    }
    let all: Vec<At> = fields.iter().map(|(at, _)| *at).collect();
    let merged = by_name.into_iter().filter_map(|(name, sources)| {
        let place = Place { coordinate: format!("{}({name}:)", place.coordinate), graphs: place.graphs };
        let input = intersect(&sources, &all, "REQUIRED_ARGUMENT_MISSING_IN_SOME_SUBGRAPH", &place, errors)?;
        Some((name.clone(), input))
    });
    merged.collect()
}

/// The fields of an input type that all services know.
pub(super) fn merge(
    name: &Name,
    sources: &Sources<'_>,
    graphs: &[Graph],
    ty: &mut Type,
    errors: &mut Vec<CompositionError>,
) {
    let mut by_name: IndexMap<&Name, Vec<(At, &Input)>> = IndexMap::new();
    for (at, source) in sources {
        for (field, input) in &source.inputs {
            by_name.entry(field).or_default().push((*at, input));
        }
    }
    let all: Vec<At> = sources.iter().map(|(at, _)| *at).collect();
    for (field, inputs) in by_name {
        let place = Place { coordinate: format!("{name}.{field}"), graphs };
        let code = "REQUIRED_INPUT_FIELD_MISSING_IN_SOME_SUBGRAPH";
        if let Some(input) = intersect(&inputs, &all, code, &place, errors) {
            let joins = inputs.iter().map(|(at, i)| (*at, i.ty.clone())).collect();
            ty.inputs.insert(field.clone(), InputField { input, joins });
        }
    }
    if ty.inputs.is_empty() && errors.is_empty() {
        errors.push(
            CompositionError::new(
                "EMPTY_MERGED_INPUT_TYPE",
                format!(
                    "The {name} of {} have no field in common, so nothing could be sent. Give them one, or another \
                     name to one of them.",
                    listed(all.iter().map(|at| graphs[*at].name.as_str()))
                ),
            )
            .at(name),
        );
    }
}

fn intersect(
    sources: &[(At, &Input)],
    all: &[At],
    code: &'static str,
    place: &Place<'_>,
    errors: &mut Vec<CompositionError>,
) -> Option<Input> {
    let missing: Vec<At> = all.iter().filter(|at| !sources.iter().any(|(s, _)| s == *at)).copied().collect();
    if !missing.is_empty() {
        let required: Vec<At> = sources
            .iter()
            .filter(|(_, i)| i.ty.is_non_null() && i.default.is_none())
            .map(|(at, _)| *at)
            .collect();
        if !required.is_empty() {
            errors.push(
                CompositionError::new(
                    code,
                    format!(
                        "It is required in {}, but unknown in {}. Add it there, or make it optional.",
                        place.services(required),
                        place.services(missing)
                    ),
                )
                .at(&place.coordinate),
            );
        }
        return None;
    }
    let mut types = sources.iter().map(|(_, i)| i.ty.clone());
    let first = types.next()?;
    let Some(ty) = types.try_fold(first, |a, b| meet(&a, &b)) else {
        let each = sources.iter().map(|(at, i)| format!("{} in {}", i.ty, place.graphs[*at].name));
        errors.push(
            CompositionError::new(
                "FIELD_ARGUMENT_TYPE_MISMATCH",
                format!("It is {}. Give it the same type in each.", listed(each)),
            )
            .at(&place.coordinate),
        );
        return None;
    };
    let default = default(sources, place, errors);
    let mut marks = Marks::default();
    sources.iter().for_each(|(_, i)| add_marks(&mut marks, &i.marks));
    Some(Input { ty, default, description: sources.iter().find_map(|(_, i)| i.description.clone()), marks })
}

/// The default that all have. Where only some have one, clients get none, and each service fills in its own.
fn default(
    sources: &[(At, &Input)],
    place: &Place<'_>,
    errors: &mut Vec<CompositionError>,
) -> Option<Node<ast::Value>> {
    let defaults: Vec<_> = sources.iter().filter_map(|(at, i)| Some((at, i.default.as_ref()?))).collect();
    let (_, first) = defaults.first()?;
    if defaults.iter().any(|(_, other)| other != first) {
        let each = defaults.iter().map(|(at, value)| format!("{value} in {}", place.graphs[**at].name));
        let message = format!("Its default is {}. Give it the same one in each.", listed(each));
        errors.push(CompositionError::new("FIELD_ARGUMENT_DEFAULT_MISMATCH", message).at(&place.coordinate));
    }
    (defaults.len() == sources.len()).then(|| Node::clone(first))
}

/// The widest type whose values both take.
fn meet(a: &ast::Type, b: &ast::Type) -> Option<ast::Type> {
    use ast::Type as T;
    let strict = a.is_non_null() || b.is_non_null();
    let met = match (a, b) {
        (T::Named(x) | T::NonNullNamed(x), T::Named(y) | T::NonNullNamed(y)) if x == y => T::Named(x.clone()),
        (T::List(x) | T::NonNullList(x), T::List(y) | T::NonNullList(y)) => meet(x, y)?.list(),
        _ => return None,
    };
    Some(if strict { met.non_null() } else { met })
}
