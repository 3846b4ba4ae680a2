//! Fields of others that a service gives on certain paths.

use serde_json::json;

use crate::support::World;

#[test]
fn a_provided_field_is_not_asked_of_its_owner() {
    let world = World::new()
        .with(
            "reviews",
            r#"type Query { review: Review } type Review { author: User @provides(fields: "name address { city }") }
               type User @key(fields: "id") { id: ID! name: String @external address: Address @external }
               type Address { city: String @shareable }"#,
            json!({ "Query": { "review": { "author": { "id": "1", "name": "Ada", "address": { "city": "Pau" } } } } }),
        )
        .with(
            "users",
            r#"type User @key(fields: "id") { id: ID! name: String @shareable address: Address @shareable age: Int }
               type Address { city: String @shareable }"#,
            json!({ "User": [{ "id": "1", "name": "Ada", "address": { "city": "Pau" }, "age": 3 }] }),
        );
    assert_eq!(
        world.data("{ review { author { name address { city } } } }"),
        json!({ "review": { "author": { "name": "Ada", "address": { "city": "Pau" } } } })
    );
    assert_eq!(world.asked(), ["reviews"]);
    assert_eq!(world.data("{ review { author { age } } }"), json!({ "review": { "author": { "age": 3 } } }));
}

#[test]
fn fields_of_a_type_of_an_interface_are_provided() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { media: Media @shareable @provides(fields: "animals { id name }") }
               interface Media { id: ID! animals: [Animal] } interface Animal { id: ID! name: String }
               type Book implements Media @key(fields: "id") { id: ID! animals: [Animal] @external }
               type Dog implements Animal @key(fields: "id") { id: ID! @external name: String @external }"#,
            json!({ "Query": { "media": { "__typename": "Book", "id": "m", "animals": [{ "__typename": "Dog",
                "id": "d", "name": "Rex" }] } } }),
        )
        .with(
            "b",
            r#"interface Media { id: ID! animals: [Animal] } interface Animal { id: ID! name: String }
               type Book implements Media @key(fields: "id") { id: ID! animals: [Animal] @shareable }
               type Dog implements Animal @key(fields: "id") { id: ID! name: String age: Int }"#,
            json!({ "Book": [{ "id": "m", "animals": [{ "__typename": "Dog", "id": "d", "name": "Rex" }] }],
                "Dog": [{ "id": "d", "name": "Rex", "age": 4 }] }),
        );
    assert_eq!(
        world.data("{ media { animals { name } } }"),
        json!({ "media": { "animals": [{ "name": "Rex" }] } })
    );
    assert_eq!(
        world.data("{ media { animals { id ... on Dog { age } } } }"),
        json!({ "media": { "animals": [{ "id": "d", "age": 4 }] } })
    );
}

#[test]
fn fields_of_a_member_of_a_union_are_provided() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { pick: Media @shareable @provides(fields: "... on Book { title }") } union Media =
                Book | Film
               type Book @key(fields: "id") { id: ID! title: String @external } type Film @key(fields: "id") {
                   id: ID! }"#,
            json!({ "Query": { "pick": { "__typename": "Book", "id": "b", "title": "T" } } }),
        )
        .with(
            "b",
            r#"type Book @key(fields: "id") { id: ID! title: String @shareable }
               type Film @key(fields: "id") { id: ID! title: String }"#,
            json!({ "Book": [{ "id": "b", "title": "T" }] }),
        );
    assert_eq!(
        world.data("{ pick { ... on Book { title } ... on Film { title } } }"),
        json!({ "pick": { "title": "T" } })
    );
    assert_eq!(world.asked(), ["a"]);
}

#[test]
fn a_provided_field_can_be_what_another_requires() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { it: Item @provides(fields: "size") } type Item @key(fields: "id") { id: ID! size:
                Int @external cost: String @requires(fields: "size") }"#,
            json!({ "Query": { "it": { "id": "1", "size": 4 } }, "Item": [{ "id": "1", "cost": "c{size}" }] }),
        )
        .with("b", r#"type Item @key(fields: "id") { id: ID! size: Int @shareable }"#, json!({ "Item": [{ "id":
            "1", "size": 4 }] }));
    assert_eq!(world.data("{ it { cost } }"), json!({ "it": { "cost": "c4" } }));
}
