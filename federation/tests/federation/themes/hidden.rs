//! `@inaccessible` on everything that may have it: used between services, unknown to clients.

use serde_json::json;

use crate::support::World;

/// Ages are hidden, and so is how agents are found; what is made of them is not.
fn agency() -> World {
    World::new()
        .with(
            "agency",
            r#"type Query { agents: [Agent!]! handler: Person secret: Secret @inaccessible list(all: Boolean = true @inaccessible, kind: Kind): [Person] }
               interface Person { name: String code: ID @inaccessible } enum Kind { OLD NEW DOUBLE @inaccessible }
               type Agent implements Person @key(fields: "code") { code: ID! @inaccessible name: String born: Int @inaccessible kind: Kind kinds: [Kind] }
               type Spy implements Person @key(fields: "code") @inaccessible { code: ID! name: String }
               type Secret @inaccessible { text: String }"#,
            json!({ "Query": {
                "agents": [{ "code": "007", "name": "James", "born": 1920, "kind": "OLD", "kinds": ["OLD", "DOUBLE", null] }, { "code": "008", "name": null, "born": null, "kind": "DOUBLE", "kinds": null }],
                "handler": { "__typename": "Spy", "code": "x", "name": "M" },
                "list": [{ "__typename": "Agent", "code": "007", "name": "James" }, { "__typename": "Spy", "code": "x", "name": "M" }],
            } }),
        )
        .with(
            "files",
            r#"type Agent @key(fields: "code") { code: ID! @inaccessible born: Int @external age: String @requires(fields: "born") rank(by: Scale = NATO, more: More): String }
               enum Scale { NATO SECRET @inaccessible } input More { a: Int b: Int = 2 @inaccessible }"#,
            json!({ "Agent": [{ "code": "007", "age": "since {born}", "rank": "00 {by} {more}" }, { "code": "008", "age": "since {born}", "rank": "{by}" }] }),
        )
}

#[test]
fn what_is_hidden_is_used_between_services() {
    agency().answers([
        ("{ agents { name age } }", json!({ "agents": [{ "name": "James", "age": "since 1920" }, { "name": null, "age": "since null" }] })),
        ("{ agents { rank } list { __typename name } }", json!({
            "agents": [{ "rank": r#"00 NATO null"# }, { "rank": "NATO" }],
            "list": [{ "__typename": "Agent", "name": "James" }, null],
        })),
        ("{ agents { rank(more: { a: 1 }) } }", json!({ "agents": [{ "rank": r#"00 NATO {"a":1,"b":2}"# }, { "rank": "NATO" }] })),
    ]);
}

#[test]
fn clients_cannot_name_what_is_hidden() {
    let world = agency();
    let supergraph = world.compose().unwrap();
    for query in [
        "{ agents { code } }",
        "{ agents { born } }",
        "{ secret { text } }",
        "{ handler { code } }",
        "{ list(all: true) { name } }",
        "{ handler { ... on Spy { name } } }",
        "{ list(kind: DOUBLE) { name } }",
        "{ agents { rank(by: SECRET) } }",
        "{ agents { rank(more: { b: 1 }) } }",
        "query($s: Secret) { __typename }",
        "fragment F on Secret { text } { ...F }",
    ] {
        let refused = supergraph.prepare(query, None, &world.limits);
        assert!(refused.is_err_and(|e| !e.errors().is_empty()), "{query}");
    }
}

#[test]
fn variables_cannot_carry_what_is_hidden() {
    let world = agency();
    let supergraph = world.compose().unwrap();
    let plan =
        supergraph.prepare("query($m: More) { agents { rank(more: $m) } }", None, &world.limits).unwrap();
    for variables in [json!({ "m": { "a": 1, "b": 3 } }), json!({ "m": { "c": 3 } })] {
        let variables = serde_json::from_value(variables).unwrap();
        assert!(crate::support::block_on(federation::execute(&plan, &variables, &world)).is_err());
    }
}

#[test]
fn hidden_values_and_types_that_come_anyway_are_null() {
    let answer = agency().ask("{ agents { kind kinds } handler { name } }");
    assert_eq!(
        answer["data"],
        json!({ "agents": [{ "kind": "OLD", "kinds": ["OLD", null, null] }, { "kind": null, "kinds": null }], "handler": null })
    );
    let paths: Vec<_> = answer["errors"].as_array().unwrap().iter().map(|e| e["path"].to_string()).collect();
    assert_eq!(paths, [r#"["agents",0,"kinds",1]"#, r#"["agents",1,"kind"]"#]);
}

#[test]
fn one_service_hides_it_for_all() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { x: X } type X @key(fields: "id") { id: ID! n: Int @shareable m: Int @shareable } "#,
            json!({ "Query": { "x": { "id": "1", "n": 1, "m": 2 } } }),
        )
        .with("b", r#"type X @key(fields: "id") { id: ID! n: Int @shareable @inaccessible m: Int @shareable }"#, json!({ "X": [{ "id": "1", "n": 1, "m": 2 }] }));
    world.answers([("{ x { m } }", json!({ "x": { "m": 2 } }))]);
    assert!(world.compose().unwrap().prepare("{ x { n } }", None, &world.limits).is_err());
}

#[test]
fn a_hidden_key_joins_objects() {
    let world = World::new()
        .with("a", r#"type Query { x: X } type X @key(fields: "in { code }") { in: In! @inaccessible a: Int } type In @inaccessible { code: ID! }"#, json!({ "Query": { "x": { "in": { "code": "c" }, "a": 1 } } }))
        .with("b", r#"type X @key(fields: "in { code }") { in: In! b: String } type In { code: ID! }"#, json!({ "X": [{ "b": "{in.code}" }] }));
    world.answers([
        ("{ x { a b } }", json!({ "x": { "a": 1, "b": "c" } })),
        (
            r#"{ __type(name: "X") { fields { name } } }"#,
            json!({ "__type": { "fields": [{ "name": "a" }, { "name": "b" }] } }),
        ),
    ]);
}
