//! Keys of many kinds: several, of parts, of lists, known to some services only.

use serde_json::json;

use crate::support::World;

#[test]
fn a_key_that_overlaps_with_those_of_the_other_service() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { all: [Item!]! }
               type Item @key(fields: "id") @key(fields: "pid") @key(fields: "composite { one two }") {
                 id: ID! pid: ID! composite: Composite! name: String! }
               type Composite @shareable { one: ID! two: ID! three: ID! }"#,
            json!({
                "Query": { "all": ["@Item/1"] },
                "Item": [{ "id": "1", "pid": "p1", "composite": { "one": "o1", "two": "t1", "three": "h1" }, "name": "n1" }],
            }),
        )
        .with(
            "b",
            r#"type Query { box: Box } type Box @key(fields: "id") { id: ID! item: Item! }
               type Item @key(fields: "id composite { two three }") { id: ID! composite: Composite!
                 name: String! @external label: String! @requires(fields: "name") weight: Int }
               type Composite @shareable { two: ID! three: ID! }"#,
            json!({
                "Query": { "box": { "id": "b", "item": { "id": "1", "composite": { "two": "t1", "three": "h1" }, "weight": 3 } } },
                "Item": [{ "id": "1", "composite": { "two": "t1", "three": "h1" }, "label": "<{name}>", "weight": 3 }],
            }),
        );
    world.answers([
        ("{ all { weight label } }", json!({ "all": [{ "weight": 3, "label": "<n1>" }] })),
        (
            "{ box { item { id name label composite { two three } } } }",
            json!({ "box": { "item": { "id": "1", "name": "n1", "label": "<n1>", "composite": { "two": "t1", "three": "h1" } } } }),
        ),
        (
            "{ box { item { pid composite { one } } } }",
            json!({ "box": { "item": { "pid": "p1", "composite": { "one": "o1" } } } }),
        ),
    ]);
}

#[test]
fn a_key_with_lists_of_objects_and_lists_of_values() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { sets: [Set] } type Set @key(fields: "tags parts { id of { code } }") {
                 tags: [String!]! parts: [Part!]! } type Part { id: ID! of: Of } type Of { code: Int }"#,
            json!({ "Query": { "sets": [
                { "tags": ["x", "y"], "parts": [{ "id": "1", "of": { "code": 7 } }, { "id": "2", "of": null }] },
                { "tags": [], "parts": [] },
                null,
            ] } }),
        )
        .with(
            "b",
            r#"type Set @key(fields: "parts { of { code } id } tags") { tags: [String!]! parts: [Part!]! told: String }
               type Part { id: ID! of: Of } type Of { code: Int }"#,
            json!({ "Set": [{ "told": "{tags} {parts}" }] }),
        );
    let data = world.data("{ sets { told } }");
    assert_eq!(data["sets"][1], json!({ "told": "[] []" }));
    let told = data["sets"][0]["told"].as_str().unwrap();
    assert!(
        told.starts_with(r#"["x","y"] "#) && told.contains(r#""code":7"#) && told.contains(r#""of":null"#),
        "{told}"
    );
}

#[test]
fn four_hops_and_back_with_fields_of_each() {
    let key = |a: &str, b: &str| {
        format!(r#"type T @key(fields: "{a}") @key(fields: "{b}") {{ {a}: ID! {b}: ID! in_{b}: String }}"#)
    };
    let world = World::new()
        .with(
            "s0",
            r#"type Query { t: T ts: [T] } type T @key(fields: "k0") { k0: ID! }"#,
            json!({ "Query": { "t": { "k0": "a" }, "ts": [{ "k0": "a" }, { "k0": "lost" }, { "k0": "b" }] } }),
        )
        .with("s1", &key("k0", "k1"), json!({ "T": [{ "k0": "a", "k1": "a1", "in_k1": "A1" }, { "k0": "b", "k1": "b1", "in_k1": "B1" }] }))
        .with("s2", &key("k1", "k2"), json!({ "T": [{ "k1": "a1", "k2": "a2", "in_k2": "A2" }, { "k1": "b1", "k2": "b2", "in_k2": null }] }))
        .with("s3", &key("k2", "k3"), json!({ "T": [{ "k2": "a2", "k3": "a3", "in_k3": "A3" }] }));
    world.answers([
        ("{ t { in_k3 } }", json!({ "t": { "in_k3": "A3" } })),
        ("{ t { k3 in_k1 k0 in_k3 k2 in_k2 } }", json!({ "t": { "k3": "a3", "in_k1": "A1", "k0": "a", "in_k3": "A3", "k2": "a2", "in_k2": "A2" } })),
        (
            "{ ts { in_k3 in_k1 in_k2 } }",
            json!({ "ts": [
                { "in_k3": "A3", "in_k1": "A1", "in_k2": "A2" },
                { "in_k3": null, "in_k1": null, "in_k2": null },
                { "in_k3": null, "in_k1": "B1", "in_k2": null },
            ] }),
        ),
    ]);
}

#[test]
fn a_key_that_is_not_resolvable_is_used_to_go_on_only() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { a: Item } type Item @key(fields: "id") @key(fields: "sku", resolvable: false) { id: ID! sku: ID! a: String }"#,
            json!({ "Query": { "a": { "id": "1", "sku": "s", "a": "A" } }, "Item": [{ "id": "1", "sku": "s", "a": "A" }] }),
        )
        .with(
            "b",
            r#"type Query { b: Item } type Item @key(fields: "sku") @key(fields: "id", resolvable: false) { id: ID! sku: ID! b: String }"#,
            json!({ "Query": { "b": { "id": "1", "sku": "s", "b": "B" } }, "Item": [{ "id": "1", "sku": "s", "b": "B" }] }),
        );
    world.answers([
        ("{ a { a b } }", json!({ "a": { "a": "A", "b": "B" } })),
        ("{ b { a b } }", json!({ "b": { "a": "A", "b": "B" } })),
    ]);
}

