//! What clients see: nothing inaccessible, right names of types, and the schema itself.

use serde_json::json;

use crate::support::World;

fn hidden() -> World {
    World::new()
        .with(
            "a",
            r#"type Query { users: [User!]! old: Int @inaccessible kind: Kind mode: Mode }
               type User @key(fields: "id") { id: ID! age: Int @inaccessible friends(kind: Kind = BEST): String }
               enum Kind { BEST OTHER SECRET @inaccessible } union Mode = Shown | Hid
               type Shown { x: Int } type Hid @inaccessible { y: Int }"#,
            json!({ "Query": { "users": [{ "id": "1", "age": 9 }], "kind": "SECRET", "mode": { "__typename":
                "Hid", "y": 1 } } }),
        )
        .with(
            "b",
            r#"type User @key(fields: "id") { id: ID! age: Int @external adult: String @requires(fields: "age") }"#,
            json!({ "User": [{ "id": "1", "adult": "{age}" }] }),
        )
}

#[test]
fn what_is_inaccessible_can_be_required_but_not_asked_for() {
    let world = hidden();
    assert_eq!(world.data("{ users { adult } }"), json!({ "users": [{ "adult": "9" }] }));
    let supergraph = world.compose().unwrap();
    assert!(supergraph.prepare("{ users { age } }", None, &world.limits).is_err());
    assert!(supergraph.prepare("{ old }", None, &world.limits).is_err());
}

#[test]
fn a_hidden_value_of_an_enum_is_null_with_an_error() {
    let answer = hidden().ask("{ kind }");
    assert_eq!(answer["data"], json!({ "kind": null }));
    assert_eq!(answer["errors"][0]["path"], json!(["kind"]));
}

#[test]
fn an_object_of_a_hidden_type_is_null() {
    assert_eq!(hidden().ask("{ mode { __typename } }")["data"], json!({ "mode": null }));
}

#[test]
fn introspection_is_answered_from_the_schema_without_asking_services() {
    let world = hidden();
    let data = world.data(
        r#"query I { __schema { queryType { name } directives { name } } k: __type(name: "Kind") { enumValues {
            name } } __typename }"#,
    );
    assert_eq!(data["k"], json!({ "enumValues": [{ "name": "BEST" }, { "name": "OTHER" }] }));
    assert_eq!(data["__schema"]["queryType"], json!({ "name": "Query" }));
    assert_eq!(data["__typename"], "Query");
    assert!(world.asked().is_empty());
}

#[test]
fn introspection_and_data_come_in_one_answer_in_the_order_asked() {
    let data = hidden().data(
        "{ a: __typename users { __typename id } ...S } fragment S on Query { __schema {
            mutationType { name } } }",
    );
    assert_eq!(
        data.to_string(),
        json!({ "a": "Query", "users": [{ "__typename": "User", "id": "1" }], "__schema": { "mutationType": null
            } }).to_string()
    );
}
