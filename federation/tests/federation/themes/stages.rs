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
