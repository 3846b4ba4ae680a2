//! Interfaces that lead to themselves, over services.

use serde_json::{Value, json};

use crate::support::World;

/// Products that name similar ones, which may be of any kind.
fn products() -> World {
    World::new()
        .with(
            "catalog",
            r#"type Query { product: Product products: [Product!]! }
               interface Product { id: ID! similar: [Product] parent: Product }
               type Book implements Product @key(fields: "id") { id: ID! similar: [Product] parent: Product }
               type Pen implements Product @key(fields: "id") { id: ID! similar: [Product] parent: Product ink: String }"#,
            json!({
                "Query": { "product": "@Book/b1", "products": ["@Book/b1", "@Pen/p1", "@Book/b2"] },
                "Book": [
                    { "id": "b1", "similar": ["@Book/b2", "@Pen/p1", null], "parent": "@Pen/p1" },
                    { "id": "b2", "similar": ["@Book/b1"], "parent": null },
                ],
                "Pen": [{ "id": "p1", "similar": null, "parent": "@Book/b2", "ink": "blue" }],
            }),
        )
        .with(
            "prices",
            r#"interface Product { id: ID! price: Float }
               type Book implements Product @key(fields: "id") { id: ID! price: Float pages: Int }
               type Pen implements Product @key(fields: "id") { id: ID! price: Float }"#,
            json!({
                "Book": [{ "id": "b1", "price": 1.5, "pages": 10 }, { "id": "b2", "price": 2.5, "pages": 20 }],
                "Pen": [{ "id": "p1", "price": 0.5 }],
            }),
        )
}

#[test]
fn similar_objects_of_similar_objects() {
    products().answers([
        (
            "{ product { similar { id price } } }",
            json!({ "product": { "similar": [{ "id": "b2", "price": 2.5 }, { "id": "p1", "price": 0.5 }, null] } }),
        ),
        (
            "{ product { price similar { similar { price similar { id } } } } }",
            json!({ "product": { "price": 1.5, "similar": [
                { "similar": [{ "price": 1.5, "similar": [{ "id": "b2" }, { "id": "p1" }, null] }] },
                { "similar": null },
                null,
            ] } }),
        ),
        (
            "{ products { __typename ... on Book { pages similar { ... on Book { pages } } } ... on Pen { ink } } }",
            json!({ "products": [
                { "__typename": "Book", "pages": 10, "similar": [{ "pages": 20 }, {}, null] },
                { "__typename": "Pen", "ink": "blue" },
                { "__typename": "Book", "pages": 20, "similar": [{ "pages": 10 }] },
            ] }),
        ),
    ]);
}

#[test]
fn parents_of_parents_with_fragments_of_the_interface() {
    let query = "{ product { ...P parent { ...P parent { ...P parent { id } } } } }
        fragment P on Product { id price ...B } fragment B on Book { pages }";
    let expected = json!({ "product": { "id": "b1", "price": 1.5, "pages": 10, "parent": {
        "id": "p1", "price": 0.5, "parent": { "id": "b2", "price": 2.5, "pages": 20, "parent": null },
    } } });
    products().answers([(query, expected)]);
}

/// Each service leads to the other's side of the same interface.
fn two_ways() -> World {
    let node = |fields: &str| -> String {
        format!(
            r#"interface Item {{ id: ID! {fields} }} type Box implements Item @key(fields: "id") {{ id: ID! {fields} }}
               type Bag implements Item @key(fields: "id") {{ id: ID! {fields} }}"#
        )
    };
    let rows = |one: Value, two: Value| json!({ "Box": [one], "Bag": [two] });
    let mut holder = rows(json!({ "id": "x", "holds": ["@Bag/g"] }), json!({ "id": "g", "holds": [] }));
    holder["Query"] = json!({ "items": ["@Box/x", "@Bag/g"] });
    World::new()
        .with("holds", &format!("type Query {{ items: [Item] }} {}", node("holds: [Item]")), holder)
        .with(
            "owners",
            &node("in: Item"),
            rows(json!({ "id": "x", "in": null }), json!({ "id": "g", "in": "@Box/x" })),
        )
}

#[test]
fn an_interface_leads_from_service_to_service_and_back() {
    two_ways().answers([
        (
            "{ items { holds { in { holds { id } } } } }",
            json!({ "items": [{ "holds": [{ "in": { "holds": [{ "id": "g" }] } }] }, { "holds": [] }] }),
        ),
        (
            "{ items { id in { __typename id holds { __typename in { id } } } } }",
            json!({ "items": [
                { "id": "x", "in": null },
                { "id": "g", "in": {
                    "__typename": "Box", "id": "x", "holds": [{ "__typename": "Bag", "in": { "id": "x" } }],
                } },
            ] }),
        ),
    ]);
}

#[test]
fn an_interface_whose_types_provide_themselves() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { top: Product } interface Product { id: ID! name: String similar: [Product] }
               type Book implements Product @key(fields: "id") { id: ID! name: String @external
                 similar: [Product] @provides(fields: "... on Book { name }") }
               type Pen implements Product @key(fields: "id") { id: ID! name: String @external similar: [Product] }"#,
            json!({
                "Query": { "top": "@Book/1" },
                "Book": [{ "id": "1", "name": "One", "similar": ["@Book/2", "@Pen/3"] }, { "id": "2", "name": "Two" }],
                "Pen": [{ "id": "3", "similar": ["@Book/1"] }],
            }),
        )
        .with(
            "b",
            r#"type Book @key(fields: "id") { id: ID! name: String @shareable }
               type Pen @key(fields: "id") { id: ID! name: String @shareable }"#,
            json!({
                "Book": [{ "id": "1", "name": "One" }, { "id": "2", "name": "Two" }],
                "Pen": [{ "id": "3", "name": "Three" }],
            }),
        );
    world.answers([(
        "{ top { name similar { name similar { name } } } }",
        json!({ "top": { "name": "One", "similar": [
                { "name": "Two", "similar": null },
                { "name": "Three", "similar": [{ "name": "One" }] },
            ] } }),
    )]);
}
