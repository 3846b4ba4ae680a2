//! Needs that the engine alone does not plan.

use serde_json::json;

use crate::support::World;

#[test]
fn a_need_is_met_where_the_service_has_a_key_that_the_other_does_not_know() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { e: E } type E @key(fields: "id") { id: ID! f: String }"#,
            json!({ "Query": { "e": "@E/1" }, "E": [{ "id": "1", "f": "x" }] }),
        )
        .with(
            "b",
            r#"type E @key(fields: "id") @key(fields: "code") { id: ID! code: String! f: String @external
               made(n: Int): String @requires(fields: "f") }"#,
            json!({ "E": [{ "id": "1", "code": "c", "made": "{f}{n}" }] }),
        );
    assert_eq!(
        world.ask_with("query($n: Int) { e { f: id made(n: $n) } }", json!({ "n": 3 })),
        json!({ "data": { "e": { "f": "1", "made": "x3" } } })
    );
}

#[test]
fn a_need_is_met_for_objects_that_lie_under_others_of_their_type() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { top: Node } type Node @key(fields: "id") { id: ID! name: String }"#,
            json!({
                "Query": { "top": "@Node/1" },
                "Node": [{ "id": "1", "name": "one" }, { "id": "2", "name": "two" }, { "id": "3", "name": null }],
            }),
        )
        .with(
            "b",
            r#"type Node @key(fields: "id") { id: ID! name: String @external near: [Node!]
               label: Label @requires(fields: "name") } type Label { text: String node: Node }"#,
            json!({ "Node": [
                { "id": "1", "near": ["@Node/2", "@Node/3"], "label": { "text": "L1" } },
                { "id": "2", "near": [], "label": { "text": "L2", "node": "@Node/1" } },
                { "id": "3", "near": [], "label": null },
            ] }),
        );
    let query = "query($all: Boolean = true) { top { near { near { id } label @include(if: $all) {
        t: text node { id name label { text } } } } } }";
    assert_eq!(
        world.data(query),
        json!({ "top": { "near": [
            { "near": [], "label": { "t": "L2", "node": { "id": "1", "name": "one", "label": { "text": "L1" } } } },
            { "near": [], "label": null },
        ] } })
    );
    let answer = world.ask_with(query, json!({ "all": false }));
    assert_eq!(answer, json!({ "data": { "top": { "near": [{ "near": [] }, { "near": [] }] } } }));
}

#[test]
fn needs_that_one_service_has_at_once_are_one_call() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { top: Node } type Node @key(fields: "id") { id: ID! name: String size: Int }
               type Leaf @key(fields: "id") { id: ID! name: String }"#,
            json!({
                "Query": { "top": "@Node/1" },
                "Node": [{ "id": "1", "name": "one", "size": 1 }, { "id": "2", "name": "two", "size": 2 }],
                "Leaf": [{ "id": "l", "name": "leaf" }],
            }),
        )
        .with(
            "b",
            r#"type Node @key(fields: "id") { id: ID! name: String @external size: Int @external near: [Node!] leaf: Leaf
               label(n: Int): String @requires(fields: "name") big: String @requires(fields: "size") }
               type Leaf @key(fields: "id") { id: ID! name: String @external label: String @requires(fields: "name") }"#,
            json!({
                "Node": [
                    { "id": "1", "near": ["@Node/2"], "leaf": "@Leaf/l", "label": "{name}{n}", "big": "{size}" },
                    { "id": "2", "near": [], "leaf": null, "label": "{name}{n}", "big": "{size}" },
                ],
                "Leaf": [{ "id": "l", "label": "leaf {name}" }],
            }),
        );
    let query = "query($n: Int = 4) { top { label(n: $n) big near { near { id } label(n: $n) big } leaf { label } } }";
    assert_eq!(
        world.data(query),
        json!({ "top": {
            "label": "one4", "big": "1",
            "near": [{ "near": [], "label": "two4", "big": "2" }],
            "leaf": { "label": "leaf leaf" },
        } })
    );
    let calls = world.asked();
    assert_eq!(calls.last().map(String::as_str), Some("b"));
    assert_eq!(calls.iter().filter(|s| *s == "b").count(), 2, "{calls:?}");
}
