//! What each service may do to the types of others. Composition by the specification alone lets any service override,
//! hide or share anything of any other; a policy says who may.

mod partner;

use std::collections::{BTreeMap, BTreeSet};

use apollo_compiler::Name;

use crate::{
    CompositionError,
    model::{Graph, ROOTS},
};
use partner::Partner;

/// Who is trusted, and what all others may do. A value: nothing is read from anywhere.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    /// Services that may do everything, by name.
    pub trusted: BTreeSet<String>,
    /// Whether all are trusted.
    pub open: bool,
    /// What each partner may do, by name. One that is not listed may only add types and root fields of its own.
    pub partners: BTreeMap<String, Rights>,
    /// Whether partners' root fields and fields of entities lose their outer `!`, so that a partner that is down costs
    /// its own fields only.
    pub nullable_partners: bool,
}

/// What one partner may do to what is not its own.
#[derive(Debug, Clone, Default)]
pub struct Rights {
    /// Types of others that it may add to: `Structure`.
    pub extend: BTreeSet<String>,
    /// Fields of others that it may be sent by `@requires`: `Structure.name`. Fields of keys need no right.
    pub require: BTreeSet<String>,
}

impl Policy {
    /// Every service may do what the specification allows.
    #[must_use]
    pub fn open() -> Self {
        Self { open: true, ..Self::default() }
    }

    /// Whether a service is trusted.
    #[must_use]
    pub fn trusts(&self, service: &str) -> bool {
        self.open || self.trusted.contains(service)
    }
}

pub(super) fn check(graphs: &[Graph], policy: &Policy) -> Result<(), Vec<CompositionError>> {
    let none = Rights::default();
    let mut errors = Vec::new();
    for graph in graphs.iter().filter(|g| !policy.trusts(&g.name)) {
        let rights = policy.partners.get(&graph.name).unwrap_or(&none);
        for (name, ty) in &graph.types {
            let mut partner = Partner { graph, rights, graphs, errors: &mut errors };
            let owner = owner(name, graphs, policy).filter(|owner| owner.name != graph.name);
            partner.overrides(name, ty);
            partner.requires(name, ty, policy);
            match owner {
                _ if name == "Subscription" => partner.subscriptions(name),
                _ if ROOTS.contains(&name.as_str()) => partner.root(name, ty),
                Some(owner) => partner.foreign(name, ty, owner, policy),
                None => partner.own(name, ty, policy),
            }
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

/// Whose type it is: a trusted service's before any other's, else of the first in the list that defines it.
fn owner<'a>(name: &Name, graphs: &'a [Graph], policy: &Policy) -> Option<&'a Graph> {
    let having = || graphs.iter().filter(|g| g.types.contains_key(name));
    having()
        .find(|g| policy.trusts(&g.name))
        .or_else(|| having().find(|g| !g.types[name].extension))
        .or_else(|| having().next())
}
