//! Objects that several services know.

use serde_json::json;

use crate::support::World;

fn shop() -> World {
    World::new()
        .with(
            "users",
            r#"type Query { me: User, people: [User!]! } type User @key(fields: "id") { id: ID! name: String! }"#,
            json!({
                "Query": { "me": "@User/1", "people": ["@User/1", "@User/2", "@User/1"] },
                "User": [{ "id": "1", "name": "Ada" }, { "id": "2", "name": "Bo" }],
            }),
        )
        .with(
            "reviews",
            r#"type User @key(fields: "id") { id: ID! reviews: [Review!]! }
               type Review @key(fields: "id") { id: ID! text: String author: User! }"#,
            json!({
                "User": [
                    { "id": "1", "reviews": [{ "id": "r1", "text": "good", "author": "@User/1" }] },
                    { "id": "2", "reviews": [] },
                ],
            }),
        )
}

#[test]
fn a_field_of_another_service_joins_an_object() {
    assert_eq!(
        shop().data("{ me { name reviews { text } } }"),
        json!({ "me": { "name": "Ada", "reviews": [{ "text": "good" }] } })
    );
}

#[test]
fn an_object_that_comes_twice_is_asked_about_once() {
    let shop = shop();
    let data = shop.data("{ people { name reviews { id author { name } } } }");
    assert_eq!(
        data["people"][2],
        json!({ "name": "Ada", "reviews": [{ "id": "r1", "author": { "name": "Ada" } }] })
    );
    assert_eq!(shop.asked(), ["users", "reviews", "users"]);
}

#[test]
fn aliases_and_fragments_keep_the_clients_shape() {
    let data = shop().data(
        "query Q { a: me { n: name ...R __typename } b: me { ... on User { id } } t: __typename }
         fragment R on User { rs: reviews { t: text k: __typename } }",
    );
    assert_eq!(
        data.to_string(),
        json!({
            "a": { "n": "Ada", "rs": [{ "t": "good", "k": "Review" }], "__typename": "User" },
            "b": { "id": "1" },
            "t": "Query",
        })
        .to_string()
    );
}

#[test]
fn a_key_of_another_key_is_found_on_the_way() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { item: Item } type Item @key(fields: "id") { id: ID! }"#,
            json!({ "Query": { "item": { "id": "1" } } }),
        )
        .with(
            "b",
            r#"type Item @key(fields: "id") @key(fields: "sku region { code }") { id: ID! sku: String! region: Region! }
               type Region @shareable { code: String! }"#,
            json!({ "Item": [{ "id": "1", "sku": "s1", "region": { "code": "fr" } }] }),
        )
        .with(
            "c",
            r#"type Item @key(fields: "sku region { code }") @key(fields: "barcode") { sku: String! region:
                Region! barcode: String! }
               type Region @shareable { code: String! }"#,
            json!({ "Item": [{ "sku": "s1", "region": { "code": "fr" }, "barcode": "x" }] }),
        )
        .with(
            "d",
            r#"type Item @key(fields: "barcode") { barcode: String! weight: Int }"#,
            json!({ "Item": [{ "barcode": "x", "weight": 7 }] }),
        );
    assert_eq!(world.data("{ item { weight } }"), json!({ "item": { "weight": 7 } }));
    assert_eq!(world.asked(), ["a", "b", "c", "d"]);
}

#[test]
fn lists_in_keys_are_sent_as_lists() {
    let world = World::new()
        .with(
            "catalog",
            r#"type Query { box: Box } type Box @key(fields: "items { id }") { items: [Item!]! }
               type Item @key(fields: "id") { id: ID! }"#,
            json!({ "Query": { "box": { "items": [{ "id": "1" }, { "id": "2" }] } } }),
        )
        .with(
            "prices",
            r#"type Box @key(fields: "items { id }") { items: [Item!]! total: String }
               type Item @key(fields: "id") { id: ID! price: Int }"#,
            json!({
                "Box": [{ "items": [{ "id": "1" }, { "id": "2" }], "total": "{items.id}" }],
                "Item": [{ "id": "1", "price": 3 }, { "id": "2", "price": 4 }],
            }),
        );
    assert_eq!(
        world.data("{ box { total items { price } } }"),
        json!({ "box": { "total": "[\"1\",\"2\"]", "items": [{ "price": 3 }, { "price": 4 }] } })
    );
}

#[test]
fn a_field_under_an_object_without_key_is_reached_by_its_parent() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { product: Product } type Product @key(fields: "id") { id: ID! category: Category @shareable }
               type Category { name: String }"#,
            json!({ "Query": { "product": { "id": "1", "category": { "name": "n" } } } }),
        )
        .with(
            "b",
            r#"type Product @key(fields: "id") { id: ID! category: Category @shareable }
               type Category { details: Details } type Details { size: Int }"#,
            json!({ "Product": [{ "id": "1", "category": { "details": { "size": 3 } } }] }),
        );
    assert_eq!(
        world.data("{ product { category { name details { size } } } }"),
        json!({ "product": { "category": { "name": "n", "details": { "size": 3 } } } })
    );
}

#[test]
fn a_null_key_is_sent_and_its_object_may_be_unknown() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { books: [Book] } type Book @key(fields: "id") @key(fields: "isbn") { id: ID! isbn:
                String }"#,
            json!({ "Query": { "books": [{ "id": "1", "isbn": null }, { "id": "2", "isbn": "i2" }] } }),
        )
        .with(
            "b",
            r#"type Book @key(fields: "isbn") { isbn: String title: String }"#,
            json!({ "Book": [{ "isbn": "i2", "title": "Two" }] }),
        );
    assert_eq!(
        world.data("{ books { id title } }"),
        json!({ "books": [{ "id": "1", "title": null }, { "id": "2", "title": "Two" }] })
    );
}

#[test]
fn a_root_that_two_services_share_is_asked_of_both() {
    let world = World::new()
        .with(
            "a",
            "type Query { product: Product @shareable } type Product @shareable { id: ID! name: String @shareable }",
            json!({ "Query": { "product": { "id": "1", "name": "n" } } }),
        )
        .with(
            "b",
            "type Query { product: Product @shareable } type Product { id: ID! @shareable price: Int }",
            json!({ "Query": { "product": { "id": "1", "price": 3 } } }),
        );
    assert_eq!(
        world.data("{ product { id name price } }"),
        json!({ "product": { "id": "1", "name": "n", "price": 3 } })
    );
}

#[test]
fn a_stub_without_a_way_back_is_resolved_by_its_owner() {
    let world = World::new()
        .with(
            "orders",
            r#"type Query { order: Order } type Order { id: ID! buyer: User }
               type User @key(fields: "id", resolvable: false) { id: ID! }"#,
            json!({ "Query": { "order": { "id": "o", "buyer": { "id": "1" } } } }),
        )
        .with(
            "users",
            r#"type User @key(fields: "id") { id: ID! name: String }"#,
            json!({ "User": [{ "id": "1", "name": "Ada" }] }),
        );
    assert_eq!(
        world.data("{ order { buyer { name } } }"),
        json!({ "order": { "buyer": { "name": "Ada" } } })
    );
}

#[test]
fn an_enum_of_answers_has_the_values_of_all() {
    let world = World::new()
        .with("a", "type Query { a: Color } enum Color { RED GREEN }", json!({ "Query": { "a": "GREEN" } }))
        .with("b", "type Query { b: Color } enum Color { RED BLUE }", json!({ "Query": { "b": "BLUE" } }));
    assert_eq!(world.data("{ a b }"), json!({ "a": "GREEN", "b": "BLUE" }));
}
