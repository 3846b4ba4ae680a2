//! Interfaces that a service knows as objects, without their types.

use serde_json::{Value, json};

use crate::support::World;

const MEDIA: &str = r#"type Query { media: [Media!]! book: Book }
    interface Media @key(fields: "id") { id: ID! title: String }
    type Book implements Media @key(fields: "id") { id: ID! title: String pages: Int }
    type Film implements Media @key(fields: "id") { id: ID! title: String }"#;

fn rows() -> Value {
    json!({
        "Query": { "media": ["@Book/b", "@Film/f"], "book": "@Book/b" },
        "Book": [{ "id": "b", "title": "B", "pages": 9 }],
        "Film": [{ "id": "f", "title": "F" }],
    })
}

fn world() -> World {
    World::new().with("media", MEDIA, rows()).with(
        "reviews",
        r#"type Query { reviewed: [Media!]! }
           type Media @interfaceObject @key(fields: "id") { id: ID! score: Int }"#,
        json!({
            "Query": { "reviewed": ["@Media/f", "@Media/b"] },
            "Media": [{ "id": "b", "score": 5 }, { "id": "f", "score": 1 }],
        }),
    )
}

#[test]
fn its_fields_join_every_type_of_the_interface() {
    assert_eq!(
        world().data("{ media { __typename score } book { score pages } }"),
        json!({
            "media": [{ "__typename": "Book", "score": 5 }, { "__typename": "Film", "score": 1 }],
            "book": { "score": 5, "pages": 9 },
        })
    );
}

#[test]
fn the_type_of_its_objects_is_asked_of_who_knows() {
    assert_eq!(
        world().data("{ reviewed { id score __typename ... on Book { pages } } }"),
        json!({ "reviewed": [
            { "id": "f", "score": 1, "__typename": "Film" },
            { "id": "b", "score": 5, "__typename": "Book", "pages": 9 },
        ] })
    );
}

#[test]
fn fields_of_the_interface_are_reached_from_its_objects() {
    assert_eq!(
        world().data("{ reviewed { title score } }"),
        json!({ "reviewed": [{ "title": "F", "score": 1 }, { "title": "B", "score": 5 }] })
    );
}

#[test]
fn it_may_require_fields_of_the_interface() {
    let world = World::new().with("media", MEDIA, rows()).with(
        "tags",
        r#"type Media @interfaceObject @key(fields: "id") { id: ID! title: String @external label: String
            @requires(fields: "title") }"#,
        json!({ "Media": [{ "id": "b", "label": "<{title}>" }, { "id": "f", "label": "[{title}]" }] }),
    );
    assert_eq!(
        world.data("{ media { label } book { label } }"),
        json!({ "media": [{ "label": "<B>" }, { "label": "[F]" }], "book": { "label": "<B>" } })
    );
}

#[test]
fn one_that_finds_nothing_itself_is_joined_by_its_key() {
    let world = World::new().with("media", MEDIA, rows()).with(
        "picks",
        r#"type Query { pick: Media }
           type Media @interfaceObject @key(fields: "id", resolvable: false) { id: ID! }"#,
        json!({ "Query": { "pick": { "id": "b" } } }),
    );
    assert_eq!(
        world.data("{ pick { id title __typename } }"),
        json!({ "pick": { "id": "b", "title": "B", "__typename": "Book" } })
    );
}
