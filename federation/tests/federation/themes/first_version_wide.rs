//! The first version as it is written in the wild: extended roots, external keys, values and definitions of its own.

use serde_json::json;

use crate::support::World;

const DEFINITIONS: &str = r#"
    scalar _Any scalar _FieldSet type _Service { sdl: String }
    directive @external on FIELD_DEFINITION
    directive @requires(fields: _FieldSet!) on FIELD_DEFINITION
    directive @provides(fields: _FieldSet!) on FIELD_DEFINITION
    directive @key(fields: _FieldSet!) repeatable on OBJECT | INTERFACE
    directive @extends on OBJECT | INTERFACE"#;

/// Accounts, products, reviews and stock, none of which links anything.
fn shop() -> World {
    World::new()
        .with_raw(
            "accounts",
            r#"extend type Query { me: User users: [User] }
               type User @key(fields: "id") @key(fields: "username email") { id: ID! username: String! email: String! }"#,
            json!({
                "Query": { "me": "@User/u1", "users": ["@User/u1", null, "@User/u2"] },
                "User": [{ "id": "u1", "username": "ada", "email": "a@x" }, { "id": "u2", "username": "bo", "email": "b@x" }],
            }),
        )
        .with_raw(
            "products",
            r#"type Query @extends { top(first: Int = 5): [Product] }
               type Product @key(fields: "upc") { upc: String! name: String price: Int weight: Int in: Currency }
               type Currency { code: String symbol: String }"#,
            json!({
                "Query": { "top": ["@Product/1", "@Product/2"] },
                "Product": [
                    { "id": "1", "upc": "1", "name": "Table", "price": 899, "weight": 100, "in": { "code": "EUR", "symbol": "€" } },
                    { "id": "2", "upc": "2", "name": "Couch", "price": 1299, "weight": 1000, "in": null },
                ],
            }),
        )
        .with_raw(
            "reviews",
            r#"type Review @key(fields: "id") { id: ID! body: String author: User @provides(fields: "username") product: Product }
               extend type User @key(fields: "id") { id: ID! @external username: String @external reviews: [Review] }
               extend type Product @key(fields: "upc") { upc: String! @external reviews: [Review] }"#,
            json!({
                "Review": [{ "id": "r1", "body": "good", "author": { "id": "u1", "username": "ada" }, "product": { "upc": "1" } }],
                "User": [{ "id": "u1", "reviews": ["@Review/r1"] }, { "id": "u2", "reviews": [] }],
                "Product": [{ "upc": "1", "reviews": ["@Review/r1"] }],
            }),
        )
        .with_raw(
            "stock",
            r#"extend type Product @key(fields: "upc") { upc: String! @external weight: Int @external price: Int @external
                 unused: Int @external inStock: Boolean shipping: String @requires(fields: "price weight") paid: Currency }
               type Currency { code: String symbol: String }"#,
            json!({ "Product": [
                { "upc": "1", "inStock": true, "shipping": "{price}/{weight}", "paid": { "code": "USD", "symbol": "$" } },
                { "upc": "2", "inStock": false, "shipping": "{price}/{weight}" },
            ] }),
        )
}

#[test]
fn four_services_answer_one_operation() {
    shop().answers([
        (
            "{ me { username reviews { body product { name shipping inStock } } } }",
            json!({ "me": { "username": "ada", "reviews": [
                { "body": "good", "product": { "name": "Table", "shipping": "899/100", "inStock": true } },
            ] } }),
        ),
        (
            "{ top { upc in { symbol } paid { code } reviews { author { id username email } } } users { email reviews { id } } }",
            json!({
                "top": [
                    { "upc": "1", "in": { "symbol": "€" }, "paid": { "code": "USD" },
                        "reviews": [{ "author": { "id": "u1", "username": "ada", "email": "a@x" } }] },
                    { "upc": "2", "in": null, "paid": null, "reviews": null },
                ],
                "users": [{ "email": "a@x", "reviews": [{ "id": "r1" }] }, null, { "email": "b@x", "reviews": [] }],
            }),
        ),
        ("query($n: Int) { top(first: $n) { shipping __typename } }", json!({ "top": [
            { "shipping": "899/100", "__typename": "Product" }, { "shipping": "1299/1000", "__typename": "Product" },
        ] })),
    ]);
}

#[test]
fn what_is_provided_is_not_asked_of_its_owner() {
    let world = shop();
    world.data("{ me { reviews { author { username } } } }");
    assert_eq!(world.asked(), ["accounts", "reviews"]);
}

