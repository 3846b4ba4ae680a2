//! Fields of objects and interfaces: one type that all services' types fit into, arguments that all of them take.

use std::collections::HashSet;

use apollo_compiler::{Name, ast};
use indexmap::IndexMap;

use super::{
    input::{self, Place},
    merge::{Sources, add_marks},
    merged::{At, Field, FieldJoin, Type},
    override_::Overrides,
};
use crate::{
    CompositionError,
    error::listed,
    fields::Selection,
    model::{self, Graph, Kind, Marks, Override, TypeDef},
};

/// A field as one service has it.
type Given<'a> = (At, &'a model::Field);

pub(super) struct Context<'a> {
    pub(super) graphs: &'a [Graph],
    pub(super) overrides: &'a Overrides,
    pub(super) subtypes: &'a Subtypes,
}

/// Which type is a case of which abstract one, in any service.
pub(super) struct Subtypes(HashSet<(Name, Name)>);

impl Subtypes {
    pub(super) fn read(graphs: &[Graph]) -> Self {
        let types = || graphs.iter().flat_map(|g| &g.types);
        let implemented = types().flat_map(|(n, t)| t.implements.iter().map(move |i| (n.clone(), i.clone())));
        let united = types().flat_map(|(n, t)| t.members.iter().map(move |m| (m.clone(), n.clone())));
        Self(implemented.chain(united).collect())
    }

    /// Whether a value of the first type is a value of the second.
    fn fits(&self, narrow: &ast::Type, wide: &ast::Type) -> bool {
        use ast::Type as T;
        match (narrow, wide) {
            (T::NonNullNamed(a) | T::Named(a), T::Named(b)) | (T::NonNullNamed(a), T::NonNullNamed(b)) => {
                a == b || self.0.contains(&(a.clone(), b.clone()))
            }
            (T::NonNullList(a) | T::List(a), T::List(b)) | (T::NonNullList(a), T::NonNullList(b)) => {
                self.fits(a, b)
            }
            _ => false,
        }
    }

    /// The narrowest type that holds all values of both, where there is one.
    fn join(&self, a: &ast::Type, b: &ast::Type) -> Option<ast::Type> {
        use ast::Type as T;
        if self.fits(a, b) {
            return Some(b.clone());
        }
        if self.fits(b, a) {
            return Some(a.clone());
        }
        let strict = a.is_non_null() && b.is_non_null();
        let joined = match (a, b) {
            (T::List(x) | T::NonNullList(x), T::List(y) | T::NonNullList(y)) => self.join(x, y)?.list(),
            (T::Named(x) | T::NonNullNamed(x), T::Named(y) | T::NonNullNamed(y)) => {
                let (x, y) = (T::Named(x.clone()), T::Named(y.clone()));
                if self.fits(&x, &y) {
                    y
                } else if self.fits(&y, &x) {
                    x
                } else {
                    return None;
                }
            }
            _ => return None,
        };
        Some(if strict { joined.non_null() } else { joined })
    }
}

pub(super) fn merge(
    name: &Name,
    sources: &Sources<'_>,
    context: &Context<'_>,
    ty: &mut Type,
    errors: &mut Vec<CompositionError>,
) {
    let mut by_field: IndexMap<&Name, Vec<Given<'_>>> = IndexMap::new();
    for (at, source) in sources {
        for (field, definition) in &source.fields {
            by_field.entry(field).or_default().push((*at, definition));
        }
    }
    for (field, definitions) in by_field {
        let place = Place { coordinate: format!("{name}.{field}"), graphs: context.graphs };
        let taken = |at: At| context.overrides.took(name, field, at);
        let kept: Vec<Given<'_>> = definitions
            .into_iter()
            .filter(|(at, _)| {
                let lost = taken(*at).is_some_and(|o| o.label.is_none());
                !lost || sources.iter().any(|(s, t)| s == at && needed(field, t, &context.graphs[*at]))
            })
            .collect();
        let lost = |at: At| taken(at).is_some_and(|o| o.label.is_none());
        let mut own: Vec<Given<'_>> =
            kept.iter().filter(|(at, f)| !f.external && !lost(*at)).copied().collect();
        if own.is_empty() {
            own = lent(field, sources, context.graphs);
        }
        if let Some(merged) = one((&kept, &own), taken, &place, context, errors) {
            ty.fields.insert(field.clone(), merged);
        }
    }
}

