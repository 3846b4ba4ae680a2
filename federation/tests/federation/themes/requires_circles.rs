//! Needs that go round among services, and needs of fields that have needs.

use serde_json::json;

use crate::support::World;

/// Author and post need one another: no field needs itself.
fn posts() -> World {
    World::new()
        .with(
            "posts",
            r#"type Query { feed: [Post!]! } type Post @key(fields: "id") { id: ID! author: Author! title: String }
               type Author @key(fields: "id") { id: ID! }"#,
            json!({
                "Query": { "feed": ["@Post/1", "@Post/2"] },
                "Post": [{ "id": "1", "author": { "id": "a" }, "title": "One" }, { "id": "2", "author": { "id": "b" }, "title": "Two" }],
            }),
        )
        .with(
            "people",
            r#"type Author @key(fields: "id") { id: ID! years: Int name: String }"#,
            json!({ "Author": [{ "id": "a", "years": 2, "name": "Ada" }, { "id": "b", "years": 9, "name": "Bo" }] }),
        )
        .with(
            "marks",
            r#"type Post @key(fields: "id") { id: ID! author: Author! @external novice: String @requires(fields: "author { years }")
                 line: String @requires(fields: "author { name mark }") }
               type Author @key(fields: "id") { id: ID! years: Int @external name: String @external mark: String @external }"#,
            json!({ "Post": [{ "id": "1", "novice": "n{author.years}", "line": "{author.name}:{author.mark}" },
                { "id": "2", "novice": "n{author.years}", "line": "{author.name}:{author.mark}" }] }),
        )
        .with(
            "titles",
            r#"type Author @key(fields: "id") { id: ID! name: String @external mark: String @requires(fields: "name") }
               type Post @key(fields: "id") { id: ID! novice: String @external title: String @external
                 line: String @external shown: String @requires(fields: "title novice line") }"#,
            json!({
                "Author": [{ "id": "a", "mark": "m-{name}" }, { "id": "b", "mark": "m-{name}" }],
                "Post": [{ "id": "1", "shown": "{title} {novice} {line}" }, { "id": "2", "shown": "{title} {novice} {line}" }],
            }),
        )
}

#[test]
fn needs_through_children_and_back() {
    posts().answers([
        ("{ feed { novice } }", json!({ "feed": [{ "novice": "n2" }, { "novice": "n9" }] })),
        ("{ feed { line } }", json!({ "feed": [{ "line": "Ada:m-Ada" }, { "line": "Bo:m-Bo" }] })),
        (
            "{ feed { shown author { mark } } }",
            json!({ "feed": [
                { "shown": "One n2 Ada:m-Ada", "author": { "mark": "m-Ada" } }, { "shown": "Two n9 Bo:m-Bo", "author": { "mark": "m-Bo" } },
            ] }),
        ),
    ]);
}

#[test]
fn a_need_goes_back_to_the_service_that_it_came_from() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { it: It all: [It] } type It @key(fields: "id") { id: ID! price: Int
                 sale: String @requires(fields: "weight") weight: String @external
                 label: String @requires(fields: "ship sale2") ship: String @external sale2: String @external }"#,
            json!({
                "Query": { "it": { "id": "1", "price": 5 }, "all": [{ "id": "1", "price": 5 }, null] },
                "It": [{ "id": "1", "price": 5, "sale": "s{weight}", "label": "{ship}+{sale2}" }],
            }),
        )
        .with(
            "b",
            r#"type It @key(fields: "id") { id: ID! price: Int @external sale: String @external
                 weight: String @requires(fields: "price") ship: String @requires(fields: "sale") sale2: String }"#,
            json!({ "It": [{ "id": "1", "weight": "w{price}", "ship": "<{sale}>", "sale2": "2" }] }),
        );
    world.answers([
        ("{ it { sale } }", json!({ "it": { "sale": "sw5" } })),
        ("{ it { ship } }", json!({ "it": { "ship": "<sw5>" } })),
        ("{ it { label } }", json!({ "it": { "label": "<sw5>+2" } })),
        (
            "{ all { label sale price weight } }",
            json!({ "all": [{ "label": "<sw5>+2", "sale": "sw5", "price": 5, "weight": "w5" }, null] }),
        ),
    ]);
}

#[test]
fn a_field_is_needed_by_several_services_at_once() {
    let needy = |name: &str| {
        format!(
            r#"type P @key(fields: "id") {{ id: ID! price: Int @external name: String @external {name}: String @requires(fields: "price name") }}"#
        )
    };
    let row = |name: &str| json!({ "P": [{ "id": "1", name: format!("{name} {{price}} {{name}}") }] });
    let world = World::new()
        .with(
            "ids",
            r#"type Query { p: P } type P @key(fields: "id") { id: ID! }"#,
            json!({ "Query": { "p": { "id": "1" } } }),
        )
        .with(
            "prices",
            r#"type P @key(fields: "id") { id: ID! price: Int }"#,
            json!({ "P": [{ "id": "1", "price": 5 }] }),
        )
        .with(
            "names",
            r#"type P @key(fields: "id") { id: ID! name: String }"#,
            json!({ "P": [{ "id": "1", "name": "n" }] }),
        )
        .with("x", &needy("x"), row("x"))
        .with("y", &needy("y"), row("y"));
    world.answers([("{ p { x y } }", json!({ "p": { "x": "x 5 n", "y": "y 5 n" } }))]);
    let world = posts();
    world.data("{ feed { novice } }");
    assert_eq!(world.asked(), ["posts", "people", "marks"]);
}

#[test]
fn a_need_under_lists_of_lists_with_nulls() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { rows: [[Cell]!] } type Cell @key(fields: "id") { id: ID! v: Int in: [[Cell]] }"#,
            json!({
                "Query": { "rows": [[{ "id": "1", "v": 1, "in": [[{ "id": "2", "v": 2 }, null], null] }, null], []] },
                "Cell": [{ "id": "1", "v": 1, "in": [["@Cell/2", null], null] }, { "id": "2", "v": 2, "in": null }],
            }),
        )
        .with(
            "b",
            r#"type Cell @key(fields: "id") { id: ID! v: Int @external in: [[Cell]] @external
                 twice: String @requires(fields: "v") sum: String @requires(fields: "in { v }") }"#,
            json!({ "Cell": [{ "id": "1", "twice": "{v}{v}", "sum": "{in}" }, { "id": "2", "twice": "{v}{v}", "sum": "{in}" }] }),
        );
    let told = world.data("{ rows { twice sum } }");
    assert_eq!(told["rows"][1], json!([]));
    assert_eq!(told["rows"][0][1], json!(null));
    assert_eq!(told["rows"][0][0]["twice"], "11");
    let sum = told["rows"][0][0]["sum"].as_str().unwrap();
    assert!(sum.starts_with("[[{") && sum.contains(r#""v":2"#) && sum.ends_with(",null],null]"), "{sum}");
}
