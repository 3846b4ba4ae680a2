//! Types of one union or interface whose fields of one name are of other types.

use serde_json::json;

use crate::support::World;

fn accounts() -> World {
    World::new()
        .with(
            "users",
            r#"type Query { users: [User!]! } type User @key(fields: "id") { id: ID tags: [String] @shareable }"#,
            json!({ "Query": { "users": [{ "id": "u1", "tags": ["a"] }, { "id": "u2", "tags": null }] } }),
        )
        .with(
            "accounts",
            r#"type Query { accounts: [Account!]! } union Account = User | Admin
               type User @key(fields: "id") { id: ID! name: String similar: [Account!]! tags: [String!]! @shareable }
               type Admin { id: ID name: String similar: [Account!]! tags: [String] }"#,
            json!({
                "Query": { "accounts": ["@User/u1", "@Admin/a1"] },
                "User": [{ "id": "u1", "name": null, "similar": ["@User/u1", "@Admin/a1"], "tags": ["a"] },
                    { "id": "u2", "name": "Two", "similar": [], "tags": ["b"] }],
                "Admin": [{ "id": "a1", "name": "Root", "similar": ["@Admin/a1", "@User/u2"], "tags": ["x", null] }],
            }),
        )
}

#[test]
fn fields_of_the_same_name_may_be_null_in_one_type_and_not_in_the_other() {
    let admin = json!({ "id": "a1", "name": "Root" });
    accounts().answers([
        (
            "{ users { id name similar { ... on User { id name } ... on Admin { id name } } } }",
            json!({ "users": [
                { "id": "u1", "name": null, "similar": [{ "id": "u1", "name": null }, admin] },
                { "id": "u2", "name": "Two", "similar": [] },
            ] }),
        ),
        (
            "{ accounts { ... on User { id t: tags } ... on Admin { id s: similar { __typename
                ... on User { id tags } ... on Admin { id tags } } } } }",
            json!({ "accounts": [
                { "id": "u1", "t": ["a"] },
                { "id": "a1", "s": [
                    { "__typename": "Admin", "id": "a1", "tags": ["x", null] },
                    { "__typename": "User", "id": "u2", "tags": ["b"] },
                ] },
            ] }),
        ),
        (
            "{ accounts { ... on User { similar { ...A } } ... on Admin { similar { ...A } } } }
             fragment A on Account { ... on Admin { name } ... on User { name similar { __typename } } }",
            json!({ "accounts": [
                { "similar": [{ "name": null, "similar": [{ "__typename": "User" }, { "__typename": "Admin" }] },
                    { "name": "Root" }] },
                { "similar": [{ "name": "Root" }, { "name": "Two", "similar": [] }] },
            ] }),
        ),
    ]);
}

#[test]
fn lists_and_objects_under_one_name_are_told_apart() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { shapes: [Shape] } interface Shape { id: ID! }
               type Circle implements Shape @key(fields: "id") { id: ID! }
               type Path implements Shape @key(fields: "id") { id: ID! }"#,
            json!({ "Query": { "shapes": [{ "__typename": "Path", "id": "p" }, { "__typename": "Circle", "id": "c" }] } }),
        )
        .with(
            "b",
            r#"type Circle @key(fields: "id") { id: ID! points: Point size: Int! }
               type Path @key(fields: "id") { id: ID! points: [[Point!]] size: Float } type Point { x: Int }"#,
            json!({
                "Circle": [{ "id": "c", "points": { "x": 1 }, "size": 4 }],
                "Path": [{ "id": "p", "points": [[{ "x": 2 }, { "x": 3 }], null, []], "size": 1.5 }],
            }),
        );
    world.answers([(
        "{ shapes { id ... on Circle { point: points { x } n: size } ... on Path { points { x } size } } }",
        json!({ "shapes": [
            { "id": "p", "points": [[{ "x": 2 }, { "x": 3 }], null, []], "size": 1.5 },
            { "id": "c", "point": { "x": 1 }, "n": 4 },
        ] }),
    )]);
}

#[test]
fn one_service_is_stricter_than_the_other_about_a_shared_field() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { one: Thing } type Thing @key(fields: "id") { id: ID! label: String! @shareable
                 parts: [Part!]! @shareable } type Part @key(fields: "id") { id: ID! }"#,
            json!({ "Query": { "one": { "id": "1", "label": "l", "parts": [{ "id": "p" }] } } }),
        )
        .with(
            "b",
            r#"type Query { two: Thing } type Thing @key(fields: "id") { id: ID label: String @shareable
                 parts: [Part] @shareable } type Part @key(fields: "id") { id: ID n: Int }"#,
            json!({
                "Query": { "two": { "id": "2", "label": null, "parts": [{ "id": "q", "n": 2 }, null] } },
                "Part": [{ "id": "p", "n": 1 }],
            }),
        );
    world.answers([
        (
            "{ one { id label parts { id n } } two { id label parts { id n } } }",
            json!({
                "one": { "id": "1", "label": "l", "parts": [{ "id": "p", "n": 1 }] },
                "two": { "id": "2", "label": null, "parts": [{ "id": "q", "n": 2 }, null] },
            }),
        ),
        (
            r#"{ __type(name: "Thing") { fields { name type { kind ofType { kind } } } } }"#,
            json!({ "__type": { "fields": [
                { "name": "id", "type": { "kind": "SCALAR", "ofType": null } },
                { "name": "label", "type": { "kind": "SCALAR", "ofType": null } },
                { "name": "parts", "type": { "kind": "LIST", "ofType": { "kind": "OBJECT" } } },
            ] } }),
        ),
    ]);
}
