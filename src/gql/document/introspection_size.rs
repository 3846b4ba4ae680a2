//! How many values the answer to an introspection holds, counted on the schema without making them.
//!
//! A selection set on a type counts the same wherever it is met, so each pair is counted once.

use std::collections::HashMap;

use apollo_compiler::{
    ExecutableDocument, Name, Node, Schema,
    ast::{FieldDefinition, InputValueDefinition, OperationType, Type, Value},
    collections::HashMap as SchemaMap,
    executable::{Field, Selection, SelectionSet},
    schema::{ExtendedType, Implementers},
};

/// Counts the values of one document's introspections.
pub(super) struct Counter<'a> {
    schema: &'a Schema,
    implementers: &'a SchemaMap<Name, Implementers>,
    document: &'a ExecutableDocument,
    counted: HashMap<(*const SelectionSet, &'a str), u64>,
    steps: u64,
    budget: u64,
}

impl<'a> Counter<'a> {
    /// Beyond `budget`, the figure is only known to be larger.
    pub(super) fn new(
        schema: &'a Schema,
        implementers: &'a SchemaMap<Name, Implementers>,
        document: &'a ExecutableDocument,
        budget: u64,
    ) -> Self {
        Self { schema, implementers, document, counted: HashMap::new(), steps: 0, budget }
    }

    /// The values below `__schema` and `__type` of a root's selection set.
    pub(super) fn root(&mut self, set: &'a SelectionSet) -> u64 {
        self.each(set, |counter, field| match field.name.as_str() {
            "__schema" => counter.listing(&field.selection_set),
            "__type" => counter.asked(field),
            _ => 0,
        })
    }

    fn listing(&mut self, set: &'a SelectionSet) -> u64 {
        let schema = self.schema;
        self.each(set, |counter, field| {
            let below = &field.selection_set;
            match field.name.as_str() {
                "types" => schema.types.keys().map(|name| counter.named(below, name)).sum(),
                "directives" => schema
                    .directive_definitions
                    .values()
                    .map(|directive| counter.with_arguments(below, &directive.arguments, None))
                    .sum(),
                "queryType" => counter.root_type(below, OperationType::Query),
                "mutationType" => counter.root_type(below, OperationType::Mutation),
                "subscriptionType" => counter.root_type(below, OperationType::Subscription),
                _ => 1,
            }
        })
    }

    fn root_type(&mut self, set: &'a SelectionSet, kind: OperationType) -> u64 {
        self.schema.root_operation(kind).map_or(1, |name| self.named(set, name))
    }

    /// Which type a variable names is not known yet: the largest.
    fn asked(&mut self, field: &'a Field) -> u64 {
        let name = field.arguments.iter().find(|argument| argument.name == "name");
        match name.map(|argument| &*argument.value) {
            Some(Value::String(name)) => match self.schema.types.get_key_value(name.as_str()) {
                Some((name, _)) => self.named(&field.selection_set, name),
                None => 1,
            },
            _ => {
                let names = self.schema.types.keys();
                names.map(|name| self.named(&field.selection_set, name)).max().unwrap_or(0)
            }
        }
    }

    fn named(&mut self, set: &'a SelectionSet, name: &'a Name) -> u64 {
        let key = (std::ptr::from_ref(set), name.as_str());
        if let Some(counted) = self.counted.get(&key) {
            return *counted;
        }
        let values = self.each(set, |counter, field| counter.part(name, field));
        self.counted.insert(key, values);
        values
    }

    /// One field of `__Type`, for a type that is neither a list nor non-null.
    fn part(&mut self, name: &'a Name, field: &'a Field) -> u64 {
        let below = &field.selection_set;
        match (field.name.as_str(), self.schema.types.get(name)) {
            ("fields", Some(ExtendedType::Object(object))) => {
                object.fields.values().map(|field| self.field(below, field)).sum()
            }
            ("fields", Some(ExtendedType::Interface(interface))) => {
                interface.fields.values().map(|field| self.field(below, field)).sum()
            }
            ("interfaces", Some(ExtendedType::Object(object))) => {
                object.implements_interfaces.iter().map(|found| self.named(below, found)).sum()
            }
            ("interfaces", Some(ExtendedType::Interface(interface))) => {
                interface.implements_interfaces.iter().map(|found| self.named(below, found)).sum()
            }
            ("possibleTypes", Some(ExtendedType::Union(union_))) => {
                union_.members.iter().map(|member| self.named(below, member)).sum()
            }
            ("possibleTypes", Some(ExtendedType::Interface(_))) => {
                let objects = self.implementers.get(name).into_iter().flat_map(|found| &found.objects);
                objects.map(|object| self.named(below, object)).sum()
            }
            ("enumValues", Some(ExtendedType::Enum(definition))) => {
                self.each(below, |_, _| 1).saturating_mul(definition.values.len() as u64)
            }
            ("inputFields", Some(ExtendedType::InputObject(input))) => {
                input.fields.values().map(|field| self.input(below, field)).sum()
            }
            _ => 1,
        }
    }

    fn field(&mut self, set: &'a SelectionSet, definition: &'a FieldDefinition) -> u64 {
        self.with_arguments(set, &definition.arguments, Some(&definition.ty))
    }

    fn with_arguments(
        &mut self,
        set: &'a SelectionSet,
        arguments: &'a [Node<InputValueDefinition>],
        ty: Option<&'a Type>,
    ) -> u64 {
        self.each(set, |counter, field| match (field.name.as_str(), ty) {
            ("args", _) => {
                arguments.iter().map(|argument| counter.input(&field.selection_set, argument)).sum()
            }
            ("type", Some(ty)) => counter.reference(&field.selection_set, ty),
            _ => 1,
        })
    }

    fn input(&mut self, set: &'a SelectionSet, definition: &'a InputValueDefinition) -> u64 {
        self.with_arguments(set, &[], Some(&definition.ty))
    }

    /// A list or a non-null type has nothing below it but `ofType`.
    fn reference(&mut self, set: &'a SelectionSet, ty: &'a Type) -> u64 {
        let inner: Option<&'a Type> = match ty {
            Type::Named(name) => return self.named(set, name),
            Type::List(item) => Some(item),
            Type::NonNullNamed(_) | Type::NonNullList(_) => None,
        };
        self.each(set, |counter, field| match (field.name.as_str(), inner, ty) {
            ("ofType", Some(item), _) => counter.reference(&field.selection_set, item),
            ("ofType", None, Type::NonNullNamed(name)) => counter.named(&field.selection_set, name),
            ("ofType", None, Type::NonNullList(item)) => {
                counter.each(&field.selection_set, |counter, field| match field.name.as_str() {
                    "ofType" => counter.reference(&field.selection_set, item),
                    _ => 1,
                })
            }
            _ => 1,
        })
    }

    /// One for the object itself, and what each field of the set counts, fragments opened.
    fn each(&mut self, set: &'a SelectionSet, mut count: impl FnMut(&mut Self, &'a Field) -> u64) -> u64 {
        let mut values = 1_u64;
        let mut open = vec![set];
        while let Some(set) = open.pop() {
            for selection in &set.selections {
                self.steps += 1;
                if self.steps > self.budget {
                    return self.budget.saturating_add(1);
                }
                match selection {
                    Selection::Field(field) => values = values.saturating_add(count(self, field)),
                    Selection::InlineFragment(inline) => open.push(&inline.selection_set),
                    Selection::FragmentSpread(spread) => {
                        let fragment = self.document.fragments.get(&spread.fragment_name);
                        open.extend(fragment.map(|fragment| &fragment.selection_set));
                    }
                }
            }
        }
        values
    }
}
