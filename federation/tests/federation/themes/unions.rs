//! Unions of which services know different members, and unions whose members implement interfaces.

use serde_json::json;

use crate::support::World;

/// Both know `Book`; each has a member of its own.
fn media() -> World {
    World::new()
        .with(
            "a",
            r#"type Query { media: Media @shareable book: Media @shareable song: Media all: [Media] @shareable }
               union Media = Book | Song type Book { title: String! @shareable } type Song { title: String! length: Int }"#,
            json!({ "Query": {
                "media": { "__typename": "Book", "title": "B" }, "book": { "__typename": "Book", "title": "B" },
                "song": { "__typename": "Song", "title": "S", "length": 3 },
                "all": [{ "__typename": "Book", "title": "B" }, null],
            } }),
        )
        .with(
            "b",
            r#"type Query { media: Media @shareable book: Media @shareable viewer: Viewer all: [Media] @shareable }
               union Media = Book | Movie type Book { title: String! @shareable } type Movie { title: String! year: Int }
               type Viewer { media: Media book: Book seen: [Media!]! }"#,
            json!({ "Query": {
                "media": { "__typename": "Book", "title": "B" }, "book": { "__typename": "Book", "title": "B" },
                "all": [{ "__typename": "Book", "title": "B" }, null],
                "viewer": {
                    "media": { "__typename": "Movie", "title": "M", "year": 1999 }, "book": { "title": "B" },
                    "seen": [{ "__typename": "Movie", "title": "M" }, { "__typename": "Book", "title": "B" }],
                },
            } }),
        )
}

#[test]
fn fragments_on_members_that_a_service_does_not_know_are_left_out_of_its_call() {
    let all = "... on Book { title } ... on Song { title length } ... on Movie { title year }";
    media().answers([
        (
            &*format!("{{ media {{ __typename {all} }} song {{ __typename {all} }} viewer {{ media {{ __typename {all} }} }} }}"),
            json!({
                "media": { "__typename": "Book", "title": "B" },
                "song": { "__typename": "Song", "title": "S", "length": 3 },
                "viewer": { "media": { "__typename": "Movie", "title": "M", "year": 1999 } },
            }),
        ),
        (
            &*format!("{{ all {{ {all} }} viewer {{ seen {{ {all} }} book {{ title }} }} }}"),
            json!({
                "all": [{ "title": "B" }, null],
                "viewer": { "seen": [{ "title": "M", "year": null }, { "title": "B" }], "book": { "title": "B" } },
            }),
        ),
        ("{ media { ... on Song { length } } }", json!({ "media": {} })),
        ("{ media { ... on Movie { __typename } ... on Song { __typename } } }", json!({ "media": {} })),
        ("{ media { __typename } book { ... on Movie { year } __typename } }", json!({ "media": { "__typename": "Book" }, "book": { "__typename": "Book" } })),
    ]);
}

#[test]
fn clients_see_all_members() {
    media().answers([(
        r#"{ __type(name: "Media") { kind possibleTypes { name } } }"#,
        json!({ "__type": { "kind": "UNION", "possibleTypes": [{ "name": "Book" }, { "name": "Song" }, { "name": "Movie" }] } }),
    )]);
}

#[test]
fn a_member_that_joins_by_another_service_is_found_there() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { found: [Found!]! } union Found = User | Post
               type User @key(fields: "id") { id: ID! } type Post @key(fields: "id") { id: ID! by: User }"#,
            json!({ "Query": { "found": [{ "__typename": "User", "id": "u" }, "@Post/p"] }, "Post": [{ "id": "p", "by": { "id": "u" } }] }),
        )
        .with(
            "b",
            r#"type User @key(fields: "id") { id: ID! name: String likes: [Found] }
               type Post @key(fields: "id") { id: ID! text: String } union Found = User | Post | Tag type Tag { word: String }"#,
            json!({
                "User": [{ "id": "u", "name": "Ada", "likes": ["@Post/p", { "__typename": "Tag", "word": "w" }, null] }],
                "Post": [{ "id": "p", "text": "hi" }],
            }),
        );
    world.answers([
        (
            "{ found { ... on User { name likes { __typename ... on Post { text by { name } } ... on Tag { word } } } ... on Post { text } } }",
            json!({ "found": [
                { "name": "Ada", "likes": [
                    { "__typename": "Post", "text": "hi", "by": { "name": "Ada" } }, { "__typename": "Tag", "word": "w" }, null,
                ] },
                { "text": "hi" },
            ] }),
        ),
        ("{ found { ... on Tag { word } __typename } }", json!({ "found": [{ "__typename": "User" }, { "__typename": "Post" }] })),
    ]);
}

