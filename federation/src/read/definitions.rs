//! Types and their members, one definition after the other; a type and its extensions become one.

use std::collections::HashMap;

use apollo_compiler::{Name, Node, ast};
use indexmap::IndexMap;

use super::{
    directives::{self, On},
    link::Names,
};
use crate::{
    CompositionError, Subgraph,
    model::{Field, Graph, Input, Kind, Marks, TypeDef, Value, built_in},
};

pub(super) struct Reader<'a> {
    graph: Graph,
    errors: Vec<CompositionError>,
    names: &'a Names,
    /// Root types that are called otherwise here.
    renamed: HashMap<Name, Name>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        subgraph: &Subgraph,
        id: String,
        names: &'a Names,
        renamed: HashMap<Name, Name>,
    ) -> Self {
        let graph = Graph {
            name: subgraph.name.clone(),
            url: subgraph.url.clone(),
            id,
            second: names.second,
            types: IndexMap::new(),
            directives: IndexMap::new(),
            composed: IndexMap::new(),
        };
        Self { graph, errors: Vec::new(), names, renamed }
    }

    pub(super) fn finish(mut self) -> (Graph, Vec<CompositionError>) {
        self.graph.types.retain(|name, ty| {
            // A root with nothing but the fields of the protocol is no root.
            !(ty.kind == Kind::Object && ty.fields.is_empty() && crate::model::ROOTS.contains(&name.as_str()))
        });
        (self.graph, self.errors)
    }

    pub(super) fn definition(&mut self, definition: &ast::Definition) {
        use ast::Definition as D;
        match definition {
            D::ObjectTypeDefinition(d) => {
                let parts = (&d.name, &d.directives, &d.description);
                self.composite(Kind::Object, parts, false, (&d.implements_interfaces, &d.fields));
            }
            D::ObjectTypeExtension(d) => {
                let parts = (&d.name, &d.directives, &None);
                self.composite(Kind::Object, parts, true, (&d.implements_interfaces, &d.fields));
            }
            D::InterfaceTypeDefinition(d) => {
                let parts = (&d.name, &d.directives, &d.description);
                self.composite(Kind::Interface, parts, false, (&d.implements_interfaces, &d.fields));
            }
            D::InterfaceTypeExtension(d) => {
                let parts = (&d.name, &d.directives, &None);
                self.composite(Kind::Interface, parts, true, (&d.implements_interfaces, &d.fields));
            }
            D::UnionTypeDefinition(d) => {
                self.union(&d.name, &d.directives, &d.description, false, &d.members);
            }
            D::UnionTypeExtension(d) => self.union(&d.name, &d.directives, &None, true, &d.members),
            D::EnumTypeDefinition(d) => {
                self.values(&d.name, &d.directives, &d.description, false, &d.values);
            }
            D::EnumTypeExtension(d) => self.values(&d.name, &d.directives, &None, true, &d.values),
            D::InputObjectTypeDefinition(d) => {
                self.input(&d.name, &d.directives, &d.description, false, &d.fields);
            }
            D::InputObjectTypeExtension(d) => self.input(&d.name, &d.directives, &None, true, &d.fields),
            D::ScalarTypeDefinition(d) if !built_in(&d.name) => {
                self.ty(Kind::Scalar, (&d.name, &d.directives, &d.description), false);
            }
            D::ScalarTypeExtension(d) => {
                self.ty(Kind::Scalar, (&d.name, &d.directives, &None), true);
            }
            D::DirectiveDefinition(d) => self.directive(d),
            _ => {}
        }
    }

    /// The type that a definition adds to; `None` for those of the protocol itself.
    fn ty(
        &mut self,
        kind: Kind,
        (name, directives, description): Parts<'_>,
        extends: bool,
    ) -> Option<&mut TypeDef> {
        if self.names.owns(name) || name.starts_with("__") {
            return None;
        }
        let name = self.name(name);
        let found = directives::type_directives(&name, directives, self.names);
        let ty = self.graph.types.entry(name.clone()).or_insert_with(|| TypeDef::new(kind));
        for error in found.faults {
            self.errors.push(error.of(&self.graph.name));
        }
        ty.extension &= extends || found.extends;
        ty.interface_object |= found.interface_object;
        ty.keys.extend(found.keys);
        merge_marks(&mut ty.marks, found.marks);
        if ty.description.is_none() {
            ty.description.clone_from(description);
        }
        Some(ty)
    }

    fn composite(
        &mut self,
        kind: Kind,
        parts: Parts<'_>,
        extends: bool,
        (interfaces, definitions): (&[Name], &[Node<ast::FieldDefinition>]),
    ) {
        let shared = On::read(parts.1, self.names);
        let name = self.name(parts.0);
        let query = name == "Query";
        let mut fields: Vec<(Name, Field)> = definitions
            .iter()
            .filter(|d| !(query && matches!(d.name.as_str(), "_service" | "_entities")))
            .map(|definition| (definition.name.clone(), self.field(&name, definition, &shared)))
            .collect();
        let Some(ty) = self.ty(kind, parts, extends) else { return };
        // `@external` on a type speaks of what the service gives beside the object's name.
        if shared.external {
            let keys: Vec<Name> = ty.keys.iter().flat_map(|key| key.fields.names()).collect();
            fields.iter_mut().filter(|(name, _)| keys.contains(name)).for_each(|(_, f)| f.external = false);
        }
        ty.implements.extend(interfaces.iter().cloned());
        ty.fields.extend(fields);
    }

    fn field(&mut self, parent: &Name, definition: &ast::FieldDefinition, shared: &On) -> Field {
        let coordinate = format!("{parent}.{}", definition.name);
        let found = directives::field_directives(&coordinate, &definition.directives, self.names);
        let arguments =
            definition.arguments.iter().flat_map(|a| directives::argument_faults(&coordinate, a, self.names));
        let faults = found.faults.into_iter().chain(arguments);
        self.errors.extend(faults.map(|e| e.of(&self.graph.name)));
        Field {
            ty: self.renamed(&definition.ty),
            arguments: definition.arguments.iter().map(|a| (a.name.clone(), self.argument(a))).collect(),
            description: definition.description.clone(),
            marks: found.marks,
            external: found.on.external || shared.external,
            shareable: found.on.shareable || shared.shareable,
            requires: found.requires,
            provides: found.provides,
            overrides: found.overrides,
        }
    }

    fn argument(&self, definition: &ast::InputValueDefinition) -> Input {
        Input {
            ty: self.renamed(&definition.ty),
            default: definition.default_value.clone(),
            description: definition.description.clone(),
            marks: directives::marks(&definition.directives, self.names),
        }
    }

    fn union(
        &mut self,
        name: &Name,
        directives: &ast::DirectiveList,
        description: &Option<Node<str>>,
        extends: bool,
        members: &[Name],
    ) {
        if let Some(ty) = self.ty(Kind::Union, (name, directives, description), extends) {
            ty.members.extend(members.iter().cloned());
        }
    }

    fn values(
        &mut self,
        name: &Name,
        directives: &ast::DirectiveList,
        description: &Option<Node<str>>,
        extends: bool,
        values: &[Node<ast::EnumValueDefinition>],
    ) {
        let values: Vec<(Name, Value)> = values
            .iter()
            .map(|v| {
                let marks = directives::marks(&v.directives, self.names);
                (v.value.clone(), Value { description: v.description.clone(), marks })
            })
            .collect();
        if let Some(ty) = self.ty(Kind::Enum, (name, directives, description), extends) {
            ty.values.extend(values);
        }
    }

    fn input(
        &mut self,
        name: &Name,
        directives: &ast::DirectiveList,
        description: &Option<Node<str>>,
        extends: bool,
        fields: &[Node<ast::InputValueDefinition>],
    ) {
        let fields: Vec<(Name, Input)> = fields.iter().map(|f| (f.name.clone(), self.argument(f))).collect();
        if let Some(ty) = self.ty(Kind::Input, (name, directives, description), extends) {
            ty.inputs.extend(fields);
        }
    }

    fn directive(&mut self, definition: &Node<ast::DirectiveDefinition>) {
        let name = &definition.name;
        let built_in =
            matches!(name.as_str(), "skip" | "include" | "deprecated" | "specifiedBy" | "oneOf" | "defer");
        if built_in
            || self.names.directive(name).is_some()
            || self.names.owns(name)
            || name == "link"
            || name == "core"
        {
            return;
        }
        self.graph.directives.insert(name.clone(), definition.clone());
    }

    fn name(&self, name: &Name) -> Name {
        self.renamed.get(name).unwrap_or(name).clone()
    }

    fn renamed(&self, ty: &ast::Type) -> ast::Type {
        match ty {
            ast::Type::Named(name) => ast::Type::Named(self.name(name)),
            ast::Type::NonNullNamed(name) => ast::Type::NonNullNamed(self.name(name)),
            ast::Type::List(item) => ast::Type::List(Box::new(self.renamed(item))),
            ast::Type::NonNullList(item) => ast::Type::NonNullList(Box::new(self.renamed(item))),
        }
    }
}

/// What every definition has: its name, its directives and its description.
type Parts<'a> = (&'a Name, &'a ast::DirectiveList, &'a Option<Node<str>>);

fn merge_marks(into: &mut Marks, from: Marks) {
    into.inaccessible |= from.inaccessible;
    into.tags.extend(from.tags);
    into.carried.extend(from.carried);
}
