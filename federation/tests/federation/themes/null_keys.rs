//! Keys that are null, and objects that are not known.

use serde_json::json;

use crate::support::World;

/// Some books have no `id`; their authors are found by it only.
fn books() -> World {
    World::new()
        .with(
            "shelf",
            r#"type Query { books: [Book!]! first: Book } type Book @key(fields: "upc") { upc: ID! }"#,
            json!({ "Query": { "books": [{ "upc": "b1" }, { "upc": "b2" }, { "upc": "b3" }], "first": { "upc": "b2" } } }),
        )
        .with(
            "ids",
            r#"type Book @key(fields: "id") @key(fields: "upc") { id: ID upc: ID! }"#,
            json!({ "Book": [{ "upc": "b1", "id": "1" }, { "upc": "b2", "id": null }, { "upc": "b3", "id": "3" }] }),
        )
        .with(
            "authors",
            r#"type Book @key(fields: "id") { id: ID author: Author } type Author @key(fields: "id") { id: ID! name: String }"#,
            json!({ "Book": [{ "id": "1", "author": { "id": "a1", "name": "Ada" } }] }),
        )
}

#[test]
fn an_object_whose_next_key_is_null_has_null_fields() {
    books().answers([
        (
            "{ books { upc author { name } } }",
            json!({ "books": [{ "upc": "b1", "author": { "name": "Ada" } }, { "upc": "b2", "author": null }, { "upc": "b3", "author": null }] }),
        ),
        ("{ first { id author { id } } }", json!({ "first": { "id": null, "author": null } })),
    ]);
}

#[test]
fn a_service_that_does_not_know_an_object_has_null_for_it() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { all: [X] one: X } type X @key(fields: "id") { id: ID! a: Int }"#,
            json!({ "Query": { "all": [{ "id": "1", "a": 1 }, { "id": "2", "a": 2 }, null], "one": { "id": "9", "a": 9 } } }),
        )
        .with(
            "b",
            r#"type X @key(fields: "id") { id: ID! b: Int must: Int! list: [Int!]! y: Y } type Y @key(fields: "id") { id: ID! }"#,
            json!({ "X": [{ "id": "1", "b": 1, "must": 1, "list": [1], "y": { "id": "y" } }] }),
        )
        .with("c", r#"type Y @key(fields: "id") { id: ID! c: Int }"#, json!({ "Y": [] }));
    world.answers([
        (
            "{ all { a b } one { a b } }",
            json!({ "all": [{ "a": 1, "b": 1 }, { "a": 2, "b": null }, null], "one": { "a": 9, "b": null } }),
        ),
        (
            "{ all { y { id c } } }",
            json!({ "all": [{ "y": { "id": "y", "c": null } }, { "y": null }, null] }),
        ),
    ]);
}

#[test]
fn an_unknown_object_with_fields_that_must_be_is_null_itself() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { all: [X] one: X } type X @key(fields: "id") { id: ID! }"#,
            json!({ "Query": { "all": [{ "id": "1" }, { "id": "2" }], "one": { "id": "2" } } }),
        )
        .with(
            "b",
            r#"type X @key(fields: "id") { id: ID! must: Int! }"#,
            json!({ "X": [{ "id": "1", "must": 1 }] }),
        );
    for (query, expected) in [
        ("{ all { id must } }", json!({ "all": [{ "id": "1", "must": 1 }, null] })),
        ("{ one { must } }", json!({ "one": null })),
    ] {
        assert_eq!(world.ask(query)["data"], expected, "{query}");
    }
}

#[test]
fn one_of_two_keys_is_null() {
    let sdl = |more: &str| format!(r#"type X @key(fields: "a") @key(fields: "b") {{ a: ID b: ID {more} }}"#);
    let world = World::new()
        .with(
            "lists",
            r#"type Query { xs: [X!]! } type X @key(fields: "a b") { a: ID b: ID }"#,
            json!({ "Query": { "xs": [{ "a": "1", "b": null }, { "a": null, "b": "2" }, { "a": null, "b": null }] } }),
        )
        .with("rows", &sdl("n: Int"), json!({ "X": [{ "a": "1", "b": null, "n": 1 }, { "a": "7", "b": "2", "n": 2 }] }));
    let data = world.ask("{ xs { a b } }");
    assert_eq!(
        data,
        json!({ "data": { "xs": [{ "a": "1", "b": null }, { "a": null, "b": "2" }, { "a": null, "b": null }] } })
    );
    assert!(world.ask("{ xs { n } }").get("errors").is_none());
}

#[test]
fn parts_of_a_key_that_are_null_are_sent_as_null() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { xs: [X!]! } type X @key(fields: "id in { code }") { id: ID! in: In } type In { code: ID }"#,
            json!({ "Query": { "xs": [{ "id": "1", "in": null }, { "id": "2", "in": { "code": null } }, { "id": "3", "in": { "code": "c" } }] } }),
        )
        .with(
            "b",
            r#"type X @key(fields: "id in { code }") { id: ID! in: In told: String } type In { code: ID }"#,
            json!({ "X": [{ "told": "{id} {in}" }] }),
        );
    world.answers([(
        "{ xs { told } }",
        json!({ "xs": [{ "told": "1 null" }, { "told": r#"2 {"code":null}"# }, { "told": r#"3 {"code":"c"}"# }] }),
    )]);
}
