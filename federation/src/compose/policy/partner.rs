//! What one partner's service asks for beyond its rights, each refused in a sentence that says how to ask.

use apollo_compiler::Name;
use indexmap::IndexMap;

use super::{Policy, Rights, owner};
use crate::{
    CompositionError,
    error::listed,
    fields::Selection,
    model::{Field, Graph, Input, Kind, TypeDef},
};

pub(super) struct Partner<'a> {
    pub(super) graph: &'a Graph,
    pub(super) rights: &'a Rights,
    pub(super) graphs: &'a [Graph],
    pub(super) errors: &'a mut Vec<CompositionError>,
}

impl Partner<'_> {
    fn refuse(&mut self, code: &'static str, coordinate: impl std::fmt::Display, message: String) {
        self.errors.push(CompositionError::new(code, message).of(&self.graph.name).at(coordinate));
    }

    pub(super) fn overrides(&mut self, name: &Name, ty: &TypeDef) {
        for (field, def) in &ty.fields {
            if let Some(by) = &def.overrides {
                self.refuse(
                    "OVERRIDE_REFUSED",
                    format!("{name}.{field}"),
                    format!(
                        "@override would take the field from {}. A partner's service cannot take over a field: take \
                         @override away and give yours a name of its own.",
                        by.from
                    ),
                );
            }
        }
    }

    pub(super) fn subscriptions(&mut self, name: &Name) {
        self.refuse(
            "SUBSCRIPTION_REFUSED",
            name,
            "Subscriptions of partners' services are not joined yet. Take the type Subscription out of the schema; \
             fields that you add to others' types come with the hub's own subscriptions."
                .to_owned(),
        );
    }

    /// Whoever had a root field first keeps it; trusted services come first.
    pub(super) fn root(&mut self, name: &Name, ty: &TypeDef) {
        let has = |g: &Graph, field: &Name| g.types.get(name).is_some_and(|t| t.fields.contains_key(field));
        for field in ty.fields.keys() {
            let before = self.graphs.iter().take_while(|g| g.name != self.graph.name);
            if let Some(other) = before.into_iter().find(|g| has(g, field)) {
                let own = self.graph.name.replace(|c: char| !c.is_ascii_alphanumeric(), "_");
                self.refuse(
                    "ROOT_FIELD_REFUSED",
                    format!("{name}.{field}"),
                    format!(
                        "{} has this root field already. Give yours a name of its own, as `{own}_{field}`.",
                        other.name
                    ),
                );
            }
        }
    }

    /// A type that another service owns.
    pub(super) fn foreign(&mut self, name: &Name, ty: &TypeDef, owner: &Graph, policy: &Policy) {
        let Some(theirs) = owner.types.get(name) else { return };
        let trusted = policy.trusts(&owner.name);
        if ty.marks.inaccessible {
            self.hidden(name.to_string(), &owner.name);
        }
        match ty.kind {
            Kind::Object | Kind::Interface => {
                if trusted {
                    self.keys(name, ty, theirs, owner);
                }
                self.members(name, ty, theirs, owner, trusted);
            }
            Kind::Union => {
                let added = ty.members.iter().any(|m| !theirs.members.contains(m));
                if added && !self.rights.extend.contains(name.as_str()) {
                    self.extension(name.to_string(), name, &owner.name);
                }
            }
            Kind::Enum | Kind::Input => self.plain(name, ty, theirs, owner, trusted),
            Kind::Scalar => {}
        }
    }

    /// Enums and input types: the same as the owner's, or clients of the owner would notice.
    fn plain(&mut self, name: &Name, ty: &TypeDef, theirs: &TypeDef, owner: &Graph, trusted: bool) {
        let values =
            ty.values.len() == theirs.values.len() && ty.values.keys().all(|v| theirs.values.contains_key(v));
        if trusted && !(values && same_inputs(&ty.inputs, &theirs.inputs)) {
            let what = if ty.kind == Kind::Enum { "values" } else { "fields" };
            self.differs(name, &owner.name, what);
        }
        let values = ty.values.iter().filter(|(_, v)| v.marks.inaccessible).map(|(n, _)| n);
        let inputs = ty.inputs.iter().filter(|(_, i)| i.marks.inaccessible).map(|(n, _)| n);
        for member in values.chain(inputs) {
            self.hidden(format!("{name}.{member}"), &owner.name);
        }
    }

    /// A key is sent without a further right and is given by whoever has it, so only the owner makes keys.
    fn keys(&mut self, name: &Name, ty: &TypeDef, theirs: &TypeDef, owner: &Graph) {
        let offered: Vec<String> = theirs.keys.iter().map(|k| format!("\"{}\"", k.fields.text)).collect();
        for key in ty.keys.iter().filter(|k| !theirs.keys.iter().any(|t| t.fields.text == k.fields.text)) {
            let ask = if offered.is_empty() {
                format!("{} finds no {name} by a key", owner.name)
            } else {
                format!("{} has the keys {}; use one of them", owner.name, listed(&offered))
            };
            self.refuse(
                "KEY_REFUSED",
                name,
                format!("@key(fields: \"{}\") is none of the owner's keys: {ask}.", key.fields.text),
            );
        }
    }

    fn members(&mut self, name: &Name, ty: &TypeDef, theirs: &TypeDef, owner: &Graph, trusted: bool) {
        for (field, def) in &ty.fields {
            let coordinate = format!("{name}.{field}");
            if let Some(their) = theirs.fields.get(field) {
                if def.marks.inaccessible {
                    self.hidden(coordinate.clone(), &owner.name);
                }
                let same = def.ty == their.ty && same_inputs(&def.arguments, &their.arguments);
                if trusted && !def.external && !same {
                    self.refuse(
                        "REDEFINITION_REFUSED",
                        &coordinate,
                        format!(
                            "It is {} in {}, with its arguments. Copy its definition as it is.",
                            their.ty, owner.name
                        ),
                    );
                }
                if trusted && ty.kind == Kind::Object && !def.external && !in_key(ty, field) {
                    self.refuse(
                        "SHARING_REFUSED",
                        coordinate,
                        format!(
                            "{} gives this field, and a partner's service cannot give it as well. Mark it @external if \
                             you need it for a key or @requires, or take it away.",
                            owner.name
                        ),
                    );
                }
            } else if !def.external && !in_key(ty, field) && !self.rights.extend.contains(name.as_str()) {
                self.extension(coordinate, name, &owner.name);
            }
        }
        for interface in ty.implements.iter().filter(|i| !theirs.implements.contains(*i)) {
            if !self.rights.extend.contains(name.as_str()) {
                self.extension(format!("{name} implements {interface}"), name, &owner.name);
            }
        }
    }

    /// A type of its own: what it promises, gives and takes of others still counts.
    pub(super) fn own(&mut self, name: &Name, ty: &TypeDef, policy: &Policy) {
        for interface in &ty.implements {
            let Some(owner) = owner(interface, self.graphs, policy).filter(|o| o.name != self.graph.name)
            else {
                continue;
            };
            if !self.rights.extend.contains(interface.as_str()) {
                self.extension(format!("{name} implements {interface}"), interface, &owner.name);
            }
        }
    }

    /// `@requires` is answered with what the viewer may see; still the partner is sent it only by right. What
    /// `@provides` would give of others' fields is refused: theirs is the only truth of them.
    pub(super) fn requires(&mut self, name: &Name, ty: &TypeDef, policy: &Policy) {
        for (field, def) in &ty.fields {
            let coordinate = format!("{name}.{field}");
            if let Some(set) = &def.requires {
                let mut asked = Vec::new();
                self.foreign_fields(name, &set.selections, policy, &mut asked);
                for (wanted, owner) in asked.into_iter().filter(|(w, _)| !self.rights.require.contains(w)) {
                    self.refuse(
                        "REQUIRES_REFUSED",
                        &coordinate,
                        format!(
                            "@requires asks for {wanted}, which {owner} gives, and this service has no right to it. \
                             Ask the administrators of the hub for the right to require `{wanted}`."
                        ),
                    );
                }
            }
            if let Some(set) = &def.provides {
                let mut given = Vec::new();
                self.foreign_fields(def.ty.inner_named_type(), &set.selections, policy, &mut given);
                for (given, owner) in given {
                    self.refuse(
                        "PROVIDES_REFUSED",
                        &coordinate,
                        format!(
                            "@provides would give {given}, which only {owner} gives. Take it out of the set."
                        ),
                    );
                }
            }
        }
    }

    /// Fields in a set that other services own, with the owner; without those of keys.
    fn foreign_fields(
        &self,
        on: &Name,
        selections: &[Selection],
        policy: &Policy,
        found: &mut Vec<(String, String)>,
    ) {
        for selection in selections {
            match selection {
                Selection::On { ty, selections } => self.foreign_fields(ty, selections, policy, found),
                Selection::Field { name, selections } => {
                    let Some(def) = self.graph.types.get(on) else { continue };
                    let giver = self.giver(on, name, policy).filter(|_| !in_key(def, name));
                    found.extend(giver.map(|giver| (format!("{on}.{name}"), giver.name.clone())));
                    if let Some(field) = def.fields.get(name) {
                        self.foreign_fields(inner(field), selections, policy, found);
                    }
                }
            }
        }
    }

    /// The other service that gives a field: the one whose type it is before those that add to it.
    fn giver(&self, ty: &Name, field: &Name, policy: &Policy) -> Option<&Graph> {
        let gives = |graph: &&Graph| {
            let given = graph.types.get(ty).and_then(|ty| ty.fields.get(field));
            graph.name != self.graph.name && given.is_some_and(|field| !field.external)
        };
        owner(ty, self.graphs, policy).filter(gives).or_else(|| self.graphs.iter().find(gives))
    }

    fn extension(&mut self, coordinate: String, ty: &Name, owner: &str) {
        self.refuse(
            "EXTENSION_REFUSED",
            coordinate,
            format!(
                "{ty} is {owner}'s, and this service has no right to add to it. Ask the administrators of the hub \
                 for the right to extend `{ty}`."
            ),
        );
    }

    fn hidden(&mut self, coordinate: String, owner: &str) {
        self.refuse(
            "INACCESSIBLE_REFUSED",
            coordinate,
            format!("It is {owner}'s, and only its owner can hide it. Take @inaccessible away."),
        );
    }

    fn differs(&mut self, name: &Name, owner: &str, what: &str) {
        self.refuse(
            "REDEFINITION_REFUSED",
            name,
            format!(
                "{name} is {owner}'s, with other {what}. Copy its definition as it is, or give yours another name."
            ),
        );
    }
}

/// Whether arguments, or fields of an input type, are the same for clients.
fn same_inputs(ours: &IndexMap<Name, Input>, theirs: &IndexMap<Name, Input>) -> bool {
    ours.len() == theirs.len()
        && ours.iter().all(|(name, ours)| {
            theirs.get(name).is_some_and(|theirs| theirs.ty == ours.ty && theirs.default == ours.default)
        })
}

fn inner(field: &Field) -> &Name {
    field.ty.inner_named_type()
}

fn in_key(ty: &TypeDef, name: &Name) -> bool {
    ty.keys.iter().any(|k| {
        k.fields.selections.iter().any(|s| matches!(s, Selection::Field { name: n, .. } if n == name))
    })
}
