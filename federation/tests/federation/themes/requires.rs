//! Fields that need fields of others.

use serde_json::json;

use crate::support::World;

#[test]
fn requirements_go_both_ways_between_services() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { p: Product } type Product @key(fields: "id") { id: ID! price: Int label: String
                @requires(fields: "tax") tax: Int @external }"#,
            json!({ "Query": { "p": { "id": "1", "price": 10 } }, "Product": [{ "id": "1", "price": 10, "label":
                "tax {tax}" }] }),
        )
        .with(
            "b",
            r#"type Product @key(fields: "id") { id: ID! price: Int @external tax: Int total: String
                @requires(fields: "price") }"#,
            json!({ "Product": [{ "id": "1", "tax": 2, "total": "p{price}" }] }),
        );
    assert_eq!(world.data("{ p { total label } }"), json!({ "p": { "total": "p10", "label": "tax 2" } }));
}

#[test]
fn requirements_form_chains() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { x: X } type X @key(fields: "id") { id: ID! one: String }"#,
            json!({ "Query": { "x": "@X/1" }, "X": [{ "id": "1", "one": "1" }] }),
        )
        .with(
            "b",
            r#"type X @key(fields: "id") { id: ID! one: String @external two: String @requires(fields: "one") }"#,
            json!({ "X": [{ "id": "1", "two": "{one}2" }] }),
        )
        .with(
            "c",
            r#"type X @key(fields: "id") { id: ID! two: String @external three: String @requires(fields: "two") }"#,
            json!({ "X": [{ "id": "1", "three": "{two}3" }] }),
        )
        .with(
            "d",
            r#"type X @key(fields: "id") { id: ID! one: String @external three: String @external four: String
                @requires(fields: "three one") }"#,
            json!({ "X": [{ "id": "1", "four": "{three}4{one}" }] }),
        );
    assert_eq!(world.data("{ x { four } }"), json!({ "x": { "four": "12341" } }));
}

#[test]
fn a_required_null_is_sent() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { p: P } type P @key(fields: "id") { id: ID! price: Int }"#,
            json!({ "Query": { "p": { "id": "1", "price": null } } }),
        )
        .with(
            "b",
            r#"type P @key(fields: "id") { id: ID! price: Int @external cost: String @requires(fields: "price") }"#,
            json!({ "P": [{ "id": "1", "cost": "[{price}]" }] }),
        );
    assert_eq!(world.data("{ p { cost } }"), json!({ "p": { "cost": "[null]" } }));
}

#[test]
fn a_requirement_for_each_object_of_a_list() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { ps: [P!]! } type P @key(fields: "id") { id: ID! price: Int }"#,
            json!({ "Query": { "ps": [{ "id": "1", "price": 1 }, { "id": "2", "price": 2 }] } }),
        )
        .with(
            "b",
            r#"type P @key(fields: "id") { id: ID! price: Int @external cost: String @requires(fields: "price") }"#,
            json!({ "P": [{ "id": "1", "cost": "{price}" }, { "id": "2", "cost": "{price}" }] }),
        );
    assert_eq!(world.data("{ ps { cost } }"), json!({ "ps": [{ "cost": "1" }, { "cost": "2" }] }));
}

#[test]
fn a_whole_type_that_is_external_still_has_its_key() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { a: A } type A @key(fields: "id") { id: ID! n: Int m: Int }"#,
            json!({ "Query": { "a": { "id": "1", "n": 1, "m": 2 } }, "A": [{ "id": "1", "n": 1, "m": 2 }] }),
        )
        .with(
            "b",
            r#"type Query { b: A } type A @key(fields: "id") @external { id: ID! n: Int m: Int }
               extend type A { z: String @requires(fields: "n m") }"#,
            json!({ "Query": { "b": { "id": "1" } }, "A": [{ "id": "1", "z": "{n}{m}" }] }),
        );
    world.answers([(
        "{ a { z n } b { id z m } }",
        json!({ "a": { "z": "12", "n": 1 }, "b": { "id": "1", "z": "12", "m": 2 } }),
    )]);
}
