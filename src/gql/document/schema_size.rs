//! How large the answer to an introspection will be, estimated from the mean sizes of the schema's lists.

use apollo_compiler::{
    ExecutableDocument, Schema,
    executable::{Selection, SelectionSet},
    schema::ExtendedType,
};

/// How many items the lists of an introspection have.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct SchemaSize {
    types: u64,
    directives: u64,
    fields: u64,
    arguments: u64,
    input_fields: u64,
    enum_values: u64,
    interfaces: u64,
    possible_types: u64,
}

impl SchemaSize {
    pub(super) fn of(schema: &Schema) -> Self {
        let (mut fields, mut arguments, mut inputs) = (Mean::default(), Mean::default(), Mean::default());
        let (mut values, mut interfaces, mut possible) = (Mean::default(), Mean::default(), Mean::default());
        for definition in schema.types.values() {
            match definition {
                ExtendedType::Object(object) => {
                    fields.add(object.fields.len());
                    interfaces.add(object.implements_interfaces.len());
                    object.fields.values().for_each(|field| arguments.add(field.arguments.len()));
                }
                ExtendedType::Interface(interface) => {
                    fields.add(interface.fields.len());
                    interface.fields.values().for_each(|field| arguments.add(field.arguments.len()));
                }
                ExtendedType::InputObject(input) => inputs.add(input.fields.len()),
                ExtendedType::Enum(enumeration) => values.add(enumeration.values.len()),
                ExtendedType::Union(union_) => possible.add(union_.members.len()),
                ExtendedType::Scalar(_) => {}
            }
        }
        schema.implementers_map().values().for_each(|found| possible.add(found.objects.len()));
        Self {
            types: schema.types.len() as u64,
            directives: schema.directive_definitions.len() as u64,
            fields: fields.rounded_up(),
            arguments: arguments.rounded_up(),
            input_fields: inputs.rounded_up(),
            enum_values: values.rounded_up(),
            interfaces: interfaces.rounded_up(),
            possible_types: possible.rounded_up(),
        }
    }

    /// Values below `__schema` and `__type` in the answer. The expanded fields must have been bounded.
    pub(super) fn values(&self, document: &ExecutableDocument, set: &SelectionSet, within: bool) -> u64 {
        set.selections.iter().fold(0, |sum, selection| {
            let values = match selection {
                Selection::Field(field) => {
                    let begins = matches!(field.name.as_str(), "__schema" | "__type");
                    let below =
                        if within || begins { self.values(document, &field.selection_set, true) } else { 0 };
                    below.saturating_mul(self.items(&field.name)).saturating_add(within.into())
                }
                Selection::InlineFragment(inline) => self.values(document, &inline.selection_set, within),
                Selection::FragmentSpread(spread) => document
                    .fragments
                    .get(&spread.fragment_name)
                    .map_or(0, |fragment| self.values(document, &fragment.selection_set, within)),
            };
            sum.saturating_add(values)
        })
    }

    fn items(&self, field: &str) -> u64 {
        match field {
            "types" => self.types,
            "directives" => self.directives,
            "fields" => self.fields,
            "args" => self.arguments,
            "inputFields" => self.input_fields,
            "enumValues" => self.enum_values,
            "interfaces" => self.interfaces,
            "possibleTypes" => self.possible_types,
            _ => 1,
        }
    }
}

#[derive(Clone, Copy, Default)]
struct Mean {
    sum: u64,
    count: u64,
}

impl Mean {
    fn add(&mut self, value: usize) {
        self.sum += value as u64;
        self.count += 1;
    }

    fn rounded_up(self) -> u64 {
        self.sum.div_ceil(self.count.max(1)).max(1)
    }
}
