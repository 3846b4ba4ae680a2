//! `@provides` several levels down, through lists, interfaces and unions.

use serde_json::{Value, json};

use crate::support::World;

/// `all` provides subcategories down to the second level; ids at every one.
fn shop() -> World {
    let rows = json!([
        { "id": "c1", "name": "One", "sub": [{ "id": "c2", "name": "Two", "sub": [{ "id": "c3", "name": "Three", "sub": [] }] }] },
        { "id": "c2", "name": "Two", "sub": [{ "id": "c3", "name": "Three", "sub": [] }] },
        { "id": "c3", "name": "Three", "sub": [] },
    ]);
    World::new()
        .with(
            "lists",
            r#"type Query { all: [Category!]! @provides(fields: "name sub { name sub { name } }") plain: [Category!]! }
               type Category @key(fields: "id") { id: ID! name: String @external sub: [Category!] @external }"#,
            json!({ "Query": { "all": rows.clone(), "plain": [{ "id": "c1" }] } }),
        )
        .with(
            "owner",
            r#"type Category @key(fields: "id") { id: ID! name: String @shareable sub: [Category!] @shareable size: Int }"#,
            json!({ "Category": [
                { "id": "c1", "name": "One", "sub": ["@Category/c2"], "size": 1 },
                { "id": "c2", "name": "Two", "sub": ["@Category/c3"], "size": 2 },
                { "id": "c3", "name": "Three", "sub": [], "size": 3 },
            ] }),
        )
}

#[test]
fn what_is_provided_is_asked_of_one_service() {
    let world = shop();
    assert_eq!(
        world.data("{ all { name sub { name sub { name } } } }")["all"][0],
        json!({ "name": "One", "sub": [{ "name": "Two", "sub": [{ "name": "Three" }] }] })
    );
    assert_eq!(world.asked(), ["lists"]);
}

#[test]
fn what_goes_beyond_is_asked_of_the_owner() {
    shop().answers([
        (
            "{ all { id sub { id sub { id sub { id name } } } } }",
            json!({ "all": [
                { "id": "c1", "sub": [{ "id": "c2", "sub": [{ "id": "c3", "sub": [] }] }] },
                { "id": "c2", "sub": [{ "id": "c3", "sub": [] }] },
                { "id": "c3", "sub": [] },
            ] }),
        ),
        ("{ all { sub { size name } } }", json!({ "all": [{ "sub": [{ "size": 2, "name": "Two" }] }, { "sub": [{ "size": 3, "name": "Three" }] }, { "sub": [] }] })),
        ("{ plain { name sub { name size } } }", json!({ "plain": [{ "name": "One", "sub": [{ "name": "Two", "size": 2 }] }] })),
    ]);
}

/// Media of an interface, whose fields are provided for some types only.
fn media() -> World {
    let animals = json!(["@Dog/d", "@Cat/c"]);
    let stubs =
        json!([{ "__typename": "Dog", "id": "d", "name": "Rex" }, { "__typename": "Cat", "id": "c" }]);
    World::new()
        .with(
            "a",
            r#"type Query { one: Media @provides(fields: "... on Book { title animals { ... on Dog { name } } }") two: Media }
               interface Media { id: ID! } interface Animal { id: ID! }
               type Book implements Media @key(fields: "id") { id: ID! title: String @external animals: [Animal!] @external }
               type Film implements Media @key(fields: "id") { id: ID! }
               type Dog implements Animal @key(fields: "id") { id: ID! name: String @external }
               type Cat implements Animal @key(fields: "id") { id: ID! }"#,
            json!({
                "Query": { "one": { "__typename": "Book", "id": "b", "title": "T", "animals": stubs }, "two": { "__typename": "Film", "id": "f" } },
            }),
        )
        .with(
            "b",
            r#"interface Media { id: ID! title: String animals: [Animal!] } interface Animal { id: ID! name: String }
               type Book implements Media @key(fields: "id") { id: ID! title: String @shareable animals: [Animal!] @shareable }
               type Film implements Media @key(fields: "id") { id: ID! title: String animals: [Animal!] }
               type Dog implements Animal @key(fields: "id") { id: ID! name: String @shareable age: Int }
               type Cat implements Animal @key(fields: "id") { id: ID! name: String }"#,
            json!({
                "Book": [{ "id": "b", "title": "T", "animals": animals }],
                "Film": [{ "id": "f", "title": "F", "animals": animals }],
                "Dog": [{ "id": "d", "name": "Rex", "age": 4 }], "Cat": [{ "id": "c", "name": "Tom" }],
            }),
        )
}

#[test]
fn it_holds_for_some_types_of_an_interface() {
    let named: Value =
        json!([{ "__typename": "Dog", "name": "Rex" }, { "__typename": "Cat", "name": "Tom" }]);
    media().answers([
        ("{ one { title animals { __typename name } } }", json!({ "one": { "title": "T", "animals": named } })),
        (
            "{ one { ... on Book { animals { ... on Dog { name } } } } }",
            json!({ "one": { "animals": [{ "name": "Rex" }, {}] } }),
        ),
        (
            "{ one { animals { id ... on Dog { age name } } } two { title animals { id ... on Cat { name } } } }",
            json!({
                "one": { "animals": [{ "id": "d", "age": 4, "name": "Rex" }, { "id": "c" }] },
                "two": { "title": "F", "animals": [{ "id": "d" }, { "id": "c", "name": "Tom" }] },
            }),
        ),
    ]);
}

#[test]
fn it_holds_for_members_of_a_union() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { feed: [Item] @provides(fields: "... on Post { text by { name } } ... on Ad { brand }") }
               union Item = Post | Ad | Event
               type Post @key(fields: "id") { id: ID! text: String @external by: User @external }
               type Ad @key(fields: "id") { id: ID! brand: String @external } type Event @key(fields: "id") { id: ID! }
               type User @key(fields: "id") { id: ID! name: String @external }"#,
            json!({ "Query": { "feed": [
                { "__typename": "Post", "id": "p", "text": "hi", "by": { "id": "u", "name": "Ada" } },
                { "__typename": "Event", "id": "e" }, { "__typename": "Ad", "id": "a", "brand": "B" }, null,
            ] } }),
        )
        .with(
            "b",
            r#"type Post @key(fields: "id") { id: ID! text: String @shareable by: User @shareable }
               type Ad @key(fields: "id") { id: ID! brand: String @shareable cost: Int } type Event @key(fields: "id") { id: ID! at: String }
               type User @key(fields: "id") { id: ID! name: String @shareable age: Int }"#,
            json!({
                "Post": [{ "id": "p", "text": "hi", "by": "@User/u" }], "Ad": [{ "id": "a", "brand": "B", "cost": 9 }],
                "Event": [{ "id": "e", "at": "now" }], "User": [{ "id": "u", "name": "Ada", "age": 30 }],
            }),
        );
    world.answers([
        (
            "{ feed { ... on Post { text by { name } } ... on Ad { brand } } }",
            json!({ "feed": [{ "text": "hi", "by": { "name": "Ada" } }, {}, { "brand": "B" }, null] }),
        ),
        (
            "{ feed { __typename ... on Post { by { age name } } ... on Ad { cost brand } ... on Event { at } } }",
            json!({ "feed": [
                { "__typename": "Post", "by": { "age": 30, "name": "Ada" } }, { "__typename": "Event", "at": "now" },
                { "__typename": "Ad", "cost": 9, "brand": "B" }, null,
            ] }),
        ),
    ]);
}
