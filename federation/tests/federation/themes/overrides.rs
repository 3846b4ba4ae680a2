//! Fields that one service takes over from another.

use serde_json::json;

use crate::support::World;

#[test]
fn an_overridden_field_is_asked_of_its_new_service() {
    let world = World::new()
        .with(
            "old",
            r#"type Query { post: Post } type Post @key(fields: "id") { id: ID! views: Int title: String }"#,
            json!({ "Query": { "post": { "id": "1", "views": 1, "title": "t" } } }),
        )
        .with(
            "new",
            r#"type Post @key(fields: "id") { id: ID! views: Int @override(from: "old") }"#,
            json!({ "Post": [{ "id": "1", "views": 100 }] }),
        );
    assert_eq!(world.data("{ post { title views } }"), json!({ "post": { "title": "t", "views": 100 } }));
}

#[test]
fn an_override_from_a_service_that_is_not_there_changes_nothing() {
    let world = World::new().with(
        "new",
        r#"type Query { post: Post } type Post @key(fields: "id") { id: ID! views: Int @override(from: "gone") }"#,
        json!({ "Query": { "post": { "id": "1", "views": 100 } } }),
    );
    assert_eq!(world.data("{ post { views } }"), json!({ "post": { "views": 100 } }));
}

#[test]
fn an_overridden_root_is_asked_of_its_new_service() {
    let world = World::new()
        .with("old", "type Query { feed: Int other: Int }", json!({ "Query": { "feed": 1, "other": 1 } }))
        .with("new", r#"type Query { feed: Int @override(from: "old") }"#, json!({ "Query": { "feed": 2 } }));
    assert_eq!(world.data("{ feed other }"), json!({ "feed": 2, "other": 1 }));
}

#[test]
fn what_the_old_service_requires_comes_from_the_new_one() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { user: User } type User @key(fields: "id") { id: ID! name: String }"#,
            json!({ "Query": { "user": { "id": "1", "name": "old" } } }),
        )
        .with(
            "b",
            r#"type User @key(fields: "id") { id: ID! name: String @override(from: "a") }"#,
            json!({ "User": [{ "id": "1", "name": "new" }] }),
        )
        .with(
            "c",
            r#"type User @key(fields: "id") { id: ID! name: String @external hello: String @requires(fields:
                "name") }"#,
            json!({ "User": [{ "id": "1", "hello": "hi {name}" }] }),
        );
    assert_eq!(
        world.data("{ user { hello name } }"),
        json!({ "user": { "hello": "hi new", "name": "new" } })
    );
}

#[test]
fn an_overridden_field_of_a_type_of_an_interface_is_asked_through_the_interface() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { feed: [Post!]! } interface Post { id: ID! at: String }
               type Image implements Post @key(fields: "id") { id: ID! at: String }
               type Text implements Post @key(fields: "id") { id: ID! at: String }"#,
            json!({ "Query": { "feed": [{ "__typename": "Image", "id": "i", "at": "old" }, { "__typename":
                "Text", "id": "t", "at": "t" }] } }),
        )
        .with(
            "b",
            r#"interface Post { id: ID! at: String } type Image implements Post @key(fields: "id") { id: ID! at:
                String @override(from: "a") }"#,
            json!({ "Image": [{ "id": "i", "at": "new" }] }),
        );
    assert_eq!(
        world.data("{ feed { id at } }"),
        json!({ "feed": [{ "id": "i", "at": "new" }, { "id": "t", "at": "t" }] })
    );
}
