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
    assert_eq!(shop().data("{ me { name reviews { text } } }"), json!({ "me": { "name": "Ada", "reviews": [{ "text": "good" }] } }));
}

#[test]
fn an_object_that_comes_twice_is_asked_about_once() {
    let shop = shop();
    let data = shop.data("{ people { name reviews { id author { name } } } }");
    assert_eq!(data["people"][2], json!({ "name": "Ada", "reviews": [{ "id": "r1", "author": { "name": "Ada" } }] }));
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
