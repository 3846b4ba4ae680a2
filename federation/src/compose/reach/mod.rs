//! Whether every field can be reached from the roots, whichever way a client takes.
//!
//! A place is a type and the services that may hold the object there: those that gave the field that led to it. From
//! them others are entered by keys. A way to a type with fewer services to start from is the harder one, so a
//! place is visited only if none with a part of its services was.

mod complaint;
mod services;

use std::{
    collections::{HashMap, HashSet},
    rc::Rc,
};

use apollo_compiler::Name;

use super::merged::{At, Field, Merged};
use crate::{
    CompositionError,
    fields::Selection,
    model::{Graph, Kind, ROOTS},
};
use services::Services;

pub(super) fn check(merged: &Merged, graphs: &[Graph]) -> Result<(), Vec<CompositionError>> {
    let mut services = Services::new(merged);
    let mut walk = Walk {
        graphs,
        seen: HashMap::new(),
        seen_given: HashSet::new(),
        told: HashSet::new(),
        errors: Vec::new(),
        todo: Vec::new(),
    };
    for root in ROOTS {
        if let Some((name, ty)) = merged.types.get_key_value(root) {
            let at = ty.joins.keys().copied().collect();
            walk.todo.push(Place { ty: name.clone(), at, given: Vec::new(), way: None });
        }
    }
    while let Some(place) = walk.todo.pop() {
        walk.visit(&mut services, &place);
    }
    if walk.errors.is_empty() { Ok(()) } else { Err(walk.errors) }
}

/// Where an object may be, and by which fields a client comes there.
struct Place {
    ty: Name,
    at: Vec<At>,
    /// What services give of it beyond their own fields, by `@provides`.
    given: Vec<(At, Vec<Selection>)>,
    way: Option<Rc<Step>>,
}

struct Step {
    field: Name,
    before: Option<Rc<Step>>,
}

struct Walk<'a> {
    graphs: &'a [Graph],
    /// By type, the services of places that were visited.
    seen: HashMap<Name, Vec<Vec<At>>>,
    /// Places of which something is given, in full.
    seen_given: HashSet<(Name, Vec<At>, String)>,
    /// Fields that were complained of.
    told: HashSet<(Name, Name)>,
    errors: Vec<CompositionError>,
    todo: Vec<Place>,
}

impl Walk<'_> {
    fn visit(&mut self, services: &mut Services<'_>, place: &Place) {
        let Some(ty) = services.merged.types.get(&place.ty) else { return };
        match ty.kind {
            Kind::Union | Kind::Interface => {
                for object in services.possible(&place.ty).iter() {
                    let at = services.holding(&place.ty, object, &place.at);
                    if !at.is_empty() {
                        let given = narrowed(&place.given, object);
                        self.todo.push(Place { ty: object.clone(), at, given, way: place.way.clone() });
                    }
                }
            }
            Kind::Object => self.object(services, place, &ty.fields),
            _ => {}
        }
    }

    fn object(
        &mut self,
        services: &mut Services<'_>,
        place: &Place,
        fields: &indexmap::IndexMap<Name, Field>,
    ) {
        let seen = self.seen.entry(place.ty.clone()).or_default();
        if seen.iter().any(|before| before.iter().all(|at| place.at.contains(at))) {
            return;
        }
        if place.given.is_empty() {
            seen.push(place.at.clone());
        } else if !self.seen_given.insert((place.ty.clone(), place.at.clone(), format!("{:?}", place.given)))
        {
            return;
        }
        let all = services.entered(&place.ty, &place.at, &place.given, 0);
        for (name, field) in fields.iter().filter(|(_, f)| !f.marks.inaccessible) {
            let mut sources = services.sources(&place.ty, name, &all, 0);
            let mut given = Vec::new();
            for (at, selections) in &place.given {
                for part in selections {
                    if let Selection::Field { name: n, selections } = part
                        && n == name
                    {
                        sources.push(*at);
                        given.push((*at, selections.clone()));
                    }
                }
            }
            if sources.is_empty() {
                if self.told.insert((place.ty.clone(), name.clone())) {
                    self.errors.push(complaint::of(services, self.graphs, place, name, field, &all));
                }
                continue;
            }
            sources.sort_unstable();
            sources.dedup();
            for at in &sources {
                let provided = field.joins.get(at).and_then(|j| j.provides.as_ref());
                given.extend(provided.map(|set| (*at, set.selections.clone())));
            }
            given.retain(|(_, selections)| !selections.is_empty());
            let way = Rc::new(Step { field: name.clone(), before: place.way.clone() });
            self.todo.push(Place {
                ty: field.ty.inner_named_type().clone(),
                at: sources,
                given,
                way: Some(way),
            });
        }
    }
}

/// What is given of an abstract type, for one of its types.
fn narrowed(given: &[(At, Vec<Selection>)], object: &Name) -> Vec<(At, Vec<Selection>)> {
    let narrow = |selections: &[Selection]| -> Vec<Selection> {
        selections
            .iter()
            .flat_map(|s| match s {
                Selection::On { ty, selections } if ty == object => selections.clone(),
                Selection::On { .. } => Vec::new(),
                Selection::Field { .. } => vec![s.clone()],
            })
            .collect()
    };
    given.iter().map(|(at, selections)| (*at, narrow(selections))).filter(|(_, s)| !s.is_empty()).collect()
}
