//! `@skip` and `@include`.

use serde_json::json;

use crate::support::World;

fn world() -> World {
    World::new()
        .with(
            "a",
            r#"type Query { product: Product } type Product @key(fields: "id") { id: ID! price: Int }"#,
            json!({ "Query": { "product": { "id": "1", "price": 5 } } }),
        )
        .with(
            "b",
            r#"type Product @key(fields: "id") { id: ID! price: Int @external doubled: String @requires(fields:
                "price") name: String }"#,
            json!({ "Product": [{ "id": "1", "doubled": "2x{price}", "name": "n" }] }),
        )
}

#[test]
fn what_is_not_included_is_not_asked() {
    let world = world();
    let query = "query($b: Boolean!) { product { id doubled @include(if: $b) name @skip(if: true) } }";
    let answer = world.ask_with(query, json!({ "b": false }));
    assert_eq!(answer, json!({ "data": { "product": { "id": "1" } } }));
    assert_eq!(world.asked(), ["a"]);
}

#[test]
fn what_is_included_is_asked_with_what_it_requires() {
    let query =
        "query($b: Boolean!, $s: Boolean = false) { product { doubled @include(if: $b) @skip(if: $s) } }";
    assert_eq!(
        world().ask_with(query, json!({ "b": true })),
        json!({ "data": { "product": { "doubled": "2x5" } } })
    );
}

#[test]
fn a_condition_on_a_fragment_holds_for_its_fields() {
    let query =
        "query($b: Boolean!) { product { ... @include(if: $b) { name } ...F @skip(if: $b) } } fragment F on
            Product { price }";
    assert_eq!(
        world().ask_with(query, json!({ "b": true })),
        json!({ "data": { "product": { "name": "n" } } })
    );
    assert_eq!(
        world().ask_with(query, json!({ "b": false })),
        json!({ "data": { "product": { "price": 5 } } })
    );
}

#[test]
fn an_object_of_which_nothing_is_left_is_empty() {
    let query = "query($b: Boolean!) { product { name @include(if: $b) } }";
    assert_eq!(world().ask_with(query, json!({ "b": false })), json!({ "data": { "product": {} } }));
}
