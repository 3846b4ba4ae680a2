//! Subscriptions: one service gives the events, the others say more of each.

use federation::{Answer, Failure, PrepareError, execute, execute_event};
use serde_json::{Value, json};

use crate::support::{World, block_on};

fn world() -> World {
    World::new()
        .with(
            "hub",
            r#"type Query { post: Post } type Subscription { posted(in: ID!): Post }
               type Post @key(fields: "id") { id: ID! title: String by: Author }
               type Author @key(fields: "id") { id: ID! }"#,
            json!({}),
        )
        .with(
            "people",
            r#"type Author @key(fields: "id") { id: ID! name: String mark: String! }"#,
            json!({ "Author": [{ "id": "7", "name": "Ada", "mark": { "$error": "no mark" } }] }),
        )
        .with(
            "labels",
            r#"type Post @key(fields: "id") { id: ID! title: String @external
                label(n: Int): String @requires(fields: "title") }"#,
            json!({ "Post": [{ "id": "1", "label": "{title}!{n}" }] }),
        )
}

const POSTED: &str = "subscription($in: ID!, $n: Int = 2) {
    it: posted(in: $in) { title label(n: $n) author: by { name } } }";

fn event(world: &World, query: &str, variables: Value, event: Value) -> Value {
    let plan = world.compose().unwrap().prepare(query, None, &world.limits).unwrap();
    let variables = serde_json::from_value(variables).unwrap();
    let event = Answer::from_body(event.to_string().into()).unwrap();
    let answer = block_on(execute_event(&plan, &variables, event, world)).unwrap();
    serde_json::from_slice(&answer.body).unwrap()
}

fn posted(world: &World, what: Value) -> Value {
    event(world, POSTED, json!({ "in": "x" }), what)
}

fn post() -> Value {
    json!({ "it": { "__typename": "Post", "id": "1", "title": "Hello", "author": { "__typename": "Author", "id": "7" } } })
}

#[test]
fn the_plan_says_whom_to_listen_to() {
    let plan = world().compose().unwrap().prepare(POSTED, None, &federation::Limits::default()).unwrap();
    let variables = serde_json::from_value(json!({ "in": "x", "other": 1 })).unwrap();
    let source = plan.source(&variables).unwrap().unwrap();
    assert_eq!(source.service, "hub");
    assert!(source.query.starts_with("subscription"), "{}", source.query);
    assert!(!source.query.contains("label") && source.query.contains("title"), "{}", source.query);
    assert_eq!(serde_json::to_value(&source.variables).unwrap(), json!({ "in": "x" }));
    assert!(plan.is_subscription());
}

#[test]
fn variables_that_do_not_fit_are_refused_before_anyone_listens() {
    let plan = world().compose().unwrap().prepare(POSTED, None, &federation::Limits::default()).unwrap();
    assert!(plan.source(&serde_json::from_value(json!({})).unwrap()).is_err());
}

#[test]
fn an_event_is_told_with_what_other_services_say_of_it() {
    assert_eq!(
        posted(&world(), json!({ "data": post() })),
        json!({ "data": { "it": { "title": "Hello", "label": "Hello!2", "author": { "name": "Ada" } } } })
    );
}

#[test]
fn an_event_that_needs_nobody_else_asks_nobody() {
    let world = world();
    let answer = event(
        &world,
        "subscription { posted(in: 1) { title } }",
        json!({}),
        json!({ "data": { "posted": { "title": "Hello", "more": 1 } } }),
    );
    assert_eq!(answer, json!({ "data": { "posted": { "title": "Hello" } } }));
    assert!(world.asked().is_empty());
}

#[test]
fn a_service_that_is_down_costs_its_fields_of_an_event() {
    let answer = posted(&world().broken("labels", Failure::Unavailable), json!({ "data": post() }));
    assert_eq!(
        answer["data"],
        json!({ "it": { "title": "Hello", "label": null, "author": { "name": "Ada" } } })
    );
    assert_eq!(answer["errors"].as_array().unwrap().len(), 1);
    assert_eq!(answer["errors"][0]["path"], json!(["it", "label"]));
    assert_eq!(
        answer["errors"][0]["extensions"],
        json!({ "code": "SUBGRAPH_UNAVAILABLE", "service": "labels" })
    );
}

#[test]
fn an_event_about_nothing_asks_nobody() {
    let world = world();
    assert_eq!(posted(&world, json!({ "data": { "it": null } })), json!({ "data": { "it": null } }));
    assert!(world.asked().is_empty());
}