/// The field as interface objects give it to all types of their interfaces.
fn lent<'a>(name: &Name, sources: &Sources<'_>, graphs: &'a [Graph]) -> Vec<Given<'a>> {
    let interfaces: HashSet<&Name> = sources.iter().flat_map(|(_, ty)| &ty.implements).collect();
    let objects = graphs.iter().enumerate().flat_map(|(at, graph)| {
        let types = interfaces.iter().filter_map(|interface| graph.types.get(*interface));
        types.filter(|ty| ty.interface_object).filter_map(move |ty| Some((at, ty.fields.get(name)?)))
    });
    objects.filter(|(_, field)| !field.external).collect()
}

/// One field from those of the services that keep it, as those have it that give it.
fn one<'o>(
    (sources, own): (&[Given<'_>], &[Given<'_>]),
    taken: impl Fn(At) -> Option<&'o Override>,
    place: &Place<'_>,
    context: &Context<'_>,
    errors: &mut Vec<CompositionError>,
) -> Option<Field> {
    if own.is_empty() {
        let named = listed(sources.iter().map(|(at, _)| context.graphs[*at].name.as_str()));
        errors.push(
            CompositionError::new(
                "EXTERNAL_MISSING_ON_BASE",
                format!(
                    "It is marked @external in {named}, but no service gives it. Define it in the service that owns \
                     it, or take @external away."
                ),
            )
            .at(&place.coordinate),
        );
        return None;
    }
    let ty = merged_type(own, place, context, errors)?;
    for (at, field) in sources.iter().filter(|(_, f)| f.external) {
        if context.subtypes.join(&ty, &field.ty).is_none() {
            errors.push(
                CompositionError::new(
                    "EXTERNAL_TYPE_MISMATCH",
                    format!("It is @external here with type {}, but is {ty} where it is defined.", field.ty),
                )
                .of(&context.graphs[*at].name)
                .at(&place.coordinate),
            );
        }
    }
    let mut marks = Marks::default();
    own.iter().for_each(|(_, f)| add_marks(&mut marks, &f.marks));
    let joins = sources.iter().map(|(at, field)| {
        let join = FieldJoin {
            ty: field.ty.clone(),
            external: field.external,
            requires: field.requires.clone(),
            provides: field.provides.clone(),
            overrides: field.overrides.clone(),
            label: field.overrides.as_ref().or(taken(*at)).and_then(|by| by.label.clone()),
            overridden: taken(*at).is_some_and(|by| by.label.is_none()),
        };
        (*at, join)
    });
    Some(Field {
        ty,
        arguments: input::arguments(own, place, errors),
        description: own.iter().find_map(|(_, f)| f.description.clone()),
        marks,
        joins: joins.collect(),
    })
}

fn merged_type(
    own: &[Given<'_>],
    place: &Place<'_>,
    context: &Context<'_>,
    errors: &mut Vec<CompositionError>,
) -> Option<ast::Type> {
    let mut types = own.iter().map(|(_, f)| f.ty.clone());
    let first = types.next()?;
    let merged = types.try_fold(first, |a, b| context.subtypes.join(&a, &b));
    if merged.is_none() {
        let each = own.iter().map(|(at, f)| format!("{} in {}", f.ty, context.graphs[*at].name));
        errors.push(
            CompositionError::new(
                "FIELD_TYPE_MISMATCH",
                format!(
                    "It is {}. No one type holds them all: give it the same type in each, or a name of its own in \
                     one of them.",
                    listed(each)
                ),
            )
            .at(&place.coordinate),
        );
    }
    merged
}

/// Whether a service that lost a field has to keep it in its schema: a key or a `@requires` names it, or an interface.
fn needed(field: &Name, ty: &TypeDef, graph: &Graph) -> bool {
    let in_key = ty.keys.iter().any(|k| names(&k.fields.selections, field));
    let required =
        ty.fields.values().any(|f| f.requires.as_ref().is_some_and(|r| names(&r.selections, field)));
    let interfaces = ty.implements.iter().filter_map(|i| graph.types.get(i));
    let asked = interfaces.filter(|i| i.kind == Kind::Interface).any(|i| i.fields.contains_key(field));
    in_key || required || asked
}

fn names(selections: &[Selection], field: &Name) -> bool {
    selections.iter().any(|s| match s {
        Selection::Field { name, .. } => name == field,
        Selection::On { selections, .. } => names(selections, field),
    })
}
