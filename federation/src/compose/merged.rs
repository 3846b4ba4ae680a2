//! The composed schema: every type once, with which service gives what.

use apollo_compiler::{Name, Node, ast};
use indexmap::{IndexMap, IndexSet};

use crate::model::{Input, Key, Kind, Marks, Override, Value};

/// A service by its place in the list of services.
pub(crate) type At = usize;

#[derive(Debug)]
pub(crate) struct Merged {
    pub(crate) types: IndexMap<Name, Type>,
    pub(crate) directives: IndexMap<Name, Node<ast::DirectiveDefinition>>,
    /// The links of directives that are carried.
    pub(crate) links: Vec<Node<ast::Directive>>,
}

#[derive(Debug)]
pub(crate) struct Type {
    pub(crate) kind: Kind,
    pub(crate) description: Option<Node<str>>,
    pub(crate) marks: Marks,
    pub(crate) joins: IndexMap<At, Join>,
    pub(crate) implements: IndexMap<Name, Vec<At>>,
    pub(crate) fields: IndexMap<Name, Field>,
    pub(crate) inputs: IndexMap<Name, InputField>,
    pub(crate) members: IndexMap<Name, Vec<At>>,
    pub(crate) values: IndexMap<Name, (Value, Vec<At>)>,
}

/// How one service has a type.
#[derive(Debug, Clone, Default)]
pub(crate) struct Join {
    pub(crate) keys: Vec<Key>,
    pub(crate) extension: bool,
    pub(crate) interface_object: bool,
}

#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) ty: ast::Type,
    pub(crate) arguments: IndexMap<Name, Input>,
    pub(crate) description: Option<Node<str>>,
    pub(crate) marks: Marks,
    /// The services that have it; none if it comes by an interface object alone.
    pub(crate) joins: IndexMap<At, FieldJoin>,
}

/// How one service has a field.
#[derive(Debug, Clone)]
pub(crate) struct FieldJoin {
    pub(crate) ty: ast::Type,
    pub(crate) external: bool,
    pub(crate) requires: Option<crate::fields::FieldSet>,
    pub(crate) provides: Option<crate::fields::FieldSet>,
    pub(crate) overrides: Option<Override>,
    /// The label by which operations choose between this service and the one that overrides it.
    pub(crate) label: Option<String>,
    /// Another service has taken it over; this one needs it still, for a key or an interface.
    pub(crate) overridden: bool,
}

impl FieldJoin {
    /// Whether the service gives the field, if asked on its own.
    pub(crate) fn resolves(&self) -> bool {
        !self.external && !self.overridden
    }
}

#[derive(Debug)]
pub(crate) struct InputField {
    pub(crate) input: Input,
    pub(crate) joins: IndexMap<At, ast::Type>,
}

impl Merged {
    /// Object types that a field of this type may give.
    pub(crate) fn possible(&self, name: &Name) -> IndexSet<Name> {
        match self.types.get(name) {
            Some(ty) if ty.kind == Kind::Union => ty.members.keys().cloned().collect(),
            Some(ty) if ty.kind == Kind::Interface => {
                let objects = self.types.iter().filter(|(_, t)| t.kind == Kind::Object);
                objects.filter(|(_, t)| t.implements.contains_key(name)).map(|(n, _)| n.clone()).collect()
            }
            _ => IndexSet::from([name.clone()]),
        }
    }
}
