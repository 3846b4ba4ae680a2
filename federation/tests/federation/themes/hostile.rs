//! Services that lie, stall, or answer more than they were asked.

use std::time::Duration;

use federation::{Answer, Call, Failure, Limits, Transports, execute};
use futures_util::future::BoxFuture;
use serde_json::{Value, json};

use crate::support::{World, block_on};

fn world() -> World {
    World::new()
        .with(
            "hub",
            r#"type Query { them: [Structure!] } type Structure @key(fields: "id") { id: ID! name: String }"#,
            json!({}),
        )
        .with("partner", r#"type Structure @key(fields: "id") { id: ID! rating: Int }"#, json!({}))
}

/// The hub answers as it should; the partner with this body, or never.
struct Partner(Option<&'static str>);

impl Transports for Partner {
    fn call<'a>(&'a self, call: Call<'a>) -> BoxFuture<'a, Result<Answer, Failure>> {
        let hub = r#"{"data":{"them":[{"__typename":"Structure","id":"1","name":"A"},
            {"__typename":"Structure","id":"2","name":"B"}]}}"#;
        match (call.service, self.0) {
            ("hub", _) => Box::pin(async move { Answer::from_body(hub.into()) }),
            (_, Some(body)) => Box::pin(async move { Answer::from_body(body.into()) }),
            (_, None) => Box::pin(std::future::pending()),
        }
    }
}

fn ask(partner: Option<&'static str>) -> Value {
    let limits = Limits {
        call: Duration::from_millis(if partner.is_none() { 1 } else { 10_000 }),
        ..Limits::default()
    };
    let plan = world().compose().unwrap().prepare("{ them { id name rating } }", None, &limits).unwrap();
    let response = block_on(execute(&plan, &Default::default(), &Partner(partner))).unwrap();
    serde_json::from_slice(&response.body).unwrap()
}

fn without_rating() -> Value {
    json!({ "them": [{ "id": "1", "name": "A", "rating": null }, { "id": "2", "name": "B", "rating": null }] })
}

#[test]
fn what_was_not_asked_is_not_taken() {
    let answer = ask(Some(
        r#"{"data":{"_entities":[{"__typename":"Query","id":"9","name":"stolen","rating":1},{"rating":2}]}}"#,
    ));
    assert_eq!(
        answer,
        json!({ "data": { "them": [{ "id": "1", "name": "A", "rating": 1 }, { "id": "2", "name": "B", "rating":
            2 }] } })
    );
}

#[test]
fn fewer_objects_than_were_asked_about_are_none() {
    let answer = ask(Some(r#"{"data":{"_entities":[{"rating":1}]}}"#));
    assert_eq!(answer["data"], without_rating());
    assert_eq!(answer["errors"][1]["path"], json!(["them", 1, "rating"]));
    assert_eq!(
        answer["errors"][1]["extensions"],
        json!({ "code": "SUBGRAPH_INVALID_RESPONSE", "service": "partner" })
    );
}

#[test]
fn objects_that_are_no_objects_are_null() {
    assert_eq!(ask(Some(r#"{"data":{"_entities":[3,"x"]}}"#))["data"], without_rating());
}

#[test]
fn values_of_wrong_types_are_null_with_an_error() {
    let answer = ask(Some(r#"{"data":{"_entities":[{"rating":"many"},{"rating":{"a":1}}]}}"#));
    assert_eq!(answer["data"], without_rating());
    assert_eq!(answer["errors"][0]["path"], json!(["them", 0, "rating"]));
    assert_eq!(answer["errors"][0]["extensions"]["code"], "SUBGRAPH_INVALID_VALUE");
}

#[test]
fn garbage_costs_the_partners_fields_only() {
    for body in ["<html>", "{}", r#"{"data":3}"#, r#"{"data":null}"#, r#"{"data":{"_entities":null}}"#] {
        let answer = ask(Some(body));
        assert_eq!(answer["data"], without_rating(), "{body}");
        assert_eq!(answer["errors"][0]["extensions"]["service"], "partner", "{body}");
    }
}

#[test]
fn a_partner_that_never_answers_is_waited_for_only_so_long() {
    let answer = ask(None);
    assert_eq!(answer["data"], without_rating());
    assert_eq!(
        answer["errors"][0]["extensions"],
        json!({ "code": "SUBGRAPH_TIMEOUT", "service": "partner" })
    );
}
