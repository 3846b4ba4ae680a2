//! `__typename` at every place.

use serde_json::json;

use crate::support::World;

fn world() -> World {
    World::new()
        .with(
            "a",
            r#"type Query { me: Viewer things: [Thing] any: [[Any]] } type Mutation { touch: Thing }
               interface Thing { id: ID! } type Box implements Thing @key(fields: "id") { id: ID! }
               type Bag implements Thing @key(fields: "id") { id: ID! } union Any = Box | Bag | Viewer
               type Viewer { id: ID! thing: Thing }"#,
            json!({
                "Query": {
                    "me": { "id": "v", "thing": "@Box/1" },
                    "things": ["@Box/1", null, "@Bag/2"],
                    "any": [["@Box/1"], [], null, [{ "__typename": "Viewer", "id": "v" }, null]],
                },
                "Mutation": { "touch": "@Bag/2" },
                "Box": [{ "id": "1" }], "Bag": [{ "id": "2" }],
            }),
        )
        .with(
            "b",
            r#"type Query { other: Int } type Box @key(fields: "id") { id: ID! inner: Inner } type Inner { n: Int }"#,
            json!({ "Query": { "other": 1 }, "Box": [{ "id": "1", "inner": { "n": 1 } }] }),
        )
}

#[test]
fn it_alone_is_asked_of_roots() {
    let world = world();
    assert_eq!(world.data("{ __typename }"), json!({ "__typename": "Query" }));
    assert_eq!(
        world.data("query A { a: __typename ...F } fragment F on Query { __typename ... { b: __typename } }"),
        json!({ "a": "Query", "__typename": "Query", "b": "Query" })
    );
    assert_eq!(world.data("mutation { __typename }"), json!({ "__typename": "Mutation" }));
    assert!(world.asked().is_empty());
}

#[test]
fn it_is_told_of_objects_interfaces_and_unions() {
    world().answers([
        (
            "{ __typename me { __typename thing { __typename } } other }",
            json!({ "__typename": "Query", "other": 1, "me": { "__typename": "Viewer", "thing": { "__typename": "Box" } } }),
        ),
        ("{ things { __typename } }", json!({ "things": [{ "__typename": "Box" }, null, { "__typename": "Bag" }] })),
        (
            "{ any { kind: __typename ... on Viewer { id } } }",
            json!({ "any": [[{ "kind": "Box" }], [], null, [{ "kind": "Viewer", "id": "v" }, null]] }),
        ),
        ("mutation { touch { __typename id } }", json!({ "touch": { "__typename": "Bag", "id": "2" } })),
    ]);
}

#[test]
fn it_is_told_under_several_names_at_once() {
    world().answers([(
        "{ things { a: __typename b: __typename __typename ... on Thing { c: __typename } ...B } }
             fragment B on Box { d: __typename inner { __typename e: __typename n } }",
        json!({ "things": [
                { "a": "Box", "b": "Box", "__typename": "Box", "c": "Box", "d": "Box",
                    "inner": { "__typename": "Inner", "e": "Inner", "n": 1 } },
                null,
                { "a": "Bag", "b": "Bag", "__typename": "Bag", "c": "Bag" },
            ] }),
    )]);
}

#[test]
fn it_alone_is_asked_of_what_another_service_has() {
    world().answers([(
        "{ things { ... on Box { inner { __typename } } } }",
        json!({ "things": [{ "inner": { "__typename": "Inner" } }, null, {} ] }),
    )]);
}

#[test]
fn it_depends_on_conditions_as_fields_do() {
    let answer = world().ask_with(
        "query($on: Boolean!) { __typename @include(if: $on) me { __typename @skip(if: $on) id a: __typename } }",
        json!({ "on": true }),
    );
    assert_eq!(answer, json!({ "data": { "__typename": "Query", "me": { "id": "v", "a": "Viewer" } } }));
}

#[test]
fn renamed_roots_are_told_by_their_usual_names() {
    let world = World::new()
        .with_raw(
            "a",
            "schema { query: RootQuery mutation: RootMutation } type RootQuery { a: Int self: RootQuery }
             type RootMutation { set: RootQuery }",
            json!({ "RootQuery": { "a": 1, "self": { "a": 2 } }, "RootMutation": { "set": { "a": 3 } } }),
        )
        .with(
            "b",
            "type Query { b: Int } type Mutation { put: Query }",
            json!({ "Query": { "b": 4 }, "Mutation": { "put": {} } }),
        );
    world.answers([
        ("{ __typename a b self { __typename a } }", json!({ "__typename": "Query", "a": 1, "b": 4, "self": { "__typename": "Query", "a": 2 } })),
        ("mutation { __typename set { __typename a } put { b } }", json!({ "__typename": "Mutation", "set": { "__typename": "Query", "a": 3 }, "put": { "b": null } })),
    ]);
}
