//! How many fields the rule "overlapping fields can be merged" will compare.
//!
//! The compiler checks that rule once for each concrete type that a field may have, at each level: a document of a
//! few hundred fields on an interface can make it compare 2^depth sets. So the same walk is done first with a budget
//! and without the comparisons, and the document is refused where the budget ends.

use std::collections::{HashMap, HashSet};

use apollo_compiler::{
    ExecutableDocument, Name, Schema,
    executable::{Field, Selection, SelectionSet},
    schema::ExtendedType,
};

/// Fields that validating the document compares: the exact figure up to `budget`, and something above it beyond.
pub(super) fn comparisons(schema: &Schema, document: &ExecutableDocument, budget: u64) -> u64 {
    let mut walk = Walk { schema, document, spent: 0, budget };
    for operation in document.operations.iter() {
        walk.merge(&[&operation.selection_set]);
    }
    walk.spent
}

#[derive(Clone, Copy)]
struct Selected<'a> {
    parent: &'a Name,
    field: &'a Field,
}

struct Walk<'a> {
    schema: &'a Schema,
    document: &'a ExecutableDocument,
    spent: u64,
    budget: u64,
}

impl<'a> Walk<'a> {
    fn merge(&mut self, sets: &[&'a SelectionSet]) {
        let fields = self.fields_of(sets);
        self.spent += fields.len() as u64;
        let mut by_key: HashMap<&str, Vec<Selected<'a>>> = HashMap::new();
        for selected in fields {
            by_key.entry(selected.field.response_key()).or_default().push(selected);
        }
        for same_key in by_key.into_values() {
            for group in self.by_concrete_parent(same_key) {
                let nested: Vec<&SelectionSet> = group
                    .iter()
                    .map(|selected| &selected.field.selection_set)
                    .filter(|set| !set.is_empty())
                    .collect();
                if self.spent <= self.budget && !nested.is_empty() {
                    self.merge(&nested);
                }
            }
        }
    }

    /// The fields of the sets, inline fragments opened and each named fragment opened once.
    fn fields_of(&self, sets: &[&'a SelectionSet]) -> Vec<Selected<'a>> {
        let mut fields = Vec::new();
        let mut seen = HashSet::new();
        let mut open = sets.to_vec();
        while let Some(set) = open.pop() {
            for selection in &set.selections {
                match selection {
                    Selection::Field(field) => fields.push(Selected { parent: &set.ty, field }),
                    Selection::InlineFragment(inline) => open.push(&inline.selection_set),
                    Selection::FragmentSpread(spread) if seen.insert(&spread.fragment_name) => {
                        let fragment = self.document.fragments.get(&spread.fragment_name);
                        open.extend(fragment.map(|fragment| &fragment.selection_set));
                    }
                    Selection::FragmentSpread(_) => {}
                }
            }
        }
        fields
    }

    /// One group for each concrete parent, each with all fields of abstract parents.
    fn by_concrete_parent(&self, fields: Vec<Selected<'a>>) -> Vec<Vec<Selected<'a>>> {
        let mut concrete: HashMap<&str, Vec<Selected<'a>>> = HashMap::new();
        let mut abstracts = Vec::new();
        for selected in fields {
            match self.schema.types.get(selected.parent) {
                Some(ExtendedType::Object(_)) => concrete.entry(selected.parent).or_default().push(selected),
                _ => abstracts.push(selected),
            }
        }
        if concrete.is_empty() {
            return vec![abstracts];
        }
        let mut groups: Vec<_> = concrete.into_values().collect();
        for group in &mut groups {
            group.extend_from_slice(&abstracts);
        }
        groups
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    fn compared(text: &str) -> u64 {
        let schema = sample::schema();
        let document = ExecutableDocument::parse(&schema, text, "operation").unwrap();
        comparisons(&schema, &document, 50_000)
    }

    /// Each level selects one field on two objects and on their interface, and each leads on to the next level.
    fn overlapping(levels: usize) -> String {
        let chain = |kind: &str, length: usize| {
            let nested = (0..length).fold("id".to_owned(), |set, _| format!("...on Node{{peer{{{set}}}}}"));
            format!("...on {kind}{{peer{{{nested}}}}}")
        };
        (0..levels).fold("id".to_owned(), |set, level| {
            format!("{} {} ...on Node{{peer{{{set}}}}}", chain("Project", level), chain("Action", level))
        })
    }

    #[test]
    fn fields_of_one_type_are_compared_once() {
        assert_eq!(compared("{ projects { totalCount nodes { id name } } }"), 5);
    }

    #[test]
    fn a_field_on_many_concrete_types_doubles_with_each_level_and_is_left_at_the_budget() {
        let seven = compared(&format!("{{ node(id: 1) {{ {} }} }}", overlapping(7)));
        let eight = compared(&format!("{{ node(id: 1) {{ {} }} }}", overlapping(8)));
        assert!(eight > 2 * seven, "{seven} then {eight}");
        assert!(compared(&format!("{{ node(id: 1) {{ {} }} }}", overlapping(17))) > 50_000);
    }
}
