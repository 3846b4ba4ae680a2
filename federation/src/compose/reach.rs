//! Whether every field can be reached from the roots, whichever way a client takes.
//!
//! A place is a type and the services that may hold the object there: those that gave the field that led to it. From
//! them others are entered by keys. A way to a type with fewer services to start from is the harder one, so a
//! place is visited only if none with a part of its services was.

use std::{
    collections::{HashMap, HashSet},
    rc::Rc,
};

use apollo_compiler::Name;

use super::merged::{At, Field, FieldJoin, Join, Merged};
use crate::{
    CompositionError,
    error::listed,
    fields::Selection,
    model::{Graph, Kind, ROOTS},
};

/// Sets of fields refer to one another through `@requires`; deeper than this none of them is real.
const DEPTH: usize = 12;

pub(super) fn check(merged: &Merged, graphs: &[Graph]) -> Result<(), Vec<CompositionError>> {
    let mut reach = Reach { merged, graphs, entered: HashMap::new(), possible: HashMap::new() };
    let mut walk = Walk { seen: HashMap::new(), told: HashSet::new(), errors: Vec::new(), todo: Vec::new() };
    for root in ROOTS {
        if let Some((name, ty)) = merged.types.get_key_value(root) {
            let at = ty.joins.keys().copied().collect();
            walk.todo.push(Place { ty: name.clone(), at, given: Vec::new(), way: None });
        }
    }
    while let Some(place) = walk.todo.pop() {
        walk.visit(&mut reach, &place);
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

struct Walk {
    seen: HashMap<Name, Vec<Vec<At>>>,
    told: HashSet<(Name, Name)>,
    errors: Vec<CompositionError>,
    todo: Vec<Place>,
}

impl Walk {
    fn visit(&mut self, reach: &mut Reach<'_>, place: &Place) {
        let Some(ty) = reach.merged.types.get(&place.ty) else { return };
        match ty.kind {
            Kind::Union | Kind::Interface => {
                for object in reach.possible(&place.ty).iter() {
                    let at = reach.holding(&place.ty, object, &place.at);
                    if !at.is_empty() {
                        let given = narrowed(&place.given, object);
                        self.todo.push(Place { ty: object.clone(), at, given, way: place.way.clone() });
                    }
                }
            }
            Kind::Object => self.object(reach, place, &ty.fields),
            _ => {}
        }
    }

    fn object(&mut self, reach: &mut Reach<'_>, place: &Place, fields: &indexmap::IndexMap<Name, Field>) {
        let seen = self.seen.entry(place.ty.clone()).or_default();
        if seen.iter().any(|before| before.iter().all(|at| place.at.contains(at))) {
            return;
        }
        if place.given.is_empty() {
            seen.push(place.at.clone());
        }
        let all = reach.entered(&place.ty, &place.at, &place.given, 0);
        for (name, field) in fields.iter().filter(|(_, f)| !f.marks.inaccessible) {
            let mut sources = reach.sources(&place.ty, name, &all, 0);
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
                    self.errors.push(reach.complaint(place, name, field, &all));
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
            self.todo.push(Place { ty: field.ty.inner_named_type().clone(), at: sources, given, way: Some(way) });
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

struct Reach<'a> {
    merged: &'a Merged,
    graphs: &'a [Graph],
    entered: HashMap<(Name, Vec<At>), Vec<At>>,
    possible: HashMap<Name, Rc<[Name]>>,
}

impl Reach<'_> {
    fn possible(&mut self, name: &Name) -> Rc<[Name]> {
        let merged = self.merged;
        self.possible.entry(name.clone()).or_insert_with(|| merged.possible(name).into_iter().collect()).clone()
    }

    /// Of the services that hold an abstract object, those in which it may be of this type.
    fn holding(&self, abstract_: &Name, object: &Name, at: &[At]) -> Vec<At> {
        if abstract_ == object {
            return at.to_vec();
        }
        let Some(ty) = self.merged.types.get(abstract_) else { return Vec::new() };
        let object_def = self.merged.types.get(object);
        at.iter()
            .copied()
            .filter(|at| {
                let member = ty.members.get(object).is_some_and(|by| by.contains(at));
                let interface = ty.joins.get(at).is_some_and(|j| j.interface_object);
                let implemented = object_def.and_then(|o| o.implements.get(abstract_));
                member || interface || implemented.is_some_and(|by| by.contains(at))
            })
            .collect()
    }

    /// The services in which the object can be found, from those that hold it.
    fn entered(&mut self, ty: &Name, at: &[At], given: &[(At, Vec<Selection>)], depth: usize) -> Vec<At> {
        let key = (ty.clone(), at.to_vec());
        if given.is_empty()
            && let Some(known) = self.entered.get(&key)
        {
            return known.clone();
        }
        let Some(def) = self.merged.types.get(ty) else { return at.to_vec() };
        if ROOTS.contains(&ty.as_str()) {
            return def.joins.keys().copied().collect();
        }
        // By its own keys, and by those of interfaces that services hold as objects.
        let mut keys: Vec<(At, &[Selection])> = Vec::new();
        let interfaces = def.implements.keys().filter_map(|i| self.merged.types.get(i));
        let objects = interfaces.flat_map(|i| i.joins.iter().filter(|(_, j)| j.interface_object));
        for (s, join) in def.joins.iter().chain(objects) {
            keys.extend(join.keys.iter().filter(|k| k.resolvable).map(|k| (*s, k.fields.selections.as_slice())));
        }
        let mut all = at.to_vec();
        loop {
            let before = all.len();
            for (s, selections) in &keys {
                if !all.contains(s) && self.resolvable(ty, &all, given, selections, depth + 1) {
                    all.push(*s);
                }
            }
            if all.len() == before {
                break;
            }
        }
        if given.is_empty() && depth < DEPTH / 2 {
            self.entered.insert(key, all.clone());
        }
        all
    }

    /// Whether services that hold an object give a set of its fields between them.
    fn resolvable(
        &mut self,
        ty: &Name,
        at: &[At],
        given: &[(At, Vec<Selection>)],
        selections: &[Selection],
        depth: usize,
    ) -> bool {
        if depth > DEPTH {
            return true;
        }
        selections.iter().all(|selection| match selection {
            Selection::On { ty: on, selections } => {
                // A fragment on another type than the object's own asks nothing of it.
                let object = self.merged.types.get(on).is_some_and(|t| t.kind == Kind::Object);
                (object && on != ty) || self.resolvable(ty, at, given, selections, depth + 1)
            }
            Selection::Field { name, .. } if name == "__typename" => true,
            Selection::Field { name, selections } => {
                let of = |s: &Selection| match s {
                    Selection::Field { name: n, selections } if n == name => Some(selections.clone()),
                    _ => None,
                };
                let part: Vec<(At, Vec<Selection>)> =
                    given.iter().filter_map(|(at, g)| Some((*at, g.iter().find_map(of)?))).collect();
                let mut sources = self.sources(ty, name, at, depth + 1);
                sources.extend(part.iter().map(|(at, _)| *at));
                if sources.is_empty() || selections.is_empty() {
                    return !sources.is_empty();
                }
                let Some(next) = self.field(ty, name).map(|f| f.ty.inner_named_type().clone()) else { return true };
                let objects = self.possible(&next);
                objects.iter().all(|object| {
                    let held = self.holding(&next, object, &sources);
                    if held.is_empty() {
                        return true;
                    }
                    let all = self.entered(object, &held, &part, depth + 1);
                    self.resolvable(object, &all, &part, selections, depth + 1)
                })
            }
        })
    }

    /// Of the services in which an object is found, those that give a field of it.
    fn sources(&mut self, ty: &Name, name: &Name, at: &[At], depth: usize) -> Vec<At> {
        let mut sources = Vec::new();
        for s in at {
            let Some((join, key)) = self.join(ty, name, *s) else { continue };
            if !join.resolves() && !key {
                continue;
            }
            let requires = join.requires.as_ref().map(|set| set.selections.clone());
            if requires.is_none_or(|set| self.resolvable(ty, at, &[], &set, depth + 1)) {
                sources.push(*s);
            }
        }
        sources
    }

    /// How a service has a field of an object, itself or as an interface object; and whether a key of it names it.
    fn join(&self, ty: &Name, name: &Name, at: At) -> Option<(&FieldJoin, bool)> {
        let def = self.merged.types.get(ty)?;
        let named = |join: Option<&Join>| {
            join.is_some_and(|j| {
                j.keys.iter().any(|k| {
                    k.fields.selections.iter().any(|s| matches!(s, Selection::Field { name: n, .. } if n == name))
                })
            })
        };
        if let Some(join) = def.fields.get(name).and_then(|f| f.joins.get(&at)) {
            return Some((join, named(def.joins.get(&at))));
        }
        def.implements.keys().filter_map(|i| self.merged.types.get(i)).find_map(|interface| {
            let join = interface.joins.get(&at).filter(|j| j.interface_object)?;
            Some((interface.fields.get(name)?.joins.get(&at)?, named(Some(join))))
        })
    }

    fn field(&self, ty: &Name, name: &Name) -> Option<&Field> {
        self.merged.types.get(ty)?.fields.get(name)
    }

    fn complaint(&self, place: &Place, name: &Name, field: &Field, all: &[At]) -> CompositionError {
        let services = |at: &[At]| listed(at.iter().map(|at| self.graphs[*at].name.as_str()));
        let ty = &place.ty;
        let mut givers: Vec<At> = field.joins.iter().filter(|(_, j)| j.resolves()).map(|(at, _)| *at).collect();
        if let Some(def) = self.merged.types.get(ty) {
            for interface in def.implements.keys().filter_map(|i| self.merged.types.get(i)) {
                givers.extend(interface.joins.iter().filter(|(_, j)| j.interface_object).map(|(at, _)| *at));
            }
        }
        let mut reasons = Vec::new();
        for at in &givers {
            let service = &self.graphs[*at].name;
            let here = self.join(ty, name, *at).and_then(|(j, _)| j.requires.as_ref());
            if let (true, Some(set)) = (all.contains(at), here) {
                reasons.push(format!(
                    "{service} requires \"{}\" for it, of which something cannot be reached from {}",
                    set.text,
                    services(all)
                ));
                continue;
            }
            let join = self.merged.types.get(ty).and_then(|t| t.joins.get(at));
            let keys: Vec<String> = join
                .map(|j| j.keys.iter().filter(|k| k.resolvable).map(|k| format!("\"{}\"", k.fields.text)).collect())
                .unwrap_or_default();
            reasons.push(if keys.is_empty() {
                format!("{service} gives it, but finds no {ty} by a @key: add @key to {ty} there")
            } else {
                format!(
                    "{service} gives it, but finds a {ty} only by {}: add those fields to {ty} in {}",
                    listed(keys),
                    services(all)
                )
            });
        }
        CompositionError::new(
            "SATISFIABILITY_ERROR",
            format!(
                "{} cannot be answered. The {ty} there comes from {}. {}. Or give `{name}` there too, marked @shareable.",
                query(place, name),
                services(&place.at),
                reasons.join("; "),
            ),
        )
        .at(format!("{ty}.{name}"))
    }
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
