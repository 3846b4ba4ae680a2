//! Errors at exact places: in lists of lists, through interfaces, of objects that come twice, along needs.

use federation::Failure;
use serde_json::{Value, json};

use crate::support::World;

fn world() -> World {
    World::new()
        .with(
            "a",
            r#"type Query { grid: [[Thing]] one: Thing! pair: Pair } interface Thing { id: ID! } type Pair { left: Box right: Box }
               type Box implements Thing @key(fields: "id") { id: ID! size: Int } type Bag implements Thing @key(fields: "id") { id: ID! }"#,
            json!({
                "Query": { "grid": [["@Box/1", null, "@Bag/2"], null, ["@Box/3"]], "one": "@Box/1", "pair": { "left": "@Box/1", "right": "@Box/1" } },
                "Box": [{ "id": "1", "size": { "$error": "no size" } }, { "id": "3", "size": 3 }], "Bag": [{ "id": "2" }],
            }),
        )
        .with(
            "b",
            r#"type Box @key(fields: "id") { id: ID! label: String inner: Inner must: Int! tags: [String] }
               type Bag @key(fields: "id") { id: ID! label: String } type Inner { n: Int }"#,
            json!({
                "Box": [
                    { "id": "1", "label": { "$error": "no label" }, "inner": { "n": { "$error": "no n" } }, "must": { "$error": "no must" }, "tags": ["x", { "$error": "no tag" }] },
                    { "id": "3", "label": "l3", "inner": null, "must": 3, "tags": [] },
                ],
                "Bag": [{ "id": "2", "label": { "$error": "no bag" } }],
            }),
        )
        .with(
            "c",
            r#"type Box @key(fields: "id") { id: ID! size: Int @external label: String @external big: String @requires(fields: "size") shown: String @requires(fields: "label") }"#,
            json!({ "Box": [{ "id": "1", "big": "b{size}", "shown": "s{label}" }, { "id": "3", "big": "b{size}", "shown": "s{label}" }] }),
        )
}

/// The data, and of each error its service and its path.
fn told(world: &World, query: &str) -> (Value, Vec<String>) {
    let answer = world.ask(query);
    let errors = answer.get("errors").and_then(Value::as_array).cloned().unwrap_or_default();
    let mut places: Vec<String> = errors
        .iter()
        .map(|e| format!("{} {}", e["extensions"]["service"].as_str().unwrap_or("?"), e["path"]))
        .collect();
    places.sort();
    (answer["data"].clone(), places)
}

#[test]
fn in_lists_of_lists_of_an_interface() {
    let (data, places) = told(&world(), "{ g: grid { id ... on Box { l: label } ... on Bag { label } } }");
    assert_eq!(
        data,
        json!({ "g": [[{ "id": "1", "l": null }, null, { "id": "2", "label": null }], null, [{ "id": "3", "l": "l3" }]] })
    );
    assert_eq!(places, [r#"b ["g",0,0,"l"]"#, r#"b ["g",0,2,"label"]"#]);
}

#[test]
fn below_objects_and_of_lists() {
    let (data, places) = told(&world(), "{ one { ... on Box { in: inner { x: n } t: tags } } }");
    assert_eq!(data, json!({ "one": { "in": { "x": null }, "t": null } }));
    assert_eq!(places, [r#"b ["one","in","x"]"#, r#"b ["one","t"]"#]);
}

#[test]
fn of_an_object_that_comes_twice_at_both_places() {
    let (data, places) = told(&world(), "{ pair { left { label } r: right { label } } }");
    assert_eq!(data, json!({ "pair": { "left": { "label": null }, "r": { "label": null } } }));
    assert_eq!(places, [r#"b ["pair","left","label"]"#, r#"b ["pair","r","label"]"#]);
}

#[test]
fn a_null_that_may_not_be_goes_up_with_its_error() {
    let (data, places) =
        told(&world(), "{ pair { left { must } right { id } } grid { ... on Box { must } } }");
    assert_eq!(
        data,
        json!({ "pair": { "left": null, "right": { "id": "1" } }, "grid": [[null, null, {}], null, [{ "must": 3 }]] })
    );
    assert_eq!(places, [r#"b ["grid",0,0,"must"]"#, r#"b ["pair","left","must"]"#]);
}

#[test]
fn what_needs_a_field_that_failed_is_null_without_a_second_error() {
    let (data, places) = told(&world(), "{ grid { ... on Box { big } } }");
    assert_eq!(data["grid"][2], json!([{ "big": "b3" }]));
    assert_eq!(places.len(), 1, "{places:?}");
    assert!(places[0].starts_with("a "), "{places:?}");
}

#[test]
fn of_several_services_at_once() {
    let world = world().broken("b", Failure::Garbled);
    let (data, places) = told(&world, "{ one { ... on Box { size label tags } } }");
    assert_eq!(data, json!({ "one": { "size": null, "label": null, "tags": null } }));
    assert_eq!(places, [r#"a ["one","size"]"#, r#"b ["one","label"]"#, r#"b ["one","tags"]"#]);
}

#[test]
fn nothing_is_told_where_nothing_failed() {
    for query in [
        "{ grid { ... on Box { id } } }",
        "{ pair { left { id } } one { __typename } }",
        "{ grid { ... on Bag { id } } }",
    ] {
        assert!(world().ask(query).get("errors").is_none(), "{query}");
    }
}