#[test]
fn a_key_of_a_nested_entity_leads_to_both() {
    let world = World::new()
        .with(
            "orders",
            r#"type Query { orders: [Order!]! } type Order @key(fields: "buyer { id } number") { buyer: User! number: Int! }
               type User @key(fields: "id") { id: ID! }"#,
            json!({ "Query": { "orders": [{ "buyer": { "id": "u" }, "number": 1 }, { "buyer": { "id": "u" }, "number": 2 }] } }),
        )
        .with(
            "parcels",
            r#"type Order @key(fields: "number buyer { id }") { buyer: User! number: Int! parcel: Parcel }
               type User @key(fields: "id") { id: ID! address: String } type Parcel { to: User weight: Float }"#,
            json!({
                "Order": [{ "buyer": { "id": "u" }, "number": 1, "parcel": { "to": "@User/u", "weight": 1.5 } },
                    { "buyer": { "id": "u" }, "number": 2, "parcel": null }],
                "User": [{ "id": "u", "address": "Pau" }],
            }),
        )
        .with("users", r#"type User @key(fields: "id") { id: ID! name: String }"#, json!({ "User": [{ "id": "u", "name": "Ada" }] }));
    let user = json!({ "name": "Ada", "address": "Pau" });
    world.answers([(
        "{ orders { number buyer { name address } parcel { weight to { name address } } } }",
        json!({ "orders": [
            { "number": 1, "buyer": user, "parcel": { "weight": 1.5, "to": user } },
            { "number": 2, "buyer": user, "parcel": null },
        ] }),
    )]);
}

#[test]
fn keys_of_other_types_of_scalars_and_enums() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { x: X } scalar Date enum Kind { A B } type X @key(fields: "on kind n f ok") {
                 on: Date! kind: Kind! n: Int! f: Float! ok: Boolean! }"#,
            json!({ "Query": { "x": { "on": "2020-01-01", "kind": "B", "n": 3, "f": 0.5, "ok": false } } }),
        )
        .with(
            "b",
            r#"scalar Date enum Kind { A B } type X @key(fields: "on kind n f ok") {
                 on: Date! kind: Kind! n: Int! f: Float! ok: Boolean! told: String }"#,
            json!({ "X": [{ "told": "{on} {kind} {n} {f} {ok}" }] }),
        );
    world.answers([("{ x { told } }", json!({ "x": { "told": "2020-01-01 B 3 0.5 false" } }))]);
}

#[test]
fn a_key_under_an_alias_of_the_client_is_still_sent() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { x: X } type X @key(fields: "id") { id: ID! name: String }"#,
            json!({ "Query": { "x": { "id": "1", "name": "n" } } }),
        )
        .with(
            "b",
            r#"type X @key(fields: "id") { id: ID! size(of: Int): Int big: String }"#,
            json!({ "X": [{ "id": "1", "size": 4, "big": "b" }] }),
        );
    world.answers([
        ("{ x { id: name key: id size } }", json!({ "x": { "id": "n", "key": "1", "size": 4 } })),
        ("{ x { id: big name: id } }", json!({ "x": { "id": "b", "name": "1" } })),
        ("{ id: x { __typename: big id: big } }", json!({ "id": { "__typename": "b", "id": "b" } })),
    ]);
}
