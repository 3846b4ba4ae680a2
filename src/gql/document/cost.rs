//! What an operation may cost to execute: one for each field, times the page sizes around it.
//!
//! The sum is folded once for each operation as far as it does not depend on variables; an execution only multiplies
//! the page sizes that do. Both branches of a condition and of a type condition count: it is an upper bound.

use apollo_compiler::{
    ExecutableDocument, Name,
    executable::{Argument, Field, Selection, SelectionSet, Value as Literal},
};
use serde_json::Value;

use super::{limits::DocumentLimits, variables::Variables};

/// Arguments that list what a field looks up, one by one.
const LOOKED_UP: [&str; 2] = ["ids", "representations"];

/// The folded cost of a selection set. Saturates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    fixed: u64,
    pages: Vec<Page>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Page {
    sizes: Vec<Size>,
    default: u64,
    max: u64,
    inner: Cost,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Size {
    Literal(u64),
    Variable(Name),
}

impl Cost {
    /// The cost of a selection set of a valid document, whose expanded fields must have been bounded.
    #[must_use]
    pub fn of(document: &ExecutableDocument, set: &SelectionSet, limits: &DocumentLimits) -> Self {
        let mut cost = Self::default();
        for selection in &set.selections {
            match selection {
                Selection::Field(field) => cost.add_field(document, field, limits),
                Selection::InlineFragment(inline) => {
                    cost.add(Self::of(document, &inline.selection_set, limits));
                }
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = document.fragments.get(&spread.fragment_name) {
                        cost.add(Self::of(document, &fragment.selection_set, limits));
                    }
                }
            }
        }
        cost
    }

    /// The figure for these variables.
    #[must_use]
    pub fn with(&self, variables: &Variables) -> u64 {
        self.pages.iter().fold(self.fixed, |sum, page| {
            let inner = page.inner.with(variables).saturating_mul(page.size(variables));
            sum.saturating_add(inner)
        })
    }

    fn add_field(&mut self, document: &ExecutableDocument, field: &Field, limits: &DocumentLimits) {
        self.fixed = self.fixed.saturating_add(1);
        if matches!(field.name.as_str(), "__schema" | "__type") {
            return;
        }
        let inner = Self::of(document, &field.selection_set, limits);
        match Page::of(field, inner, limits) {
            Ok(page) if page.is_constant() => {
                self.fixed = self.fixed.saturating_add(page.inner.fixed.saturating_mul(page.largest()));
            }
            Ok(page) => self.pages.push(page),
            Err(inner) => self.add(inner),
        }
    }

    fn add(&mut self, other: Self) {
        self.fixed = self.fixed.saturating_add(other.fixed);
        self.pages.extend(other.pages);
    }
}

impl Page {
    /// A field with an argument `first` or `last` is a connection, and one with a list of what is looked up answers as
    /// many; any other gives back what is below it.
    fn of(field: &Field, inner: Cost, limits: &DocumentLimits) -> Result<Self, Cost> {
        if let Some(looked_up) = field.arguments.iter().find(|argument| LOOKED_UP.contains(&&*argument.name))
        {
            let sizes = Size::of(looked_up).into_iter().collect();
            return Ok(Self { sizes, default: 1, max: u64::MAX, inner });
        }
        let definitions: Vec<_> =
            ["first", "last"].iter().filter_map(|name| field.definition.argument_by_name(name)).collect();
        if definitions.is_empty() {
            return Err(inner);
        }
        let in_schema = definitions.iter().filter_map(|definition| definition.default_value.as_deref());
        let default = in_schema.filter_map(whole).max().unwrap_or(limits.default_page);
        let given = field.arguments.iter().filter(|argument| matches!(&*argument.name, "first" | "last"));
        let sizes = given.filter_map(|argument| Size::of(argument)).collect();
        Ok(Self { sizes, default, max: limits.max_page, inner })
    }

    fn is_constant(&self) -> bool {
        self.inner.pages.is_empty() && self.sizes.iter().all(|size| matches!(size, Size::Literal(_)))
    }

    fn largest(&self) -> u64 {
        let literals = self.sizes.iter().filter_map(|size| match size {
            Size::Literal(size) => Some(*size),
            Size::Variable(_) => None,
        });
        literals.max().unwrap_or(self.default).min(self.max)
    }

