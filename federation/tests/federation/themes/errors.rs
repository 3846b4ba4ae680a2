//! What happens when services fail, and what it costs.

use federation::{Failure, Limits, Policy, Rights};
use serde_json::{Value, json};

use crate::support::World;

fn world() -> World {
    World::new()
        .with(
            "users",
            r#"type Query { me: User users: [User!]! } type User @key(fields: "id") { id: ID! name: String }"#,
            json!({ "Query": { "me": { "id": "1", "name": "Ada" }, "users": [{ "id": "1" }, { "id": "2" }] } }),
        )
        .with(
            "scores",
            r#"type User @key(fields: "id") { id: ID! score: Int best: Best! } type Best { n: Int }"#,
            json!({ "User": [{ "id": "1", "score": { "$error": "no score" }, "best": { "n": 1 } }, { "id": "2",
                "score": 2, "best": null }] }),
        )
        .with(
            "ranks",
            r#"type User @key(fields: "id") { id: ID! score: Int @external rank: String @requires(fields: "score") }"#,
            json!({ "User": [{ "id": "1", "rank": "r{score}" }, { "id": "2", "rank": "r{score}" }] }),
        )
}

#[test]
fn an_error_of_a_service_comes_at_the_path_of_the_clients_document() {
    let answer = world().ask("{ us: users { s: score } }");
    assert_eq!(answer["data"], json!({ "us": [{ "s": null }, { "s": 2 }] }));
    assert_eq!(
        answer["errors"],
        json!([{ "message": "resolver error: no score", "path": ["us", 0, "s"], "extensions": { "code":
            "SUBGRAPH_ERROR", "service": "scores" } }])
    );
}

#[test]
fn a_service_that_is_down_costs_its_own_fields() {
    let answer = world().broken("scores", Failure::Unavailable).ask("{ users { id score } me { name } }");
    assert_eq!(
        answer["data"],
        json!({ "users": [{ "id": "1", "score": null }, { "id": "2", "score": null }], "me": { "name": "Ada" } })
    );
    assert_eq!(
        answer["errors"][0],
        json!({
            "message": "The service scores cannot be reached.",
            "path": ["users", 0, "score"],
            "extensions": { "code": "SUBGRAPH_UNAVAILABLE", "service": "scores" },
        })
    );
}

#[test]
fn a_path_has_the_clients_aliases_in_every_service() {
    let answer = world()
        .broken("scores", Failure::Unavailable)
        .ask("{ us: users { ...F } } fragment F on User { s: score b: best { n } }");
    let paths: Vec<&Value> = answer["errors"].as_array().unwrap().iter().map(|e| &e["path"]).collect();
    assert_eq!(
        paths,
        [&json!(["us", 0, "s"]), &json!(["us", 0, "b"]), &json!(["us", 1, "s"]), &json!(["us", 1, "b"])]
    );
}

#[test]
fn a_root_that_is_down_is_told_for_each_of_its_fields() {
    let answer = world().broken("users", Failure::TimedOut).ask("{ a: me { name } users { id } }");
    assert_eq!(answer["data"], Value::Null);
    assert_eq!(answer["errors"][0]["path"], json!(["a"]));
    assert_eq!(answer["errors"][0]["extensions"]["code"], "SUBGRAPH_TIMEOUT");
    assert_eq!(answer["errors"][1]["path"], json!(["users"]));
}

#[test]
fn what_requires_a_field_that_failed_is_not_asked() {
    let world = world().broken("scores", Failure::Unavailable);
    let answer = world.ask("{ me { rank } }");
    assert_eq!(answer["data"], json!({ "me": { "rank": null } }));
    assert_eq!(answer["errors"][0]["path"], json!(["me"]));
    assert_eq!(world.asked(), ["users", "scores"]);
}

#[test]
fn a_null_goes_up_to_where_it_may_be() {
    let answer = world().ask("{ me { best { n } } users { best { n } } }");
    assert_eq!(answer["data"], Value::Null);
    let answer = world().broken("scores", Failure::Garbled).ask("{ me { best { n } } }");
    assert_eq!(answer["data"], json!({ "me": null }));
}

#[test]
fn a_value_of_a_wrong_type_is_null_with_an_error() {
    let world = World::new().with(
        "a",
        "scalar Int2 type Query { n: Int2 }",
        json!({ "Query": { "n": { "any": ["thing"] } } }),
    );
    assert_eq!(world.data("{ n }"), json!({ "n": { "any": ["thing"] } }));
}

#[test]
fn partners_that_are_down_do_not_null_the_whole_answer() {
    let mut world = world();
    world.policy =
        Policy { trusted: ["users".to_owned()].into(), nullable_partners: true, ..Policy::default() };
    let rights = Rights { extend: ["User".to_owned()].into(), require: ["User.score".to_owned()].into() };
    world.policy.partners.insert("scores".to_owned(), rights.clone());
    world.policy.partners.insert("ranks".to_owned(), rights);
    let answer = world.broken("scores", Failure::Unavailable).ask("{ me { name best { n } } }");
    assert_eq!(answer["data"], json!({ "me": { "name": "Ada", "best": null } }));
}

#[test]
fn an_operation_asks_services_only_as_often_as_it_may() {
    let mut world = world();
    world.limits = Limits { calls: 1, ..Limits::default() };
    let answer = world.ask("{ me { name score } }");
    assert_eq!(answer["data"], json!({ "me": { "name": "Ada", "score": null } }));
    assert_eq!(answer["errors"][0]["extensions"]["code"], "TOO_MANY_SUBGRAPH_CALLS");
}

#[test]
fn fragments_that_double_each_time_are_refused_before_they_are_expanded() {
    let mut document = "query { me { ...f0 } }".to_owned();
    for level in 0..40 {
        let next = level + 1;
        document += &format!(" fragment f{level} on User {{ ...f{next} ...f{next} }}");
    }
    document += " fragment f40 on User { id }";
    let world = world();
    let refused = world.compose().unwrap().prepare(&document, None, &world.limits).unwrap_err();
    assert_eq!(refused.errors()[0].extensions["code"], "OPERATION_TOO_LARGE");
}

#[test]
fn aliases_are_counted() {
    let fields: String = (0..600).map(|n| format!(" a{n}: name")).collect();
    let world = world();
    let refused = world.compose().unwrap().prepare(&format!("{{ me {{ {fields} }} }}"), None, &world.limits);
    assert!(refused.unwrap_err().to_string().contains("aliases"));
}
