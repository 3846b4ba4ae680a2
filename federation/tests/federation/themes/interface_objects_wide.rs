//! Interface objects among several services: with needs, with arguments, without a way in.

use serde_json::{Value, json};

use crate::support::World;

const USERS: &str = r#"type Query { users: [User!]! anybody: Node }
    interface Node { id: ID! } interface User implements Node @key(fields: "id") { id: ID! name: String! born: Int }
    type Member implements User & Node @key(fields: "id") { id: ID! name: String! born: Int club: String }
    type Guest implements User & Node @key(fields: "id") { id: ID! name: String! born: Int }"#;

fn rows() -> Value {
    json!({
        "Query": { "users": ["@Member/m", "@Guest/g"], "anybody": "@Guest/g" },
        "Member": [{ "id": "m", "name": "Mo", "born": 1990, "club": "Chess" }],
        "Guest": [{ "id": "g", "name": "Gil", "born": null }],
    })
}

/// Scores know users without their types; badges need what users say of themselves.
fn world() -> World {
    World::new()
        .with("users", USERS, rows())
        .with(
            "scores",
            r#"type Query { best: [User!]! top(n: Int = 1): User } type User @interfaceObject @key(fields: "id") {
                 id: ID! score(in: Unit = POINTS): String rival: User history: [Score!] } enum Unit { POINTS STARS }
               type Score { n: Int of: User! }"#,
            json!({
                "Query": { "best": ["@User/g", "@User/m"], "top": "@User/m" },
                "User": [
                    { "id": "m", "score": "9 {in}", "rival": { "id": "g" }, "history": [{ "n": 1, "of": { "id": "m" } }] },
                    { "id": "g", "score": "1 {in}", "rival": null, "history": null },
                ],
            }),
        )
        .with(
            "badges",
            r#"type User @interfaceObject @key(fields: "id") { id: ID! name: String! @external born: Int @external
                 badge: String @requires(fields: "name born") }"#,
            json!({ "User": [{ "id": "m", "badge": "{name} {born}" }, { "id": "g", "badge": "{name}/{born}" }] }),
        )
}

#[test]
fn fields_of_all_services_from_the_interface_and_from_its_objects() {
    world().answers([
        (
            "{ users { score badge } }",
            json!({ "users": [{ "score": "9 POINTS", "badge": "Mo 1990" }, { "score": "1 POINTS", "badge": "Gil/null" }] }),
        ),
        (
            "{ best { name score(in: STARS) badge } }",
            json!({ "best": [{ "name": "Gil", "score": "1 STARS", "badge": "Gil/null" }, { "name": "Mo", "score": "9 STARS", "badge": "Mo 1990" }] }),
        ),
        ("{ top { id } }", json!({ "top": { "id": "m" } })),
        ("{ top(n: 2) { a: score b: score(in: STARS) } }", json!({ "top": { "a": "9 POINTS", "b": "9 STARS" } })),
    ]);
}

#[test]
fn types_are_told_at_every_level() {
    world().answers([
        (
            "{ best { __typename ... on Member { club } ... on Guest { name } } }",
            json!({ "best": [{ "__typename": "Guest", "name": "Gil" }, { "__typename": "Member", "club": "Chess" }] }),
        ),
        (
            "{ top { rival { __typename name ... on Guest { score } } history { n of { __typename ... on Member { club badge } } } } }",
            json!({ "top": {
                "rival": { "__typename": "Guest", "name": "Gil", "score": "1 POINTS" },
                "history": [{ "n": 1, "of": { "__typename": "Member", "club": "Chess", "badge": "Mo 1990" } }],
            } }),
        ),
        ("{ best { ... on Member { id } } }", json!({ "best": [{}, { "id": "m" }] })),
        ("{ best { ... on Node { id __typename } } }", json!({ "best": [{ "id": "g", "__typename": "Guest" }, { "id": "m", "__typename": "Member" }] })),
        (
            "{ anybody { ... on User { score } ... on Guest { badge } } }",
            json!({ "anybody": { "score": "1 POINTS", "badge": "Gil/null" } }),
        ),
    ]);
}