    fn size(&self, variables: &Variables) -> u64 {
        let given = self.sizes.iter().filter_map(|size| match size {
            Size::Literal(size) => Some(*size),
            Size::Variable(name) => match variables.get(name)? {
                Value::Number(number) => Some(number.as_u64().unwrap_or(0)),
                Value::Array(items) => Some(items.len() as u64),
                _ => None,
            },
        });
        given.max().unwrap_or(self.default).min(self.max)
    }
}

impl Size {
    fn of(argument: &Argument) -> Option<Self> {
        match &*argument.value {
            Literal::Variable(name) => Some(Self::Variable(name.clone())),
            Literal::List(items) => Some(Self::Literal(items.len() as u64)),
            literal => whole(literal).map(Self::Literal),
        }
    }
}

/// A negative page size asks for nothing; the resolver refuses it.
fn whole(literal: &Literal) -> Option<u64> {
    match literal {
        Literal::Int(number) => Some(number.as_str().parse().unwrap_or(0)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::super::{DocumentSettings, Documents, sample};
    use super::*;

    fn cost(text: &str, variables: Json) -> u64 {
        let documents = sample::documents();
        let prepared = documents.find(&sample::request(text)).unwrap();
        let variables = documents.variables(&prepared.operation, sample::object(variables)).unwrap();
        prepared.operation.cost(&variables)
    }

    #[test]
    fn each_field_costs_one() {
        assert_eq!(cost("{ node(id: 1) { id ... on Project { name } } }", json!({})), 3);
    }

    #[test]
    fn a_page_multiplies_what_is_below_it() {
        assert_eq!(cost("{ projects(first: 5) { totalCount nodes { id } } }", json!({})), 1 + 5 * 3);
        let nested = "{ projects(first: 5) { nodes { actions(last: 3) { nodes { id } } } } }";
        assert_eq!(cost(nested, json!({})), 1 + 5 * (1 + 1 + 3 * 2));
    }

    #[test]
    fn a_page_size_may_come_from_a_variable_or_its_default() {
        let text = "query($n: Int = 4) { projects(first: $n) { totalCount } }";
        assert_eq!(cost(text, json!({ "n": 7 })), 8);
        assert_eq!(cost(text, json!({})), 5);
        assert_eq!(cost(text, json!({ "n": null })), 21);
    }

    #[test]
    fn a_page_without_a_size_has_the_default_of_the_schema_or_of_the_limits() {
        assert_eq!(cost("{ projects { totalCount } }", json!({})), 21);
        let actions = "{ node(id: 1) { ... on Project { actions { nodes { id } } } } }";
        assert_eq!(cost(actions, json!({})), 2 + 10 * 2);
    }

    #[test]
    fn a_page_size_beyond_what_resolvers_accept_counts_as_the_most_they_accept() {
        assert_eq!(cost("{ projects(first: 1000000) { totalCount } }", json!({})), 101);
        assert_eq!(cost("{ projects(first: -1) { totalCount } }", json!({})), 1);
    }

    #[test]
    fn what_is_looked_up_by_a_list_costs_as_often_as_the_list_is_long() {
        assert_eq!(cost("{ nodes(ids: [1, 2, 3]) { id } }", json!({})), 1 + 3);
        assert_eq!(
            cost("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", json!({ "ids": ["a", "b"] })),
            1 + 2
        );
    }

    #[test]
    fn a_fragment_costs_wherever_it_is_spread() {
        let text = "{ a: projects(first: 2) { ...F } b: projects(first: 3) { ...F } }
                    fragment F on ProjectConnection { totalCount }";
        assert_eq!(cost(text, json!({})), 2 + 2 + 3);
    }

    #[test]
    fn an_operation_over_the_cost_is_refused_with_both_figures() {
        let limits = DocumentLimits { cost: 20, ..DocumentLimits::default() };
        let settings = DocumentSettings { limits, ..DocumentSettings::default() };
        let documents = Documents::<()>::new(sample::schema(), settings);
        let text = "query($n: Int) { projects(first: $n) { totalCount } }";
        let prepared = documents.find(&sample::request(text)).unwrap();
        let given = |n: u32| sample::object(json!({ "n": n }));
        assert!(documents.variables(&prepared.operation, given(19)).is_ok());
        let refused = documents.variables(&prepared.operation, given(20)).unwrap_err();
        let expected = "cost of the operation: 21, over the limit of 20";
        assert_eq!(sample::first_error(&refused), ("LIMIT_COST".to_owned(), expected.to_owned()));
    }
}
