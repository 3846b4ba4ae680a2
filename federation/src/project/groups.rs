//! Which fields a client asks of an object of a type: those of the same key together, in the order of the document.

use std::{borrow::Cow, collections::HashMap, rc::Rc};

use apollo_compiler::{
    Node, ast,
    executable::{Field, Selection, SelectionSet},
    response::{JsonMap, JsonValue},
};
use indexmap::IndexMap;

use crate::operation::{Prepared, data_key};

/// Fields with the same key, merged.
pub(super) struct Group<'a> {
    pub(super) key: &'a str,
    /// Where its values stand in the data.
    pub(super) data_key: Cow<'a, str>,
    pub(super) name: &'a str,
    pub(super) ty: ast::Type,
    fields: Rc<[&'a Node<Field>]>,
}

/// Groups are made once for each place of the document and each type of object, and kept for the answer.
pub(super) struct Groups<'a> {
    prepared: &'a Prepared,
    variables: &'a JsonMap,
    known: HashMap<(*const &'a Node<Field>, &'a str), Rc<[Group<'a>]>>,
}

impl<'a> Groups<'a> {
    pub(super) fn new(prepared: &'a Prepared, variables: &'a JsonMap) -> Self {
        Self { prepared, variables, known: HashMap::new() }
    }

    pub(super) fn of_root(&self, set: &'a SelectionSet) -> Rc<[Group<'a>]> {
        let mut found = IndexMap::new();
        self.collect(self.prepared.operation.object_type(), set, &mut found);
        self.grouped(self.prepared.operation.object_type(), found)
    }

    /// What is asked of an object of this type at the place of a group.
    pub(super) fn of_fields(&mut self, group: &Group<'a>, ty: &'a str) -> Rc<[Group<'a>]> {
        let key = (group.fields.as_ptr(), ty);
        if let Some(known) = self.known.get(&key) {
            return Rc::clone(known);
        }
        let mut found = IndexMap::new();
        for field in group.fields.iter() {
            self.collect(ty, &field.selection_set, &mut found);
        }
        let groups = self.grouped(ty, found);
        self.known.insert(key, Rc::clone(&groups));
        groups
    }

    fn grouped(&self, ty: &str, found: IndexMap<&'a str, Vec<&'a Node<Field>>>) -> Rc<[Group<'a>]> {
        let schema = &self.prepared.api.schema;
        let groups = found.into_iter().filter_map(|(key, fields)| {
            let first = *fields.first()?;
            // The object's own type of the field may be stricter than that of the interface it was asked by.
            let ty = schema
                .type_field(ty, &first.name)
                .map_or_else(|_| first.definition.ty.clone(), |f| f.ty.clone());
            let data_key = data_key(&self.prepared.api, first);
            Some(Group { key, data_key, name: first.name.as_str(), ty, fields: fields.into() })
        });
        groups.collect()
    }

    fn collect(&self, ty: &str, set: &'a SelectionSet, found: &mut IndexMap<&'a str, Vec<&'a Node<Field>>>) {
        for selection in &set.selections {
            if !self.included(selection.directives()) {
                continue;
            }
            match selection {
                Selection::Field(field) => {
                    found.entry(field.response_key().as_str()).or_default().push(field)
                }
                Selection::InlineFragment(fragment) => {
                    if fragment.type_condition.as_ref().is_none_or(|on| self.applies(ty, on)) {
                        self.collect(ty, &fragment.selection_set, found);
                    }
                }
                Selection::FragmentSpread(spread) => {
                    let fragment = self.prepared.document.fragments.get(&spread.fragment_name);
                    if let Some(fragment) = fragment.filter(|f| self.applies(ty, f.type_condition())) {
                        self.collect(ty, &fragment.selection_set, found);
                    }
                }
            }
        }
    }

    fn applies(&self, ty: &str, on: &str) -> bool {
        self.prepared.api.is(ty, on) || self.prepared.api.schema.is_subtype(on, ty)
    }

    fn included(&self, directives: &ast::DirectiveList) -> bool {
        let holds = |name: &str| {
            let condition = directives.get(name)?.specified_argument_by_name("if")?;
            match condition.as_variable() {
                Some(variable) => self.variables.get(variable.as_str()).and_then(JsonValue::as_bool),
                None => condition.to_bool(),
            }
        };
        holds("skip") != Some(true) && holds("include") != Some(false)
    }
}