#[test]
fn members_of_the_interface_have_its_fields_for_clients() {
    let data = world().data(r#"{ __type(name: "Guest") { fields { name } interfaces { name } } }"#);
    let mut names: Vec<&str> =
        data["__type"]["fields"].as_array().unwrap().iter().map(|f| f["name"].as_str().unwrap()).collect();
    names.sort_unstable();
    assert_eq!(names, ["badge", "born", "history", "id", "name", "rival", "score"]);
}

#[test]
fn one_without_a_way_in_names_objects_that_others_complete() {
    let world = World::new()
        .with("users", USERS, rows())
        .with(
            "events",
            r#"type Query { events: [Event] } type Event { at: String by: User! with: [User] }
               type User @interfaceObject @key(fields: "id", resolvable: false) { id: ID! }"#,
            json!({ "Query": { "events": [{ "at": "now", "by": { "id": "m" }, "with": [{ "id": "g" }, null] }, null] } }),
        )
        .with(
            "scores",
            r#"type User @interfaceObject @key(fields: "id") { id: ID! score: Int }"#,
            json!({ "User": [{ "id": "m", "score": 9 }, { "id": "g", "score": 1 }] }),
        );
    world.answers([
        ("{ events { by { id } } }", json!({ "events": [{ "by": { "id": "m" } }, null] })),
        (
            "{ events { at by { name score } with { __typename score } } }",
            json!({ "events": [{ "at": "now", "by": { "name": "Mo", "score": 9 }, "with": [{ "__typename": "Guest", "score": 1 }, null] }, null] }),
        ),
        (
            "{ events { by { ... on Member { club score } ... on Guest { id } } } }",
            json!({ "events": [{ "by": { "club": "Chess", "score": 9 } }, null] }),
        ),
    ]);
}

#[test]
fn a_type_of_the_interface_in_a_third_service() {
    let world = World::new()
        .with("users", USERS, rows())
        .with("scores", r#"type User @interfaceObject @key(fields: "id") { id: ID! score: Int }"#, json!({ "User": [{ "id": "m", "score": 9 }] }))
        .with(
            "clubs",
            r#"type Query { club: Club } type Club { boss: Member all: [Member!]! } type Member @key(fields: "id") { id: ID! joined: Int }"#,
            json!({ "Query": { "club": { "boss": "@Member/m", "all": ["@Member/m"] } }, "Member": [{ "id": "m", "joined": 2001 }] }),
        );
    world.answers([
        (
            "{ club { boss { name score joined club } } users { ... on Member { joined score } } }",
            json!({
                "club": { "boss": { "name": "Mo", "score": 9, "joined": 2001, "club": "Chess" } },
                "users": [{ "joined": 2001, "score": 9 }, {}],
            }),
        ),
        (
            "{ club { all { __typename ... on User { score name } } } }",
            json!({ "club": { "all": [{ "__typename": "Member", "score": 9, "name": "Mo" }] } }),
        ),
    ]);
}

#[test]
fn an_unknown_object_of_an_interface_is_null() {
    let world = World::new()
        .with("users", USERS, rows())
        .with(
            "scores",
            r#"type Query { lost: User found: [User] } type User @interfaceObject @key(fields: "id") { id: ID! score: Int }"#,
            json!({ "Query": { "lost": { "id": "x", "score": 0 }, "found": [null, { "id": "m", "score": 9 }] }, "User": [{ "id": "m", "score": 9 }] }),
        );
    world.answers([
        ("{ lost { id score } }", json!({ "lost": { "id": "x", "score": 0 } })),
        (
            "{ found { score ... on Member { club } } }",
            json!({ "found": [null, { "score": 9, "club": "Chess" }] }),
        ),
    ]);
}
