//! Measuring fragments once gives what expanding them would.

use std::fmt::Write as _;

use apollo_compiler::ast::{Definition, Document, Selection};
use proptest::prelude::*;

use super::measure::{Measures, Ruler, Unmeasurable};

fn measured(text: &str) -> Result<Measures, Unmeasurable> {
    let document = Document::parse(text, "operation").unwrap();
    let operation = document.definitions.iter().find_map(Definition::as_operation_definition).unwrap();
    Ruler::new(&document, 100).operation(operation)
}

#[test]
fn a_spread_counts_as_what_it_spreads() {
    let found =
        measured("{ x: a { ...F b @skip(if: true) } ...G } fragment F on T { c y: d } fragment G on Q { e }");
    let found = found.unwrap();
    assert_eq!((found.depth, found.nesting, found.fields, found.root_fields), (2, 3, 5, 2));
    assert_eq!((found.aliases, found.directives), (2, 1));
}

#[test]
fn a_million_expanded_fields_are_counted_without_expanding_them() {
    let mut text = "{ ...F0 }".to_owned();
    for level in 0..20 {
        let next = level + 1;
        write!(text, " fragment F{level} on Q {{ ...F{next} ...F{next} }}").unwrap();
    }
    text.push_str(" fragment F20 on Q { id }");
    assert_eq!(measured(&text).unwrap().fields, 1 << 20);
}

#[test]
fn a_fragment_that_spreads_itself_cannot_be_measured() {
    let found = measured("{ ...A } fragment A on Q { a { ...B } } fragment B on Q { ...A }");
    assert!(matches!(found, Err(Unmeasurable::Cycle(name, Some(_))) if name == "A"));
}

#[test]
fn a_long_chain_of_fragments_is_left_before_the_stack_ends() {
    let mut text = "{ ...F0 }".to_owned();
    for level in 0..3_000 {
        write!(text, " fragment F{level} on Q {{ ...F{} }}", level + 1).unwrap();
    }
    assert!(matches!(measured(&text), Err(Unmeasurable::TooNested)));
}

#[test]
fn lists_of_types_nested_through_a_fragment_spread_twice_are_seen() {
    let found = measured(
        "{ __schema { types { ...C } } }
         fragment A on __Type { fields { name } }
         fragment B on __Type { ...A fields { type { ...A } } }
         fragment C on __Type { ...B fields { type { ...B } } }",
    );
    assert_eq!(found.unwrap().introspection_depth, 3);
}

#[test]
fn the_largest_literal_is_found_in_directives_too() {
    let found = measured("{ a(x: [1, {y: [2, 3]}]) b @d(z: [1, 2, 3, 4, 5, 6]) }").unwrap();
    assert_eq!(found.largest_literal, 7);
}

/// The same figures by expanding everything.
fn expanded(document: &Document, set: &[Selection]) -> Measures {
    let mut total = Measures::default();
    total.nesting = 1;
    for selection in set {
        let (part, directives) = match selection {
            Selection::Field(field) => {
                let mut part = Measures::default();
                if !field.selection_set.is_empty() {
                    part = expanded(document, &field.selection_set);
                }
                part.depth += 1;
                part.fields += 1;
                part.root_fields = 1;
                part.aliases += u64::from(field.alias.is_some());
                (part, field.directives.len())
            }
            Selection::InlineFragment(inline) => {
                (expanded(document, &inline.selection_set), inline.directives.len())
            }
            Selection::FragmentSpread(spread) => {
                let fragments = document.definitions.iter().filter_map(Definition::as_fragment_definition);
                let fragment =
                    fragments.into_iter().find(|found| found.name == spread.fragment_name).unwrap();
                (expanded(document, &fragment.selection_set), spread.directives.len())
            }
        };
        total.depth = total.depth.max(part.depth);
        total.nesting = total.nesting.max(part.nesting + 1);
        total.fields += part.fields;
        total.root_fields += part.root_fields;
        total.aliases += part.aliases;
        total.directives += part.directives + directives as u64;
    }
    total
}

/// Selections that spread only fragments with a higher number than `above`.
fn selections(above: usize) -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("f".to_owned()),
        Just("x: f @skip(if: true)".to_owned()),
        (above + 1..=5_usize.max(above + 1)).prop_map(|number| format!("...F{}", number.min(5))),
    ];
    let leaf =
        leaf.prop_map(move |text| if above >= 5 && text.starts_with("...") { "g".into() } else { text });
    leaf.prop_recursive(3, 12, 4, |inner| {
        let set = prop::collection::vec(inner, 1..4).prop_map(|parts| parts.join(" "));
        prop_oneof![
            set.clone().prop_map(|set| format!("f {{ {set} }}")),
            set.prop_map(|set| format!("... @include(if: true) {{ {set} }}")),
        ]
    })
}

fn documents() -> impl Strategy<Value = String> {
    let fragments = (0..6_usize).map(|number| {
        selections(number).prop_map(move |set| format!(" fragment F{number} on Q {{ {set} }}"))
    });
    (prop::collection::vec(0..6_usize, 1..4), fragments.collect::<Vec<_>>()).prop_map(
        |(spreads, fragments)| {
            let spreads: String = spreads.iter().map(|number| format!(" ...F{number}")).collect();
            format!("{{ {spreads} }}{}", fragments.concat())
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases / 4))]

    #[test]
    fn measuring_fragments_once_gives_what_expanding_them_gives(text in documents()) {
        let document = Document::parse(&*text, "operation").unwrap();
        let operation = document.definitions[0].as_operation_definition().unwrap();
        let found = Ruler::new(&document, 100).operation(operation).unwrap();
        prop_assert_eq!(found, expanded_with_literals(&document, &operation.selection_set, found));
    }
}

/// `@skip(if: true)` holds one literal, which the expansion above does not look at.
fn expanded_with_literals(document: &Document, set: &[Selection], found: Measures) -> Measures {
    let mut measures = expanded(document, set);
    measures.largest_literal = found.largest_literal;
    measures
}
