//! Overrides among needs, keys, interfaces, provided fields and the first version.

use serde_json::json;

use crate::support::World;

#[test]
fn a_field_with_a_need_is_taken_over() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { user: User } type User @key(fields: "id") { id: ID! name: String hello: String }"#,
            json!({ "Query": { "user": "@User/1" }, "User": [{ "id": "1", "name": "Ada", "hello": "old" }] }),
        )
        .with(
            "b",
            r#"type Query { other: User } type User @key(fields: "id") { id: ID! name: String @external
                 hello: String @requires(fields: "name") @override(from: "a") }"#,
            json!({ "Query": { "other": { "id": "1" } }, "User": [{ "id": "1", "hello": "new {name}" }] }),
        );
    world.answers([
        ("{ user { hello } }", json!({ "user": { "hello": "new Ada" } })),
        ("{ other { hello name } }", json!({ "other": { "hello": "new Ada", "name": "Ada" } })),
    ]);
}

#[test]
fn a_need_of_the_service_that_lost_the_field() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { item: Item } type Item @key(fields: "id") { id: ID! price: Int taxed: String @requires(fields: "rate") rate: Int @external }"#,
            json!({ "Query": { "item": { "id": "1", "price": 1 } }, "Item": [{ "id": "1", "price": 1, "taxed": "a{rate}" }] }),
        )
        .with(
            "b",
            r#"type Item @key(fields: "id") { id: ID! price: Int @override(from: "a") rate: Int cost: String @requires(fields: "taxed") taxed: String @external }"#,
            json!({ "Item": [{ "id": "1", "price": 2, "rate": 7, "cost": "c {taxed}" }] }),
        );
    world.answers([(
        "{ item { price taxed cost rate } }",
        json!({ "item": { "price": 2, "taxed": "a7", "cost": "c a7", "rate": 7 } }),
    )]);
}

#[test]
fn fields_of_types_of_an_interface_are_taken_over_one_by_one() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { feed: [Post] } interface Post { id: ID! at: String } interface Named { at: String }
               type Image implements Post & Named @key(fields: "id") { id: ID! at: String size: Int }
               type Text implements Post @key(fields: "id") { id: ID! at: String body: String }"#,
            json!({ "Query": { "feed": [
                { "__typename": "Image", "id": "i", "at": "old", "size": 1 }, null, { "__typename": "Text", "id": "t", "at": "old", "body": "old" },
            ] }, "Image": [{ "id": "i", "size": 1 }] }),
        )
        .with(
            "b",
            r#"type Query { more: [Post] } interface Post { id: ID! at: String }
               type Image implements Post @key(fields: "id") { id: ID! at: String @override(from: "a") }
               type Text implements Post @key(fields: "id") { id: ID! at: String @override(from: "a") body: String @override(from: "a") }"#,
            json!({
                "Query": { "more": ["@Text/t", "@Image/i"] },
                "Image": [{ "id": "i", "at": "new" }], "Text": [{ "id": "t", "at": "newer", "body": "new" }],
            }),
        );
    world.answers([
        (
            "{ feed { id at } }",
            json!({ "feed": [{ "id": "i", "at": "new" }, null, { "id": "t", "at": "newer" }] }),
        ),
        (
            "{ more { at ... on Image { size } ... on Text { body } } }",
            json!({ "more": [{ "at": "newer", "body": "new" }, { "at": "new", "size": 1 }] }),
        ),
        (
            "{ feed { ... on Text { body at } ... on Image { size } } }",
            json!({ "feed": [{ "size": 1 }, null, { "body": "new", "at": "newer" }] }),
        ),
    ]);
}

