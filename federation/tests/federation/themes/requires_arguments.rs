//! Needs with arguments, beside the same fields with other arguments of the client's.

use serde_json::json;

use crate::support::World;

fn shop() -> World {
    World::new()
        .with(
            "catalog",
            r#"type Query { item: Item! items: [Item!]! } enum Unit { CM IN }
               type Item @key(fields: "id") { id: ID! price(in: String! = "EUR", round: Boolean): String
                 size(unit: Unit = CM): Size comments(first: Int!): [Comment!] }
               type Size { wide(unit: Unit): String } type Comment @key(fields: "id") { id: ID! by(kind: Unit): String }"#,
            json!({
                "Query": { "item": "@Item/1", "items": ["@Item/1", "@Item/2"] },
                "Item": [
                    { "id": "1", "price": "5 {in} {round}", "size": { "wide": "w{unit}" }, "comments": [{ "id": "c", "by": "me {kind}" }] },
                    { "id": "2", "price": "7 {in} {round}", "size": null, "comments": null },
                ],
            }),
        )
        .with(
            "stock",
            r#"enum Unit { CM IN } type Item @key(fields: "id") { id: ID!
                 price(in: String! = "EUR", round: Boolean): String @external size(unit: Unit = CM): Size @external
                 comments(first: Int!): [Comment!] @external
                 usd: String @requires(fields: "price(in: \"USD\")")
                 chf(extra: String): String @requires(fields: "price(in: \"CHF\", round: true)")
                 wide: String @requires(fields: "size(unit: IN) { wide(unit: CM) }")
                 last: String @requires(fields: "comments(first: 3) { by(kind: IN) }") }
               type Size { wide(unit: Unit): String @external }
               type Comment @key(fields: "id") { id: ID! by(kind: Unit): String @external }"#,
            json!({ "Item": [
                { "id": "1", "usd": "<{price}>", "chf": "[{price}]{extra}", "wide": "({size.wide})", "last": "{comments.by}" },
                { "id": "2", "usd": "<{price}>", "chf": "[{price}]{extra}", "wide": "({size})", "last": "{comments}" },
            ] }),
        )
}

#[test]
fn they_are_sent_as_the_need_says() {
    shop().answers([
        ("{ item { usd } }", json!({ "item": { "usd": "<5 USD null>" } })),
        ("{ item { wide } }", json!({ "item": { "wide": "(wCM)" } })),
        ("{ item { last } }", json!({ "item": { "last": r#"["me IN"]"# } })),
        ("{ items { usd wide last } }", json!({ "items": [
            { "usd": "<5 USD null>", "wide": "(wCM)", "last": r#"["me IN"]"# }, { "usd": "<7 USD null>", "wide": "(null)", "last": "null" },
        ] })),
    ]);
}

#[test]
fn needs_of_one_field_with_other_arguments_are_kept_apart() {
    shop().answers([
        (r#"{ item { usd chf(extra: "!") } }"#, json!({ "item": { "usd": "<5 USD null>", "chf": "[5 CHF true]!" } })),
        ("{ items { chf usd } }", json!({ "items": [
            { "chf": "[5 CHF true]null", "usd": "<5 USD null>" }, { "chf": "[7 CHF true]null", "usd": "<7 USD null>" },
        ] })),
    ]);
}

#[test]
fn the_clients_own_arguments_are_kept_apart_from_needs() {
    shop().answers([
        ("{ item { price usd } }", json!({ "item": { "price": "5 EUR null", "usd": "<5 USD null>" } })),
        (
            r#"{ item { usd price(in: "GBP") chf p: price(in: "USD") } }"#,
            json!({ "item": { "usd": "<5 USD null>", "price": "5 GBP null", "chf": "[5 CHF true]null", "p": "5 USD null" } }),
        ),
        (
            "{ item { size { wide } wide } }",
            json!({ "item": { "size": { "wide": "wnull" }, "wide": "(wCM)" } }),
        ),
        (
            "{ item { comments(first: 1) { by id } last } }",
            json!({ "item": { "comments": [{ "by": "me null", "id": "c" }], "last": r#"["me IN"]"# } }),
        ),
    ]);
}

#[test]
fn variables_beside_needs() {
    let query = "query($in: String!, $e: String) { item { price(in: $in) chf(extra: $e) usd } }";
    assert_eq!(
        shop().ask_with(query, json!({ "in": "SEK", "e": "?" })),
        json!({ "data": { "item": { "price": "5 SEK null", "chf": "[5 CHF true]?", "usd": "<5 USD null>" } } })
    );
}