#[test]
fn members_are_asked_by_the_interfaces_that_they_implement() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { all: [Any!]! } union Any = Dog | Cat | Rock
               interface Animal { id: ID! name: String } interface Named { name: String }
               type Dog implements Animal & Named @key(fields: "id") { id: ID! name: String }
               type Cat implements Animal & Named @key(fields: "id") { id: ID! name: String }
               type Rock implements Named { name: String }"#,
            json!({ "Query": { "all": [
                { "__typename": "Dog", "id": "d", "name": "Rex" }, { "__typename": "Rock", "name": "Uluru" },
                { "__typename": "Cat", "id": "c", "name": null },
            ] } }),
        )
        .with(
            "b",
            r#"interface Animal { id: ID! age: Int } type Dog implements Animal @key(fields: "id") { id: ID! age: Int bark: String }
               type Cat implements Animal @key(fields: "id") { id: ID! age: Int }"#,
            json!({ "Dog": [{ "id": "d", "age": 3, "bark": "woof" }], "Cat": [{ "id": "c", "age": 4 }] }),
        );
    world.answers([
        (
            "{ all { ... on Animal { age } ... on Named { name } } }",
            json!({ "all": [{ "age": 3, "name": "Rex" }, { "name": "Uluru" }, { "age": 4, "name": null }] }),
        ),
        (
            "{ all { ... on Animal { ... on Named { n: name } ... on Dog { bark } } ... on Rock { __typename } } }",
            json!({ "all": [{ "n": "Rex", "bark": "woof" }, { "__typename": "Rock" }, { "n": null }] }),
        ),
    ]);
}

#[test]
fn interfaces_of_the_members_are_spread_over_services() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { pages: [Page] } union Page = Home | Blog interface Titled { title: String }
               type Home implements Titled @key(fields: "id") { id: ID! title: String }
               type Blog @key(fields: "id") { id: ID! }"#,
            json!({ "Query": { "pages": [{ "__typename": "Blog", "id": "b" }, { "__typename": "Home", "id": "h", "title": "Home" }] } }),
        )
        .with(
            "b",
            r#"interface Titled { title: String } type Blog implements Titled @key(fields: "id") { id: ID! title: String posts: [Titled] }
               type Post implements Titled { title: String }"#,
            json!({ "Blog": [{ "id": "b", "title": "Blog", "posts": [{ "__typename": "Post", "title": "P" }, { "__typename": "Blog", "id": "b", "title": "Blog" }] }] }),
        );
    world.answers([
        ("{ pages { ... on Titled { title } } }", json!({ "pages": [{ "title": "Blog" }, { "title": "Home" }] })),
        (
            "{ pages { __typename ... on Titled { title ... on Blog { posts { title ... on Blog { id } } } } } }",
            json!({ "pages": [
                { "__typename": "Blog", "title": "Blog", "posts": [{ "title": "P" }, { "title": "Blog", "id": "b" }] },
                { "__typename": "Home", "title": "Home" },
            ] }),
        ),
    ]);
}

#[test]
fn one_service_returns_a_member_where_the_other_returns_the_union() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { top: Media @shareable } union Media = Book | Song
               type Book @key(fields: "id") { id: ID! } type Song @key(fields: "id") { id: ID! }"#,
            json!({ "Query": { "top": { "__typename": "Book", "id": "1" } } }),
        )
        .with(
            "b",
            r#"type Query { top: Book @shareable } type Book @key(fields: "id") { id: ID! title: String }"#,
            json!({ "Query": { "top": "@Book/1" }, "Book": [{ "id": "1", "title": "T" }] }),
        );
    world.answers([
        (
            "{ top { __typename ... on Book { title } } }",
            json!({ "top": { "__typename": "Book", "title": "T" } }),
        ),
        (
            "{ top { ... on Song { id } ... on Book { id title } } }",
            json!({ "top": { "id": "1", "title": "T" } }),
        ),
    ]);
}
