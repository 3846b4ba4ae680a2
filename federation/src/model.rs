//! One service's schema as composition sees it: directives under the names of the specification, extensions merged
//! with what they extend, root types called `Query`, `Mutation` and `Subscription`.

use apollo_compiler::{Name, Node, ast};
use indexmap::{IndexMap, IndexSet};

use crate::fields::FieldSet;

/// A service, read.
#[derive(Debug)]
pub(crate) struct Graph {
    /// As the partner is called; `@override(from:)` names it so.
    pub(crate) name: String,
    pub(crate) url: String,
    /// Its value of the enum `join__Graph`.
    pub(crate) id: String,
    /// Whether it speaks the second version of the specification, which is stricter.
    pub(crate) second: bool,
    pub(crate) types: IndexMap<Name, TypeDef>,
    /// Directives for clients' operations, and those that `@composeDirective` names.
    pub(crate) directives: IndexMap<Name, Node<ast::DirectiveDefinition>>,
    /// The names that `@composeDirective` carries into the supergraph, with the specification that each is linked from.
    pub(crate) composed: IndexMap<Name, Node<ast::Directive>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Scalar,
    Object,
    Interface,
    Union,
    Enum,
    Input,
}

impl Kind {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Scalar => "a scalar",
            Self::Object => "an object type",
            Self::Interface => "an interface",
            Self::Union => "a union",
            Self::Enum => "an enum",
            Self::Input => "an input type",
        }
    }

    pub(crate) fn keyword(self) -> &'static str {
        match self {
            Self::Scalar => "scalar",
            Self::Object => "type",
            Self::Interface => "interface",
            Self::Union => "union",
            Self::Enum => "enum",
            Self::Input => "input",
        }
    }
}

/// Of the lists, those that its kind has are filled.
#[derive(Debug)]
pub(crate) struct TypeDef {
    pub(crate) kind: Kind,
    pub(crate) description: Option<Node<str>>,
    pub(crate) marks: Marks,
    /// Only extended here: `extend type`, or `@extends`.
    pub(crate) extension: bool,
    pub(crate) interface_object: bool,
    pub(crate) keys: Vec<Key>,
    pub(crate) implements: IndexSet<Name>,
    pub(crate) fields: IndexMap<Name, Field>,
    pub(crate) inputs: IndexMap<Name, Input>,
    pub(crate) members: IndexSet<Name>,
    pub(crate) values: IndexMap<Name, Value>,
}

impl TypeDef {
    pub(crate) fn new(kind: Kind) -> Self {
        Self {
            kind,
            description: None,
            marks: Marks::default(),
            extension: true,
            interface_object: false,
            keys: Vec::new(),
            implements: IndexSet::new(),
            fields: IndexMap::new(),
            inputs: IndexMap::new(),
            members: IndexSet::new(),
            values: IndexMap::new(),
        }
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Key {
    pub(crate) fields: FieldSet,
    /// Whether the service finds the object by it.
    pub(crate) resolvable: bool,
}

/// What may stand on anything and is carried as it is.
#[derive(Debug, Clone, Default)]
pub(crate) struct Marks {
    pub(crate) inaccessible: bool,
    pub(crate) tags: IndexSet<String>,
    /// `@deprecated`, `@specifiedBy` and composed directives.
    pub(crate) carried: Vec<Node<ast::Directive>>,
}

#[derive(Debug, Clone)]
pub(crate) struct Field {
    pub(crate) ty: ast::Type,
    pub(crate) arguments: IndexMap<Name, Input>,
    pub(crate) description: Option<Node<str>>,
    pub(crate) marks: Marks,
    pub(crate) external: bool,
    pub(crate) shareable: bool,
    pub(crate) requires: Option<FieldSet>,
    pub(crate) provides: Option<FieldSet>,
    pub(crate) overrides: Option<Override>,
}

/// `@override(from:, label:)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Override {
    pub(crate) from: String,
    pub(crate) label: Option<String>,
}

/// An argument, or a field of an input type.
#[derive(Debug, Clone)]
pub(crate) struct Input {
    pub(crate) ty: ast::Type,
    pub(crate) default: Option<Node<ast::Value>>,
    pub(crate) description: Option<Node<str>>,
    pub(crate) marks: Marks,
}

#[derive(Debug, Clone)]
pub(crate) struct Value {
    pub(crate) description: Option<Node<str>>,
    pub(crate) marks: Marks,
}

/// The names of root types, once read.
pub(crate) const ROOTS: [&str; 3] = ["Query", "Mutation", "Subscription"];

/// Whether it is a scalar of GraphQL itself.
pub(crate) fn built_in(name: &str) -> bool {
    matches!(name, "Int" | "Float" | "String" | "Boolean" | "ID")
}
