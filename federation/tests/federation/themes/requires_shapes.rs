//! Requirements with arguments, fragments and nested objects.

use serde_json::json;

use crate::support::World;

/// A price in any currency.
fn priced() -> World {
    World::new().with(
        "a",
        r#"type Query { p: P } type P @key(fields: "id") { id: ID! price(currency: String!): String }"#,
        json!({ "Query": { "p": { "id": "1", "price": "5 {currency}" } }, "P": [{ "id": "1", "price":
            "5 {currency}" }] }),
    )
}

#[test]
fn a_requirement_has_arguments() {
    let world = priced().with(
        "b",
        r#"type P @key(fields: "id") { id: ID! price(currency: String!): String @external
               cost: String @requires(fields: "price(currency: \"EUR\")") }"#,
        json!({ "P": [{ "id": "1", "cost": "<{price}>" }] }),
    );
    assert_eq!(
        world.data(r#"{ p { cost price(currency: "USD") } }"#),
        json!({ "p": { "cost": "<5 EUR>", "price": "5 USD" } })
    );
}

#[test]
fn two_requirements_with_other_arguments_do_not_clash() {
    let world = priced().with(
        "b",
        r#"type P @key(fields: "id") { id: ID! price(currency: String!): String @external
               one: String @requires(fields: "price(currency: \"EUR\")") two: String @requires(fields:
                   "price(currency: \"USD\")") }"#,
        json!({ "P": [{ "id": "1", "one": "<{price}>", "two": "[{price}]" }] }),
    );
    assert_eq!(world.data("{ p { one two } }"), json!({ "p": { "one": "<5 EUR>", "two": "[5 USD]" } }));
}

#[test]
fn a_requirement_has_fragments() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { e: E } type E @key(fields: "id") { id: ID! data: Data } interface Data { kind: String }
               type Text implements Data { kind: String body: String } type Image implements Data { kind: String
                   url: String }"#,
            json!({ "Query": { "e": { "id": "1", "data": { "__typename": "Text", "kind": "t", "body": "hello" } } } }),
        )
        .with(
            "b",
            r#"type E @key(fields: "id") { id: ID! data: Data @external short: String @requires(fields:
                "data { kind ... on Text { body } ... on Image { url } }") }
               interface Data { kind: String } type Text implements Data { kind: String @external body: String
                   @external }
               type Image implements Data { kind: String @external url: String @external }"#,
            json!({ "E": [{ "id": "1", "short": "{data.kind}:{data.body}" }] }),
        );
    assert_eq!(world.data("{ e { short } }"), json!({ "e": { "short": "t:hello" } }));
}

#[test]
fn a_requirement_reaches_into_another_entity() {
    let world = World::new()
        .with(
            "posts",
            r#"type Query { post: Post } type Post @key(fields: "id") { id: ID! author: Author } type Author
                @key(fields: "id") { id: ID! }"#,
            json!({ "Query": { "post": { "id": "p", "author": { "id": "1" } } } }),
        )
        .with(
            "authors",
            r#"type Author @key(fields: "id") { id: ID! name: String }"#,
            json!({ "Author": [{ "id": "1", "name": "Ada" }] }),
        )
        .with(
            "lines",
            r#"type Post @key(fields: "id") { id: ID! author: Author @external line: String @requires(fields:
                "author { name }") }
               type Author @key(fields: "id") { id: ID! name: String @external }"#,
            json!({ "Post": [{ "id": "p", "line": "by {author.name}" }] }),
        );
    assert_eq!(world.data("{ post { line } }"), json!({ "post": { "line": "by Ada" } }));
}

#[test]
fn a_requirement_on_an_interface_field() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { users: [User!]! } interface User { id: ID! name: String }
               type Staff implements User @key(fields: "id") { id: ID! name: String } type Guest implements User
                   @key(fields: "id") { id: ID! name: String }"#,
            json!({ "Query": { "users": [{ "__typename": "Staff", "id": "s", "name": "S" }, { "__typename":
                "Guest", "id": "g", "name": "G" }] } }),
        )
        .with(
            "b",
            r#"interface User { id: ID! badge: String } type Staff implements User @key(fields: "id") { id: ID!
                name: String @external badge: String @requires(fields: "name") }
               type Guest implements User @key(fields: "id") { id: ID! badge: String }"#,
            json!({ "Staff": [{ "id": "s", "badge": "staff {name}" }], "Guest": [{ "id": "g", "badge": "guest" }] }),
        );
    assert_eq!(
        world.data("{ users { badge } }"),
        json!({ "users": [{ "badge": "staff S" }, { "badge": "guest" }] })
    );
}
