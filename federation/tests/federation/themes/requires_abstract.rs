//! Needs of interfaces, of unions, and of fields of types of interfaces.

use serde_json::json;

use crate::support::World;

/// Somebody's media are books or films, of which an export needs what each has.
fn exports() -> World {
    World::new()
        .with(
            "users",
            r#"type Query { users: [User!]! } type User @key(fields: "id") { id: ID! media: [Media] top: Any }
               interface Media { id: ID! } union Any = Book | Film
               type Book implements Media @key(fields: "id") { id: ID! title: String } type Film implements Media @key(fields: "id") { id: ID! }"#,
            json!({
                "Query": { "users": ["@User/1", "@User/2"] },
                "User": [{ "id": "1", "media": ["@Book/b", null, "@Film/f"], "top": "@Film/f" }, { "id": "2", "media": null, "top": "@Book/b" }],
                "Book": [{ "id": "b", "title": "B" }], "Film": [{ "id": "f" }],
            }),
        )
        .with("films", r#"type Film @key(fields: "id") { id: ID! name: String length: Int }"#, json!({ "Film": [{ "id": "f", "name": "F", "length": 9 }] }))
        .with(
            "exports",
            r#"type User @key(fields: "id") { id: ID! media: [Media] @external top: Any @external
                 all: String @requires(fields: "media { id ... on Book { title } ... on Film { name } }")
                 best: String @requires(fields: "top { __typename ... on Book { title } ... on Film { length } }") }
               interface Media { id: ID! } union Any = Book | Film
               type Book implements Media @key(fields: "id") { id: ID! @external title: String @external }
               type Film implements Media @key(fields: "id") { id: ID! @external name: String @external length: Int @external }"#,
            json!({ "User": [{ "id": "1", "all": "{media}", "best": "{top}" }, { "id": "2", "all": "{media}", "best": "{top}" }] }),
        )
}

#[test]
fn each_type_is_sent_with_what_is_needed_of_it() {
    let world = exports();
    let data = world.data("{ users { all } }");
    assert_eq!(data["users"][1], json!({ "all": "null" }));
    let sent: serde_json::Value = serde_json::from_str(data["users"][0]["all"].as_str().unwrap()).unwrap();
    assert_eq!(
        sent,
        json!([{ "__typename": "Book", "id": "b", "title": "B" }, null, { "__typename": "Film", "id": "f", "name": "F" }])
    );
}

#[test]
fn a_member_of_a_union_is_sent_with_its_type() {
    let world = exports();
    let data = world.data("{ users { best top { ... on Film { length } } } }");
    let sent = |n: usize| -> serde_json::Value {
        serde_json::from_str(data["users"][n]["best"].as_str().unwrap()).unwrap()
    };
    assert_eq!(sent(0), json!({ "__typename": "Film", "length": 9 }));
    assert_eq!(sent(1), json!({ "__typename": "Book", "title": "B" }));
    assert_eq!(data["users"][0]["top"], json!({ "length": 9 }));
}

#[test]
fn a_field_of_the_interface_has_needs_in_some_of_its_types() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { nodes: [Node] } interface Node { id: ID! } interface Named implements Node { id: ID! name: String }
               type Ship implements Named & Node @key(fields: "id") { id: ID! name: String }
               type Port implements Named & Node @key(fields: "id") { id: ID! name: String }
               type Sea implements Node @key(fields: "id") { id: ID! }"#,
            json!({
                "Query": { "nodes": ["@Ship/s", "@Port/p", "@Sea/z"] },
                "Ship": [{ "id": "s", "name": "S" }], "Port": [{ "id": "p", "name": "P" }], "Sea": [{ "id": "z" }],
            }),
        )
        .with(
            "b",
            r#"interface Node { id: ID! label(upper: Boolean): String } interface Named implements Node { id: ID! label(upper: Boolean): String }
               type Ship implements Node & Named @key(fields: "id") { id: ID! name: String @external label(upper: Boolean): String @requires(fields: "name") }
               type Port implements Node @key(fields: "id") { id: ID! label(upper: Boolean): String }
               type Sea implements Node @key(fields: "id") { id: ID! deep: Int @external label(upper: Boolean): String @requires(fields: "deep") }"#,
            json!({
                "Ship": [{ "id": "s", "label": "ship {name} {upper}" }], "Port": [{ "id": "p", "label": "port {upper}" }],
                "Sea": [{ "id": "z", "label": "sea {deep}" }],
            }),
        )
        .with("c", r#"type Sea @key(fields: "id") { id: ID! deep: Int }"#, json!({ "Sea": [{ "id": "z", "deep": 4000 }] }));
    world.answers([
        (
            "{ nodes { label } }",
            json!({ "nodes": [{ "label": "ship S null" }, { "label": "port null" }, { "label": "sea 4000" }] }),
        ),
        (
            "{ nodes { __typename a: label(upper: true) ... on Named { name label } } }",
            json!({ "nodes": [
                { "__typename": "Ship", "a": "ship S true", "name": "S", "label": "ship S null" },
                { "__typename": "Port", "a": "port true", "name": "P", "label": "port null" },
                { "__typename": "Sea", "a": "sea 4000" },
            ] }),
        ),
        ("{ nodes { ... on Ship { label } ... on Sea { id label } } }", json!({ "nodes": [{ "label": "ship S null" }, {}, { "id": "z", "label": "sea 4000" }] })),
    ]);
}

#[test]
fn what_an_interface_object_adds_is_needed_elsewhere() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { all: [Doc] } interface Doc @key(fields: "id") { id: ID! }
               type Note implements Doc @key(fields: "id") { id: ID! } type Page implements Doc @key(fields: "id") { id: ID! }"#,
            json!({ "Query": { "all": [{ "__typename": "Note", "id": "n" }, { "__typename": "Page", "id": "p" }] }, "Note": [{ "id": "n" }], "Page": [{ "id": "p" }] }),
        )
        .with("b", r#"type Doc @interfaceObject @key(fields: "id") { id: ID! words: Int }"#, json!({ "Doc": [{ "id": "n", "words": 3 }, { "id": "p", "words": 500 }] }))
        .with(
            "c",
            r#"type Page @key(fields: "id") { id: ID! words: Int @external minutes: String @requires(fields: "words") }"#,
            json!({ "Page": [{ "id": "p", "minutes": "{words}/250" }] }),
        );
    world.answers([
        ("{ all { ... on Page { minutes } } }", json!({ "all": [{}, { "minutes": "500/250" }] })),
        (
            "{ all { id words ... on Page { minutes } } }",
            json!({ "all": [{ "id": "n", "words": 3 }, { "id": "p", "words": 500, "minutes": "500/250" }] }),
        ),
    ]);
}
