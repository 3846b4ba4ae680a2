//! Interfaces and unions over several services.

use serde_json::json;

use crate::support::World;

fn media() -> World {
    World::new()
        .with(
            "a",
            r#"type Query { all: [Media!]! found: [Result] }
               interface Media { id: ID! }
               type Book implements Media @key(fields: "id") { id: ID! title: String }
               type Film implements Media @key(fields: "id") { id: ID! }
               union Result = Book | Film"#,
            json!({
                "Query": {
                    "all": [{ "__typename": "Book", "id": "b" }, { "__typename": "Film", "id": "f" }],
                    "found": [{ "__typename": "Film", "id": "f" }, { "__typename": "Book", "id": "b", "title": "T" }],
                },
            }),
        )
        .with(
            "b",
            r#"interface Media { id: ID! rating: Int }
               type Book implements Media @key(fields: "id") { id: ID! rating: Int }
               type Film implements Media @key(fields: "id") { id: ID! rating: Int length: Int }"#,
            json!({ "Book": [{ "id": "b", "rating": 4 }], "Film": [{ "id": "f", "rating": 2, "length": 90 }] }),
        )
}

#[test]
fn a_field_of_an_interface_is_asked_for_each_of_its_types() {
    assert_eq!(
        media().data("{ all { id rating __typename } }"),
        json!({ "all": [
            { "id": "b", "rating": 4, "__typename": "Book" },
            { "id": "f", "rating": 2, "__typename": "Film" },
        ] })
    );
}

#[test]
fn fragments_on_members_of_a_union_go_to_their_services() {
    assert_eq!(
        media().data("{ found { __typename ... on Film { length } ... on Book { title rating } } }"),
        json!({ "found": [
            { "__typename": "Film", "length": 90 },
            { "__typename": "Book", "title": "T", "rating": 4 },
        ] })
    );
}

#[test]
fn a_member_that_one_service_does_not_know_is_asked_of_the_other() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { x: Action @shareable } union Action = Start | Stop
               type Start @shareable { at: String } type Stop { until: String }"#,
            json!({ "Query": { "x": { "__typename": "Start", "at": "now" } } }),
        )
        .with(
            "b",
            r#"type Query { x: Action @shareable other: Action } union Action = Start | Pause
               type Start @shareable { at: String } type Pause { length: Int }"#,
            json!({ "Query": {
                "x": { "__typename": "Start", "at": "now" },
                "other": { "__typename": "Pause", "length": 3 },
            } }),
        );
    let query =
        "{ x { __typename ... on Start { at } } other { ... on Pause { length } ... on Stop { until } } }";
    assert_eq!(
        world.data(query),
        json!({ "x": { "__typename": "Start", "at": "now" }, "other": { "length": 3 } })
    );
}

#[test]
fn members_with_fields_of_other_types_do_not_clash() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { accounts: [Account!]! } union Account = User | Admin
               type User @key(fields: "id") { id: ID tag: String @shareable }
               type Admin @key(fields: "id") { id: ID! tag: String! @shareable }"#,
            json!({ "Query": { "accounts": [{ "__typename": "User", "id": "1", "tag": "u" }, { "__typename":
                "Admin", "id": "2", "tag": "a" }] } }),
        )
        .with(
            "b",
            r#"type User @key(fields: "id") { id: ID! tag: String @shareable name: String }
               type Admin @key(fields: "id") { id: ID tag: String @shareable name: String }"#,
            json!({ "User": [{ "id": "1", "name": "u" }], "Admin": [{ "id": "2", "name": "a" }] }),
        );
    assert_eq!(
        world.data("{ accounts { ... on User { id tag name } ... on Admin { id tag name } } }"),
        json!({ "accounts": [{ "id": "1", "tag": "u", "name": "u" }, { "id": "2", "tag": "a", "name": "a" }] })
    );
}

#[test]
fn an_interface_that_refers_to_itself_is_followed_as_far_as_asked() {
    let world = World::new().with(
        "a",
        r#"type Query { node: Node }
           interface Node { id: ID! parent: Node samples: [Node!] }
           type Folder implements Node @key(fields: "id") { id: ID! parent: Node samples: [Node!] }
           type File implements Node @key(fields: "id") { id: ID! parent: Node samples: [Node!] }"#,
        json!({
            "Query": { "node": "@File/1" },
            "File": [{ "id": "1", "parent": "@Folder/2", "samples": [] }],
            "Folder": [{ "id": "2", "parent": null, "samples": ["@File/1"] }],
        }),
    );
    assert_eq!(
        world.data("{ node { parent { samples { ... on File { id parent { __typename } } } } } }"),
        json!({ "node": { "parent": { "samples": [{ "id": "1", "parent": { "__typename": "Folder" } }] } } })
    );
}

#[test]
fn node_finds_objects_of_every_service() {
    let world = World::new()
        .with(
            "node",
            r#"type Query { node(id: ID!): Node } interface Node { id: ID! }
               type A implements Node @key(fields: "id") { id: ID! } type B implements Node @key(fields: "id") {
                   id: ID! }"#,
            json!({ "Query": { "node": { "__typename": "B", "id": "b1" } } }),
        )
        .with(
            "b",
            r#"interface Node { id: ID! } type B implements Node @key(fields: "id") { id: ID! label: String }"#,
            json!({ "B": [{ "id": "b1", "label": "bee" }] }),
        );
    assert_eq!(
        world.data(r#"{ node(id: "b1") { __typename id ... on B { label } } }"#),
        json!({ "node": { "__typename": "B", "id": "b1", "label": "bee" } })
    );
}

#[test]
fn a_fragment_on_an_interface_narrows_a_union() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { things: [Thing!]! } union Thing = Cat | Car
               interface Animal { legs: Int } type Cat implements Animal @key(fields: "id") { id: ID! legs: Int }
               type Car @key(fields: "id") { id: ID! }"#,
            json!({ "Query": { "things": [{ "__typename": "Cat", "id": "c", "legs": 4 }, { "__typename": "Car",
                "id": "v" }] } }),
        )
        .with(
            "b",
            r#"interface Animal { sound: String } type Cat implements Animal @key(fields: "id") { id: ID! sound:
                String }
               type Car @key(fields: "id") { id: ID! wheels: Int }"#,
            json!({ "Cat": [{ "id": "c", "sound": "miaou" }], "Car": [{ "id": "v", "wheels": 4 }] }),
        );
    assert_eq!(
        world.data("{ things { ... on Animal { legs sound } ... on Car { wheels } } }"),
        json!({ "things": [{ "legs": 4, "sound": "miaou" }, { "wheels": 4 }] })
    );
}
