//! The declared types, by name.

use std::collections::HashMap;
use std::sync::Arc;

use super::declare::{Noun, ObjectType};
use crate::kernel::error::{Error, Result};
use crate::kernel::kind::Kind;

/// Every declared type.
#[derive(Debug, Default)]
pub struct Catalog {
    types: HashMap<&'static str, Arc<ObjectType>>,
    order: Vec<&'static str>,
    service: String,
}

impl Catalog {
    /// Adds the declaration of `N`.
    #[must_use]
    pub fn with<N: Noun>(mut self) -> Self {
        self.types.insert(N::NAME, Arc::new(ObjectType::of::<N>()));
        self.order.push(N::NAME);
        self
    }

    /// The same types, in a graph that tells gateways what it is by `sdl`.
    #[must_use]
    pub fn as_service(self, sdl: String) -> Self {
        Self { service: sdl, ..self }
    }

    /// What gateways are told of the graph.
    pub(crate) fn service(&self) -> &str {
        &self.service
    }

    /// The type of that name.
    pub(crate) fn get(&self, name: &str) -> Result<&Arc<ObjectType>> {
        self.types
            .get(name)
            .ok_or_else(|| Error::Internal(format!("the type `{name}` is not in the catalog")))
    }

    /// Every type, in the order in which they were added.
    pub fn types(&self) -> impl Iterator<Item = &Arc<ObjectType>> {
        self.order.iter().filter_map(|name| self.types.get(name))
    }

    /// The keys of each type: `id`, and the fields of the others with spaces between them.
    pub fn keys(&self) -> impl Iterator<Item = (&'static str, Vec<String>)> {
        self.types().map(|ty| {
            let others =
                ty.keys.iter().map(|key| key.iter().map(|part| part.field).collect::<Vec<_>>().join(" "));
            (ty.name, ["id".to_owned()].into_iter().chain(others).collect())
        })
    }

    /// The names of the root fields that are planned.
    #[must_use]
    pub fn root_fields(&self) -> Vec<&'static str> {
        let single = self.types().filter_map(|ty| Some(ty.single.as_ref()?.name));
        let plural = self.types().filter_map(|ty| Some(ty.plural.as_ref()?.name));
        ["node", "nodes"].into_iter().chain(single).chain(plural).collect()
    }

    /// The type whose global identifiers have this prefix.
    pub(crate) fn by_prefix(&self, prefix: &str) -> Option<&Arc<ObjectType>> {
        self.types().find(|ty| ty.prefix == prefix)
    }

    /// The type whose rows are records of this kind.
    #[must_use]
    pub fn by_kind(&self, kind: Kind) -> Option<&Arc<ObjectType>> {
        self.types().find(|ty| ty.kind == Some(kind))
    }
}
