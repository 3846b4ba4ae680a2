//! Services that speak the first version, alone and beside the second.

use serde_json::json;

use crate::support::World;

#[test]
fn a_type_is_extended_by_the_keyword() {
    let world = World::new()
        .with_raw(
            "users",
            r#"type Query { me: User } type User @key(fields: "id") { id: ID! name: String }"#,
            json!({ "Query": { "me": "@User/1" }, "User": [{ "id": "1", "name": "Ada" }] }),
        )
        .with_raw(
            "rank",
            r#"extend type Query { best: User } extend type User @key(fields: "id") { id: ID! @external name:
                String @external
               title: String @requires(fields: "name") rank: Int }"#,
            json!({ "Query": { "best": { "id": "1" } }, "User": [{ "id": "1", "title": "Dr {name}", "rank": 1 }] }),
        );
    assert_eq!(
        world.data("{ me { rank title } best { id name } }"),
        json!({ "me": { "rank": 1, "title": "Dr Ada" }, "best": { "id": "1", "name": "Ada" } })
    );
}

#[test]
fn a_type_is_extended_by_the_directive() {
    let world = World::new()
        .with_raw(
            "a",
            r#"type Query { me: User } type User @key(fields: "id") { id: ID! name: String }"#,
            json!({ "Query": { "me": "@User/1" }, "User": [{ "id": "1", "name": "Ada" }] }),
        )
        .with_raw(
            "b",
            r#"type User @extends @key(fields: "id") { id: ID! @external rank: Int } type Query @extends { n: Int }"#,
            json!({ "Query": { "n": 1 }, "User": [{ "id": "1", "rank": 1 }] }),
        );
    assert_eq!(world.data("{ n me { name rank } }"), json!({ "n": 1, "me": { "name": "Ada", "rank": 1 } }));
}

#[test]
fn the_second_version_may_extend_as_the_first() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { me: User } type User @key(fields: "id") { id: ID! name: String }"#,
            json!({ "Query": { "me": "@User/1" }, "User": [{ "id": "1", "name": "Ada" }] }),
        )
        .with(
            "b",
            r#"extend type User @key(fields: "id") { id: ID! @external rank: Int @shareable } type Query { top:
                User }"#,
            json!({ "Query": { "top": "@User/1" }, "User": [{ "id": "1", "rank": 1 }] }),
        );
    assert_eq!(
        world.data("{ me { name rank } top { id name rank } }"),
        json!({ "me": { "name": "Ada", "rank": 1 }, "top": { "id": "1", "name": "Ada", "rank": 1 } })
    );
}

#[test]
fn value_types_are_shared_without_being_marked() {
    let world = World::new()
        .with_raw(
            "a",
            "type Query { a: Money } type Money { amount: Int }",
            json!({ "Query": { "a": { "amount": 1 } } }),
        )
        .with_raw(
            "b",
            "type Query { b: Money } type Money { amount: Int }",
            json!({ "Query": { "b": { "amount": 2 } } }),
        );
    assert_eq!(
        world.data("{ a { amount } b { amount } }"),
        json!({ "a": { "amount": 1 }, "b": { "amount": 2 } })
    );
}

#[test]
fn roots_under_other_names_are_joined() {
    let world = World::new()
        .with_raw(
            "a",
            "schema { query: Root } type Root { a: Int deep: Root }",
            json!({ "Root": { "a": 1, "deep": {} } }),
        )
        .with("b", "type Query { b: Int }", json!({ "Query": { "b": 2 } }));
    assert_eq!(
        world.data("{ a b deep { __typename } }"),
        json!({ "a": 1, "b": 2, "deep": { "__typename": "Query" } })
    );
}

#[test]
fn directives_are_known_under_the_names_they_are_imported_by() {
    let world = World::new()
        .with_raw(
            "a",
            r#"extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", as: "fed", import: [{ name:
                "@key", as: "@primarykey" }])
               type Query { x: X } type X @primarykey(fields: "id") { id: ID! n: Int @fed__shareable }"#,
            json!({ "Query": { "x": { "id": "1", "n": 1 } } }),
        )
        .with("b", r#"type X @key(fields: "id") { id: ID! n: Int @shareable m: Int }"#, json!({ "X": [{ "id":
            "1", "m": 2 }] }));
    assert_eq!(world.data("{ x { n m } }"), json!({ "x": { "n": 1, "m": 2 } }));
}

#[test]
fn definitions_of_the_specification_may_stand_in_the_schema() {
    let first = r#"scalar _FieldSet scalar _Any union _Entity = U type _Service { sdl: String }
        directive @key(fields: _FieldSet!, resolvable: Boolean = true) repeatable on OBJECT | INTERFACE
        directive @external on FIELD_DEFINITION
        type Query { u: U _service: _Service! _entities(representations: [_Any!]!): [_Entity]! }
        type U @key(fields: "id") { id: ID! n: Int }"#;
    let second = r#"schema @link(url: "https://specs.apollo.dev/link/v1.0")
        @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"]) { query: Query }
        scalar link__Import enum link__Purpose { SECURITY EXECUTION } scalar federation__FieldSet
        directive @link(url: String, as: String, for: link__Purpose, import: [link__Import]) repeatable on SCHEMA
        directive @key(fields: federation__FieldSet!, resolvable: Boolean = true) repeatable on OBJECT | INTERFACE
        directive @federation__external(reason: String) on OBJECT | FIELD_DEFINITION
        directive @shareable repeatable on OBJECT | FIELD_DEFINITION
        type Query { _entities(representations: [_Any!]!): [_Entity]! _service: _Service! }
        scalar _Any union _Entity = U type _Service { sdl: String }
        type U @key(fields: "id") { id: ID! m: Int }"#;
    let world = World::new().with_unserved("a", &format!("{first} # @link")).with_unserved("b", second);
    let supergraph = world.compose().unwrap();
    assert!(supergraph.prepare("{ u { n m } }", None, &world.limits).is_ok());
    assert!(supergraph.prepare("{ _service { sdl } }", None, &world.limits).is_err());
}