#[test]
fn an_objects_part_that_is_null_leaves_the_rest_of_the_event() {
    let mut what = post();
    what["it"]["author"] = Value::Null;
    assert_eq!(
        posted(&world(), json!({ "data": what })),
        json!({ "data": { "it": { "title": "Hello", "label": "Hello!2", "author": null } } })
    );
}

#[test]
fn errors_of_the_source_come_at_the_clients_path() {
    let errors = json!([{ "message": "hidden", "path": ["it", "title"] }]);
    let mut what = post();
    what["it"]["title"] = Value::Null;
    let answer = posted(&world(), json!({ "data": what, "errors": errors }));
    assert_eq!(answer["errors"][0]["path"], json!(["it", "title"]));
    assert_eq!(answer["errors"][0]["extensions"]["service"], "hub");
}

#[test]
fn errors_about_an_event_come_at_the_clients_path() {
    let query = "subscription { it: posted(in: 1) { author: by { name m: mark } } }";
    let answer = event(&world(), query, json!({}), json!({ "data": post() }));
    assert_eq!(answer["data"], json!({ "it": { "author": null } }));
    assert_eq!(answer["errors"][0]["path"], json!(["it", "author", "m"]));
    assert_eq!(answer["errors"][0]["extensions"]["service"], "people");
}

#[test]
fn fragments_of_a_subscription_are_put_in_their_places() {
    let query = "subscription { ...S } fragment S on Subscription { posted(in: 1) { ...P } }
        fragment P on Post { __typename by { ...A } } fragment A on Author { n: name }";
    let what = json!({ "data": { "posted": { "__typename": "Post", "by": { "__typename": "Author", "id": "7" } } } });
    assert_eq!(
        event(&world(), query, json!({}), what),
        json!({ "data": { "posted": { "__typename": "Post", "by": { "n": "Ada" } } } })
    );
}

#[test]
fn a_subscription_takes_one_field() {
    let supergraph = world().compose().unwrap();
    let refused = supergraph.prepare(
        "subscription { a: posted(in: 1) { id } b: posted(in: 2) { id } }",
        None,
        &federation::Limits::default(),
    );
    assert!(matches!(refused, Err(PrepareError::Invalid(_))), "{refused:?}");
}

#[test]
fn a_subscription_is_not_executed_as_one_answer() {
    let world = world();
    let prepare = |query| world.compose().unwrap().prepare(query, None, &world.limits).unwrap();
    let none = serde_json::from_value(json!({ "in": "x" })).unwrap();
    assert!(block_on(execute(&prepare(POSTED), &none, &world)).is_err());
    let query = prepare("{ post { id } }");
    assert!(block_on(execute_event(&query, &none, Answer::default(), &world)).is_err());
    assert!(query.source(&none).unwrap().is_none());
}

#[test]
fn an_event_with_needs_under_one_another_is_answered_in_stages() {
    let world = World::new()
        .with(
            "hub",
            r#"type Query { x: Int } type Subscription { moved: Node } type Node @key(fields: "id") { id: ID! name: String }"#,
            json!({ "Node": [{ "id": "2", "name": "two" }] }),
        )
        .with(
            "labels",
            r#"type Node @key(fields: "id") { id: ID! name: String @external near: [Node!]
               label: Label @requires(fields: "name") } type Label { text: String node: Node }"#,
            json!({ "Node": [
                { "id": "1", "near": ["@Node/2"], "label": { "text": "L {name}", "node": "@Node/2" } },
                { "id": "2", "near": [], "label": { "text": "L2" } },
            ] }),
        );
    let query = "subscription { moved { label { node { name label { text } } } near { label { text } } } }";
    let plan = world.compose().unwrap().prepare(query, None, &world.limits).unwrap();
    let source = plan.source(&Default::default()).unwrap().unwrap().query.to_owned();
    let mut moved = json!({ "__typename": "Node", "id": "1", "name": "one" });
    for key in source.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|k| k.starts_with("_need")) {
        moved[key] = json!(if key.ends_with("id") { "1" } else { "one" });
    }
    assert_eq!(
        event(&world, query, json!({}), json!({ "data": { "moved": moved } })),
        json!({ "data": { "moved": {
            "label": { "node": { "name": "two", "label": { "text": "L2" } } },
            "near": [{ "label": { "text": "L2" } }],
        } } })
    );
}
