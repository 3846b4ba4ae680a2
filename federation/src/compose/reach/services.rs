//! What services hold and give of an object, and from which others they are entered.

use std::{collections::HashMap, rc::Rc};

use apollo_compiler::Name;

use super::super::merged::{At, Field, FieldJoin, Join, Merged};
use crate::{
    fields::Selection,
    model::{Kind, ROOTS},
};

/// Sets of fields refer to one another through `@requires`; deeper than this none of them is real.
const DEPTH: usize = 12;

/// What services know, with what was found out before.
pub(super) struct Services<'a> {
    pub(super) merged: &'a Merged,
    entered: HashMap<(Name, Vec<At>), Vec<At>>,
    possible: HashMap<Name, Rc<[Name]>>,
}

impl<'a> Services<'a> {
    pub(super) fn new(merged: &'a Merged) -> Self {
        Self { merged, entered: HashMap::new(), possible: HashMap::new() }
    }

    pub(super) fn possible(&mut self, name: &Name) -> Rc<[Name]> {
        let merged = self.merged;
        self.possible
            .entry(name.clone())
            .or_insert_with(|| merged.possible(name).into_iter().collect())
            .clone()
    }

    /// Of the services that hold an abstract object, those in which it may be of this type.
    pub(super) fn holding(&self, abstract_: &Name, object: &Name, at: &[At]) -> Vec<At> {
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
    pub(super) fn entered(
        &mut self,
        ty: &Name,
        at: &[At],
        given: &[(At, Vec<Selection>)],
        depth: usize,
    ) -> Vec<At> {
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
            keys.extend(
                join.keys.iter().filter(|k| k.resolvable).map(|k| (*s, k.fields.selections.as_slice())),
            );
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
                let Some(next) = self.field(ty, name).map(|f| f.ty.inner_named_type().clone()) else {
                    return true;
                };
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
    pub(super) fn sources(&mut self, ty: &Name, name: &Name, at: &[At], depth: usize) -> Vec<At> {
        let mut sources = Vec::new();
        for s in at {
            let Some((join, key)) = self.join(ty, name, *s) else { continue };
            // A service that lost a key field to another still names its objects by it; one that has it as
            // `@external` does not.
            if join.external || (join.overridden && !key) {
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
    pub(super) fn join(&self, ty: &Name, name: &Name, at: At) -> Option<(&FieldJoin, bool)> {
        let def = self.merged.types.get(ty)?;
        let named = |join: Option<&Join>| {
            join.is_some_and(|j| {
                j.keys.iter().any(|k| {
                    k.fields
                        .selections
                        .iter()
                        .any(|s| matches!(s, Selection::Field { name: n, .. } if n == name))
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
}