#[test]
fn a_field_of_the_first_version_is_taken_over() {
    let world = World::new()
        .with_raw(
            "monolith",
            r#"type Query { bill: Bill bills: [Bill!] } type Bill @key(fields: "id") { id: ID! amount: Int payment: Payment } type Payment @key(fields: "id") { id: ID! amount: Int }"#,
            json!({
                "Query": { "bill": { "id": "1", "amount": 1, "payment": { "id": "p", "amount": 1 } }, "bills": [{ "id": "1", "amount": 1 }] },
                "Payment": [{ "id": "p", "amount": 1 }],
            }),
        )
        .with(
            "payments",
            r#"type Payment @key(fields: "id") { id: ID! amount: Int @override(from: "monolith") }
               extend type Bill @key(fields: "id") { id: ID! amount: Int @override(from: "monolith") }"#,
            json!({ "Payment": [{ "id": "p", "amount": 100 }], "Bill": [{ "id": "1", "amount": 50 }] }),
        );
    world.answers([(
        "{ bill { amount payment { amount } } bills { amount } }",
        json!({ "bill": { "amount": 50, "payment": { "amount": 100 } }, "bills": [{ "amount": 50 }] }),
    )]);
}

#[test]
fn a_whole_shared_type_moves_field_by_field() {
    let world = World::new()
        .with(
            "old",
            r#"type Query { a: Value @shareable } type Value @shareable { n: Int m: Int }"#,
            json!({ "Query": { "a": { "n": 1, "m": 1 } } }),
        )
        .with(
            "new",
            r#"type Query { a: Value @override(from: "old") b: Value } type Value @shareable { n: Int m: Int @override(from: "old") }"#,
            json!({ "Query": { "a": { "n": 2, "m": 2 }, "b": { "n": 3, "m": 3 } } }),
        );
    world.answers([("{ a { n m } b { n m } }", json!({ "a": { "n": 2, "m": 2 }, "b": { "n": 3, "m": 3 } }))]);
}

#[test]
fn an_override_from_nobody_leaves_what_others_share() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { x: X y: Int @override(from: "gone") } type X @key(fields: "id") { id: ID! n: Int @shareable @override(from: "nobody") }"#,
            json!({ "Query": { "x": { "id": "1", "n": 1 }, "y": 5 } }),
        )
        .with("b", r#"type X @key(fields: "id") { id: ID! n: Int @shareable m: Int @override(from: "gone") }"#, json!({ "X": [{ "id": "1", "n": 1, "m": 2 }] }));
    world.answers([("{ x { n m } y }", json!({ "x": { "n": 1, "m": 2 }, "y": 5 }))]);
}

#[test]
#[ignore = "planner: a key field that another service has taken over leads nowhere"]
fn a_key_field_that_is_taken_over_is_still_a_key() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { a: X } type X @key(fields: "id") { id: ID! code: String n: Int }"#,
            json!({ "Query": { "a": { "id": "1", "code": "old", "n": 1 } }, "X": [{ "id": "1", "code": "old", "n": 1 }] }),
        )
        .with(
            "b",
            r#"type Query { b: X } type X @key(fields: "id") { id: ID! @override(from: "a") code: String @override(from: "a") m: Int }"#,
            json!({ "Query": { "b": { "id": "1", "code": "new", "m": 2 } }, "X": [{ "id": "1", "code": "new", "m": 2 }] }),
        );
    world.answers([
        ("{ a { id code m n } }", json!({ "a": { "id": "1", "code": "new", "m": 2, "n": 1 } })),
        ("{ b { id code m n } }", json!({ "b": { "id": "1", "code": "new", "m": 2, "n": 1 } })),
    ]);
}

#[test]
fn a_field_that_is_taken_over_by_degrees_has_one_giver_for_each_operation() {
    for (label, given) in [("percent(0)", "old"), ("percent(100)", "new"), ("new-shop", "old")] {
        let world = World::new()
            .with(
                "a",
                r#"type Query { x: X } type X @key(fields: "id") { id: ID! n: String }"#,
                json!({ "Query": { "x": { "id": "1", "n": "old" } }, "X": [{ "id": "1", "n": "old" }] }),
            )
            .with(
                "b",
                &format!(r#"type Query {{ y: X }} type X @key(fields: "id") {{ id: ID! n: String @override(from: "a", label: "{label}") }}"#),
                json!({ "Query": { "y": { "id": "1", "n": "new" } }, "X": [{ "id": "1", "n": "new" }] }),
            );
        world.answers([("{ x { n } y { n } }", json!({ "x": { "n": given }, "y": { "n": given } }))]);
    }
}
