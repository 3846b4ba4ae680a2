//! `@include` and `@skip` where services meet: on fields with needs, on fragments of interfaces, on both at once.

use serde_json::{Value, json};

use crate::support::World;

fn world() -> World {
    World::new()
        .with(
            "a",
            r#"type Query { item: Item items: [Thing!]! } interface Thing { id: ID! name: String }
               type Item implements Thing @key(fields: "id") { id: ID! name: String price: Float }
               type Tool implements Thing @key(fields: "id") { id: ID! name: String }"#,
            json!({
                "Query": { "item": "@Item/1", "items": ["@Item/1", "@Tool/2"] },
                "Item": [{ "id": "1", "name": "n", "price": 1.5 }], "Tool": [{ "id": "2", "name": "t" }],
            }),
        )
        .with(
            "b",
            r#"type Item @key(fields: "id") { id: ID! price: Float @external costly: String @requires(fields: "price") stock: Int sub: Sub }
               type Tool @key(fields: "id") { id: ID! stock: Int } type Sub { n: Int of: Item }"#,
            json!({
                "Item": [{ "id": "1", "costly": "c{price}", "stock": 3, "sub": { "n": 1, "of": { "id": "1" } } }],
                "Tool": [{ "id": "2", "stock": 4 }],
            }),
        )
}

/// What is answered for each of the variables' values, and how many calls that takes at most.
fn each(query: &str, cases: &[(Value, Value, usize)]) {
    for (variables, expected, calls) in cases {
        let world = world();
        assert_eq!(
            world.ask_with(query, variables.clone()),
            json!({ "data": expected }),
            "{query} {variables}"
        );
        assert!(world.asked().len() <= *calls, "{query} {variables} {:?}", world.asked());
    }
}

#[test]
fn a_field_with_a_need() {
    each(
        "query($on: Boolean = false) { item { id costly @include(if: $on) } }",
        &[
            (json!({}), json!({ "item": { "id": "1" } }), 1),
            (json!({ "on": true }), json!({ "item": { "id": "1", "costly": "c1.5" } }), 2),
        ],
    );
    each(
        "query($on: Boolean!) { item { a: costly @skip(if: $on) b: costly @include(if: $on) price @include(if: $on) } }",
        &[
            (json!({ "on": true }), json!({ "item": { "b": "c1.5", "price": 1.5 } }), 2),
            (json!({ "on": false }), json!({ "item": { "a": "c1.5" } }), 2),
        ],
    );
}

#[test]
fn conditions_that_are_written_out() {
    each(
        "{ item { id costly @skip(if: true) stock @include(if: false) ... @skip(if: true) { sub { n } } } }",
        &[(json!({}), json!({ "item": { "id": "1" } }), 1)],
    );
    each(
        "{ item { id stock @skip(if: false) ... @include(if: true) { sub { n } } } }",
        &[(json!({}), json!({ "item": { "id": "1", "stock": 3, "sub": { "n": 1 } } }), 2)],
    );
}

#[test]
fn both_directives_on_one_field() {
    let query =
        "query($in: Boolean!, $out: Boolean!) { item { id stock @include(if: $in) @skip(if: $out) } }";
    let with = |i: bool, o: bool| json!({ "in": i, "out": o });
    let without = json!({ "item": { "id": "1" } });
    each(
        query,
        &[
            (with(true, false), json!({ "item": { "id": "1", "stock": 3 } }), 2),
            (with(true, true), without.clone(), 1),
            (with(false, false), without.clone(), 1),
            (with(false, true), without, 1),
        ],
    );
}

#[test]
fn one_field_under_two_conditions() {
    let query = "query($x: Boolean!, $y: Boolean!) { item { stock @include(if: $x) ... @include(if: $y) { stock sub { n } } } }";
    let case =
        |x: bool, y: bool, item: Value, calls| (json!({ "x": x, "y": y }), json!({ "item": item }), calls);
    each(
        query,
        &[
            case(true, false, json!({ "stock": 3 }), 2),
            case(false, true, json!({ "stock": 3, "sub": { "n": 1 } }), 2),
            case(true, true, json!({ "stock": 3, "sub": { "n": 1 } }), 3),
            case(false, false, json!({}), 1),
        ],
    );
}

#[test]
fn fragments_of_types_and_spreads_under_conditions() {
    let query = "query($tools: Boolean!, $deep: Boolean = true) { items { __typename ...I @skip(if: $tools) ... on Tool @include(if: $tools) { stock } } }
        fragment I on Item { sub @include(if: $deep) { of { name costly @include(if: $deep) } } stock }";
    let item =
        json!({ "__typename": "Item", "sub": { "of": { "name": "n", "costly": "c1.5" } }, "stock": 3 });
    let (plain, tool) = (json!({ "__typename": "Item" }), json!({ "__typename": "Tool" }));
    for (variables, expected) in [
        (json!({ "tools": false }), json!({ "items": [item, tool] })),
        (json!({ "tools": true }), json!({ "items": [plain, { "__typename": "Tool", "stock": 4 }] })),
        (
            json!({ "tools": false, "deep": false }),
            json!({ "items": [{ "__typename": "Item", "stock": 3 }, tool] }),
        ),
    ] {
        assert_eq!(world().ask_with(query, variables.clone()), json!({ "data": expected }), "{variables}");
    }
}

#[test]
fn roots_and_whole_objects_under_conditions() {
    each(
        "query($on: Boolean!) { item @include(if: $on) { name stock } items @skip(if: $on) { ... on Tool { stock } } }",
        &[
            (json!({ "on": true }), json!({ "item": { "name": "n", "stock": 3 } }), 2),
            (json!({ "on": false }), json!({ "items": [{}, { "stock": 4 }] }), 2),
        ],
    );
    each(
        "query($on: Boolean!) { item @include(if: $on) { name } }",
        &[(json!({ "on": false }), json!({}), 1)],
    );
    each(
        "query($on: Boolean!) { ... on Query @skip(if: $on) { item { name } } }",
        &[(json!({ "on": true }), json!({}), 1)],
    );
}

#[test]
fn a_mutation_under_a_condition_is_not_carried_out() {
    let world = World::new()
        .with("a", "type Query { x: Int } type Mutation { a: Int }", json!({ "Mutation": { "a": 1 } }))
        .with(
            "b",
            "type Query { y: Int } type Mutation { b: Int }",
            json!({ "Mutation": { "b": { "$error": "it ran" } } }),
        );
    let query = "mutation($on: Boolean!) { a @include(if: $on) b @skip(if: $on) }";
    assert_eq!(world.ask_with(query, json!({ "on": true })), json!({ "data": { "a": 1 } }));
}
