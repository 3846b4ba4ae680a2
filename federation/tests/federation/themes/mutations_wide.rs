//! Mutations whose answers go on into other services, and whose order counts.

use serde_json::{Value, json};

use crate::support::World;

fn shop() -> World {
    World::new()
        .with(
            "products",
            r#"type Query { product(id: ID!): Product } type Mutation { add(input: New!): Product! addMany(inputs: [New!]!): [Product] remove(id: ID!): Boolean! }
               input New { name: String! price: Float tags: [String!] = ["new"] } type Product @key(fields: "id") { id: ID! name: String price: Float told: String }"#,
            json!({
                "Query": { "product": "@Product/1" },
                "Mutation": { "add": "@Product/1", "addMany": ["@Product/1", null, "@Product/2"], "remove": true },
                "Product": [{ "id": "1", "name": "Lamp", "price": 9.5 }, { "id": "2", "name": "Desk", "price": null }],
            }),
        )
        .with(
            "prices",
            r#"type Mutation { discount(id: ID!, by: Int = 10): Discounted fail: Product failHard: Int! } type Discounted { product: Product! by: Int }
               type Product @key(fields: "id") { id: ID! price: Float @external costly: String @requires(fields: "price") }"#,
            json!({
                "Mutation": { "discount": { "product": { "id": "1" }, "by": 10 }, "fail": { "$error": "no" }, "failHard": { "$error": "hard" } },
                "Product": [{ "id": "1", "costly": "c{price}" }, { "id": "2", "costly": "c{price}" }],
            }),
        )
}

#[test]
fn answers_go_on_into_other_services() {
    shop().answers([
        (
            r#"mutation { add(input: { name: "Lamp", price: 9.5 }) { id name costly } }"#,
            json!({ "add": { "id": "1", "name": "Lamp", "costly": "c9.5" } }),
        ),
        (
            r#"mutation { addMany(inputs: [{ name: "a" }, { name: "b", tags: [] }]) { costly } discount(id: 1) { by product { name costly } } }"#,
            json!({
                "addMany": [{ "costly": "c9.5" }, null, { "costly": "cnull" }],
                "discount": { "by": 10, "product": { "name": "Lamp", "costly": "c9.5" } },
            }),
        ),
        ("mutation M { d: discount(id: 1, by: 5) { product { __typename id } } r: remove(id: 1) }", json!({
            "d": { "product": { "__typename": "Product", "id": "1" } }, "r": true,
        })),
    ]);
}

#[test]
fn variables_of_a_mutation_reach_its_service() {
    let query = "mutation($new: New!, $id: ID!) { add(input: $new) { name } remove(id: $id) }";
    let world = shop();
    let answer = world.ask_with(query, json!({ "new": { "name": "x", "price": 1 }, "id": 1 }));
    assert_eq!(answer, json!({ "data": { "add": { "name": "Lamp" }, "remove": true } }));
}

#[test]
fn each_field_runs_after_the_one_before_with_all_that_follows_from_it() {
    let world = shop();
    world.data("mutation { a: add(input: { name: \"x\" }) { costly } b: discount(id: 1) { product { name } } c: remove(id: 1) d: discount(id: 1) { by } }");
    let asked = world.asked();
    let roots: Vec<&str> = asked.iter().map(String::as_str).collect();
    let first = |service: &str, after: usize| {
        roots.iter().enumerate().skip(after).find(|(_, s)| **s == service).map(|(n, _)| n)
    };
    let (a, b) = (first("products", 0).unwrap(), first("prices", 0).unwrap());
    assert!(a < b, "{roots:?}");
    assert_eq!(roots.iter().filter(|s| **s == "prices").count(), 3, "{roots:?}");
}

#[test]
fn one_that_fails_leaves_the_others() {
    let answer = shop().ask("mutation { fail { name } remove(id: 1) }");
    assert_eq!(answer["data"], json!({ "fail": null, "remove": true }));
    assert_eq!(answer["errors"][0]["path"], json!(["fail"]));
    assert_eq!(answer["errors"].as_array().map(Vec::len), Some(1));
    let answer = shop().ask("mutation { remove(id: 1) failHard }");
    assert_eq!(answer["data"], Value::Null);
    assert_eq!(answer["errors"][0]["path"], json!(["failHard"]));
}

#[test]
fn several_operations_of_one_document() {
    let world = shop();
    let document = "query Q { product(id: 1) { name } } mutation M($id: ID!) { remove(id: $id) }";
    let supergraph = world.compose().unwrap();
    for (name, mutation) in [("Q", false), ("M", true)] {
        let plan = supergraph.prepare(document, Some(name), &world.limits).unwrap();
        assert_eq!(plan.is_mutation(), mutation);
    }
    assert!(supergraph.prepare(document, None, &world.limits).is_err());
    assert!(supergraph.prepare(document, Some("N"), &world.limits).is_err());
}
