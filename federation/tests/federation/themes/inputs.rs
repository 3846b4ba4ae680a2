//! What clients send: arguments, input types, enums.

use serde_json::json;

use crate::support::World;

fn world() -> World {
    World::new()
        .with(
            "a",
            "type Query { a(by: Filter, color: Color): String } input Filter { first: Int last: Int } enum Color
                { RED GREEN }",
            json!({ "Query": { "a": "{by} {color}" } }),
        )
        .with(
            "b",
            "type Query { b(by: Filter!, color: Color): String } input Filter { first: Int! other: String } enum
                Color { RED BLUE }",
            json!({ "Query": { "b": "{by} {color}" } }),
        )
}

#[test]
fn an_input_type_has_the_fields_that_all_know_as_strict_as_the_strictest() {
    assert_eq!(
        world().data("{ a(by: { first: 1 }, color: RED) b(by: { first: 2 }) }"),
        json!({ "a": "{\"first\":1} RED", "b": "{\"first\":2} null" })
    );
    let supergraph = world().compose().unwrap();
    let limits = &world().limits;
    assert!(supergraph.prepare("{ a(by: { first: 1, last: 2 }) }", None, limits).is_err());
    assert!(supergraph.prepare("{ a(by: {}) }", None, limits).is_err());
}

#[test]
fn a_sent_enum_has_the_values_that_all_know() {
    let world = world();
    let supergraph = world.compose().unwrap();
    assert!(supergraph.prepare("{ a(color: GREEN) }", None, &world.limits).is_err());
}

#[test]
fn variables_reach_the_services_that_use_them() {
    let query = "query($f: Filter!, $c: Color = RED) { b(by: $f, color: $c) }";
    assert_eq!(
        world().ask_with(query, json!({ "f": { "first": 3 } })),
        json!({ "data": { "b": "{\"first\":3} RED" } })
    );
}

#[test]
fn a_default_that_only_some_have_is_left_to_them() {
    let sdl = |default| format!("type Query {{ n(x: Int{default}, y: Int = 1): String @shareable }}");
    let world = World::new().with("a", &sdl(" = 5"), json!({ "Query": { "n": "{x} {y}" } })).with(
        "b",
        &sdl(""),
        json!({ "Query": { "n": "{x} {y}" } }),
    );
    let arguments = r#"{ __type(name: "Query") { fields { args { name defaultValue } } } }"#;
    assert_eq!(
        world.data(arguments)["__type"]["fields"][0]["args"],
        json!([{ "name": "x", "defaultValue": null }, { "name": "y", "defaultValue": "1" }])
    );
    assert_eq!(world.data("{ n(x: 2) }"), json!({ "n": "2 1" }));
}

#[test]
fn a_value_that_is_hidden_may_be_missing_in_others() {
    let world = World::new()
        .with(
            "a",
            "type Query { a(c: C): C } enum C { RED NEW @inaccessible }",
            json!({ "Query": { "a": "RED" } }),
        )
        .with("b", "type Query { b(c: C): C } enum C { RED }", json!({ "Query": { "b": "{c}" } }));
    assert_eq!(world.data("{ a b(c: RED) }"), json!({ "a": "RED", "b": "RED" }));
    let supergraph = world.compose().unwrap();
    assert!(supergraph.prepare("{ a(c: NEW) }", None, &world.limits).is_err());
}
