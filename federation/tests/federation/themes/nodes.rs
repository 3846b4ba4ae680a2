//! An interface `Node` over services: some find by id, others know more of what is found.

use serde_json::json;

use crate::support::World;

/// One service finds anything, by stubs that its owners complete.
fn finder() -> World {
    World::new()
        .with(
            "finder",
            r#"type Query { node(id: ID!): Node nodes(ids: [ID!]!): [Node]! } interface Node { id: ID! }
               type Product implements Node @key(fields: "id", resolvable: false) { id: ID! }
               type Category implements Node @key(fields: "id", resolvable: false) { id: ID! }"#,
            json!({ "Query": {
                "node": { "__typename": "Product", "id": "p1" },
                "nodes": [{ "__typename": "Category", "id": "c1" }, null, { "__typename": "Product", "id": "p9" }],
            } }),
        )
        .with(
            "catalog",
            r#"interface Node { id: ID! }
               type Product implements Node @key(fields: "id") { id: ID! name: String! createdAt: String in: Category }
               type Category implements Node @key(fields: "id") { id: ID! name: String! updatedAt: String }"#,
            json!({
                "Product": [{ "id": "p1", "name": "Lamp", "createdAt": "2020", "in": "@Category/c1" }],
                "Category": [{ "id": "c1", "name": "Light", "updatedAt": "2021" }],
            }),
        )
}

#[test]
fn stubs_are_completed_by_their_owners() {
    let category = json!({ "__typename": "Category", "id": "c1", "name": "Light", "updatedAt": "2021" });
    finder().answers([
        (r#"{ node(id: "p1") { id } }"#, json!({ "node": { "id": "p1" } })),
        (
            r#"{ node(id: "p1") { __typename id ... on Product { name createdAt in { ...N } } } }
               fragment N on Node { __typename id ... on Category { name updatedAt } }"#,
            json!({ "node": {
                "__typename": "Product", "id": "p1", "name": "Lamp", "createdAt": "2020", "in": category,
            } }),
        ),
        (
            r#"{ a: node(id: "p1") { ... on Category { name } } b: node(id: "p1") { ... on Node { id } } }"#,
            json!({ "a": {}, "b": { "id": "p1" } }),
        ),
    ]);
}

#[test]
fn what_nobody_knows_is_null_where_it_may_be() {
    let answer = finder().ask(r#"{ nodes(ids: ["c1", "x", "p9"]) { id ... on Product { createdAt } } }"#);
    assert_eq!(answer["data"], json!({ "nodes": [{ "id": "c1" }, null, { "id": "p9", "createdAt": null }] }));
}

/// Each service finds its own, and both give the root.
fn own() -> World {
    World::new()
        .with(
            "users",
            r#"type Query { node(id: ID!): Node @shareable me: User } interface Node { id: ID! }
               type User implements Node @key(fields: "id") { id: ID! name: String }"#,
            json!({ "Query": { "node": "@User/u", "me": "@User/u" }, "User": [{ "id": "u", "name": "Ada" }] }),
        )
        .with(
            "chats",
            r#"type Query { node(id: ID!): Node @shareable chat: Chat } interface Node { id: ID! }
               type Chat implements Node @key(fields: "id") { id: ID! text: String by: Node }
               type User implements Node @key(fields: "id") { id: ID! chats: [Chat!]! }"#,
            json!({
                "Query": { "node": "@User/u", "chat": "@Chat/c" },
                "Chat": [{ "id": "c", "text": "hi", "by": "@User/u" }],
                "User": [{ "id": "u", "chats": ["@Chat/c"] }],
            }),
        )
}

#[test]
fn a_root_that_services_share_leads_to_objects_of_both() {
    own().answers([
        (
            r#"{ node(id: "u") { id ... on User { name chats { id text } } } }"#,
            json!({ "node": { "id": "u", "name": "Ada", "chats": [{ "id": "c", "text": "hi" }] } }),
        ),
        (
            "{ chat { by { __typename id ... on User { name } } } me { chats { by { id ... on User { name } } } } }",
            json!({
                "chat": { "by": { "__typename": "User", "id": "u", "name": "Ada" } },
                "me": { "chats": [{ "by": { "id": "u", "name": "Ada" } }] },
            }),
        ),
    ]);
}

#[test]
fn an_interface_is_known_by_all_its_types_to_clients() {
    own().answers([(
        r#"{ __type(name: "Node") { kind possibleTypes { name } fields { name } } }"#,
        json!({ "__type": {
            "kind": "INTERFACE", "possibleTypes": [{ "name": "Chat" }, { "name": "User" }],
            "fields": [{ "name": "id" }],
        } }),
    )]);
}

#[test]
fn a_field_of_the_interface_may_come_from_another_service_for_each_type() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { all: [Node!]! } interface Node { id: ID! }
               type X implements Node @key(fields: "id") { id: ID! } type Y implements Node @key(fields: "id") { id: ID! }"#,
            json!({ "Query": { "all": [{ "__typename": "X", "id": "1" }, { "__typename": "Y", "id": "1" }] } }),
        )
        .with(
            "x",
            r#"interface Node { id: ID! label: String } type X implements Node @key(fields: "id") { id: ID! label: String }"#,
            json!({ "X": [{ "id": "1", "label": "x1" }] }),
        )
        .with(
            "y",
            r#"type Y @key(fields: "id") { id: ID! label: String }"#,
            json!({ "Y": [{ "id": "1", "label": "y1" }] }),
        );
    world.answers([
        ("{ all { label } }", json!({ "all": [{ "label": "x1" }, { "label": "y1" }] })),
        (
            "{ all { l: label __typename ... on Y { label } } }",
            json!({ "all": [{ "l": "x1", "__typename": "X" }, { "l": "y1", "__typename": "Y", "label": "y1" }] }),
        ),
    ]);
}
