//! Mutations: in order, over services.

use serde_json::json;

use crate::support::World;

#[test]
fn they_run_one_after_the_other_across_services() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { x: Int } type Mutation { add(n: Int!): Item } type Item @key(fields: "id") { id: ID!
                n: Int }"#,
            json!({ "Mutation": { "add": { "id": "1", "n": 2 } } }),
        )
        .with(
            "b",
            r#"type Mutation { drop(n: Int!): Boolean } type Item @key(fields: "id") { id: ID! m: Int }"#,
            json!({ "Mutation": { "drop": true }, "Item": [{ "id": "1", "m": 3 }] }),
        );
    let answer = world.data("mutation { one: add(n: 1) { n m } gone: drop(n: 1) two: add(n: 2) { m } }");
    assert_eq!(
        answer.to_string(),
        json!({ "one": { "n": 2, "m": 3 }, "gone": true, "two": { "m": 3 } }).to_string()
    );
    let asked = world.asked();
    let place = |service: &str, nth: usize| {
        asked.iter().enumerate().filter(|(_, s)| *s == service).nth(nth).unwrap().0
    };
    assert!(place("a", 0) < place("b", 0), "{asked:?}");
    assert_eq!(asked.iter().filter(|s| *s == "a").count(), 2, "{asked:?}");
}