#[test]
fn definitions_of_the_protocol_stand_in_the_schema_in_part_or_whole() {
    let owner = format!(
        r#"{DEFINITIONS} union _Entity = User type Query {{ me: User _service: _Service! _entities(representations: [_Any!]!): [_Entity]! }}
           type User @key(fields: "id") {{ id: ID! name: String }}"#
    );
    let adds = r#"directive @key(fields: String!) on OBJECT | INTERFACE directive @external on FIELD_DEFINITION
        extend type Query { _service: _Service! } type _Service { sdl: String }
        extend type User @key(fields: "id") { id: ID! @external age: Int }"#;
    let world =
        World::new().with_unserved("a", &(owner + " # @link")).with_unserved("b", &format!("{adds} # @link"));
    let supergraph = world.compose().unwrap();
    assert!(supergraph.prepare("{ me { name age } }", None, &world.limits).is_ok());
    let names: Vec<&str> = supergraph
        .schema()
        .types
        .keys()
        .map(|n| n.as_str())
        .filter(|n| n.starts_with('_') && !n.starts_with("__"))
        .collect();
    assert_eq!(names, Vec::<&str>::new());
}

#[test]
fn an_entity_is_extended_by_two_that_know_one_key_each() {
    let world = World::new()
        .with_raw(
            "owner",
            r#"type Query { car: Car } type Car @key(fields: "id") @key(fields: "plate country { code }") { id: ID! plate: String country: Country }
               type Country { code: String }"#,
            json!({ "Query": { "car": { "id": "1", "plate": "AB", "country": { "code": "FR" } } } }),
        )
        .with_raw(
            "ids",
            r#"extend type Car @key(fields: "id") { id: ID! @external doors: Int }"#,
            json!({ "Car": [{ "id": "1", "doors": 5 }] }),
        )
        .with_raw(
            "plates",
            r#"extend type Car @key(fields: "plate country { code }") { plate: String @external country: Country @external fines: [Int] }
               extend type Country { code: String @external }"#,
            json!({ "Car": [{ "plate": "AB", "country": { "code": "FR" }, "fines": [1, 2] }] }),
        );
    world.answers([(
        "{ car { doors fines country { code } } }",
        json!({ "car": { "doors": 5, "fines": [1, 2], "country": { "code": "FR" } } }),
    )]);
}

#[test]
fn a_key_that_is_external_is_the_services_own_to_give() {
    let first = r#"extend type Query { random: User } extend type User @key(fields: "id") { id: ID! @external nick: String }"#;
    let directive = r#"type Query @extends { random: User } type User @extends @key(fields: "id") { id: ID! @external nick: String }"#;
    let owner = r#"type Query { user: User } type User @key(fields: "id") { id: ID! name: String }"#;
    for second in [false, true] {
        for sdl in [first, directive] {
            let tables = json!({ "Query": { "random": { "id": "1", "nick": "a" } }, "User": [{ "id": "1", "nick": "a" }] });
            let world = World::new().with("owner", owner, json!({ "Query": { "user": { "id": "1", "name": "Ada" } }, "User": [{ "id": "1", "name": "Ada" }] }));
            let world =
                if second { world.with("nicks", sdl, tables) } else { world.with_raw("nicks", sdl, tables) };
            assert_eq!(world.data("{ random { id nick } }"), json!({ "random": { "id": "1", "nick": "a" } }));
            assert_eq!(world.asked(), ["nicks"]);
            world.answers([(
                "{ random { name nick } user { nick id } }",
                json!({ "random": { "name": "Ada", "nick": "a" }, "user": { "nick": "a", "id": "1" } }),
            )]);
        }
    }
}

#[test]
fn interfaces_unions_enums_and_inputs_of_the_first_version() {
    let world = World::new()
        .with_raw(
            "a",
            r#"type Query { all(by: By = { kind: BOOK }): [Media] found: [Any] } interface Media { id: ID! kind: Kind }
               type Book implements Media @key(fields: "id") { id: ID! kind: Kind } type Film implements Media @key(fields: "id") { id: ID! kind: Kind }
               union Any = Book | Film enum Kind { BOOK FILM } input By { kind: Kind }"#,
            json!({ "Query": {
                "all": [{ "__typename": "Book", "id": "b", "kind": "BOOK" }, { "__typename": "Film", "id": "f", "kind": "FILM" }],
                "found": [{ "__typename": "Film", "id": "f" }],
            }, "Book": [{ "id": "b", "kind": "BOOK" }] }),
        )
        .with_raw(
            "b",
            r#"extend interface Media @key(fields: "id") { id: ID! @external score: Int } enum Kind { BOOK FILM }
               extend type Book implements Media @key(fields: "id") { id: ID! @external score: Int }
               extend type Film implements Media @key(fields: "id") { id: ID! @external score: Int }
               extend type Query { best(by: By): Any } input By { kind: Kind } union Any = Book | Film"#,
            json!({
                "Query": { "best": "@Book/b" },
                "Book": [{ "id": "b", "score": 5 }], "Film": [{ "id": "f", "score": 1 }],
            }),
        );
    world.answers([
        ("{ all { id kind score } }", json!({ "all": [{ "id": "b", "kind": "BOOK", "score": 5 }, { "id": "f", "kind": "FILM", "score": 1 }] })),
        (
            "{ found { ... on Media { score } } best(by: { kind: BOOK }) { __typename ... on Book { kind score } } }",
            json!({ "found": [{ "score": 1 }], "best": { "__typename": "Book", "kind": "BOOK", "score": 5 } }),
        ),
    ]);
}
