//! Under which names and versions a service uses the specification.

use serde_json::json;

use crate::support::World;

/// A stub of a user under some names, joined to the user's owner.
fn joins(sdl: &str) -> World {
    World::new().with_raw("a", sdl, json!({ "Query": { "me": { "id": "1", "n": 1 } } })).with(
        "b",
        r#"type User @key(fields: "id") { id: ID! n: Int @shareable m: Int }"#,
        json!({ "User": [{ "id": "1", "n": 1, "m": 2 }] }),
    )
}

fn linked(link: &str, rest: &str) -> String {
    format!("extend schema @link(url: \"https://specs.apollo.dev/federation/{link}) {rest}")
}

const PLAIN: &str = r#"type Query { me: User } type User @key(fields: "id") { id: ID! n: Int @shareable }"#;

#[test]
fn every_second_version_is_read() {
    for minor in 0..=12 {
        let sdl = linked(&format!(r#"v2.{minor}", import: ["@key", "@shareable"]"#), PLAIN);
        assert_eq!(joins(&sdl).data("{ me { n m } }"), json!({ "me": { "n": 1, "m": 2 } }), "v2.{minor}");
    }
}

#[test]
fn directives_are_known_by_whichever_name_they_have() {
    let cases = [
        linked(r#"v2.0", import: ["@key", "@shareable"]"#, PLAIN),
        linked(
            r#"v2.3", import: [{ name: "@key", as: "@k" }, { name: "@shareable" }]"#,
            &PLAIN.replace("@key", "@k"),
        ),
        linked(
            r#"v2.3", import: [{ name: "@key", as: "@shareable" }, { name: "@shareable", as: "@key" }]"#,
            r#"type Query { me: User } type User @shareable(fields: "id") { id: ID! n: Int @key }"#,
        ),
        linked(r#"v2.5""#, &PLAIN.replace('@', "@federation__")),
        linked(r#"v2.5", as: "fed""#, &PLAIN.replace('@', "@fed__")),
        linked(r#"v2.5", as: "fed", import: ["@key"]"#, &PLAIN.replace("@shareable", "@fed__shareable")),
        linked(r#"v2.5/", import: ["@key", "@shareable", "FieldSet"]"#, &format!("scalar FieldSet {PLAIN}")),
        linked(r#"v2.1", import: ["@key", "@shareable"]"#, PLAIN)
            .replace("extend schema", "schema")
            .replacen(") type Query", ") { query: Query } type Query", 1),
        format!(
            "{} {PLAIN}",
            r#"extend schema @link(url: "https://specs.apollo.dev/link/v1.0")
            extend schema @link(url: "https://specs.apollo.dev/federation/v2.0", import: ["@key"])
            extend schema @link(url: "https://specs.apollo.dev/federation/v2.0", import: ["@shareable"])"#
        ),
        format!(
            "{} {PLAIN}",
            r#"extend schema @link(import: ["@key", "@shareable"], url: "https://specs.apollo.dev/federation/v2.6", for: EXECUTION)
            @link(url: "https://specs.apollo.dev/link/v1.0", import: ["Import", "Purpose"])"#
        ),
    ];
    for sdl in cases {
        assert_eq!(
            joins(&sdl).data("{ me { id n m } }"),
            json!({ "me": { "id": "1", "n": 1, "m": 2 } }),
            "{sdl}"
        );
    }
}

#[test]
fn definitions_of_what_is_linked_stand_in_the_schema() {
    let sdl = r#"schema @link(url: "https://specs.apollo.dev/link/v1.0")
          @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable", "FieldSet"]) { query: RootQuery }
        directive @link(url: String, as: String, for: link__Purpose, import: [link__Import]) repeatable on SCHEMA
        directive @key(fields: FieldSet!, resolvable: Boolean = true) repeatable on OBJECT | INTERFACE
        directive @shareable repeatable on OBJECT | FIELD_DEFINITION
        directive @federation__override(from: String!) on FIELD_DEFINITION
        directive @federation__requires(fields: federation__FieldSet!) on FIELD_DEFINITION
        enum link__Purpose { "A comment" SECURITY EXECUTION } scalar link__Import scalar FieldSet scalar federation__FieldSet
        scalar _Any union _Entity = User type _Service { sdl: String }
        type RootQuery { me: User _service: _Service! _entities(representations: [_Any!]!): [_Entity]! }
        type User @key(fields: "id") { id: ID! n: Int @shareable }"#;
    let owner = r#"type User @key(fields: "id") { id: ID! n: Int @shareable m: Int }"#;
    let world = World::new().with_unserved("a", sdl).with_unserved("b", owner);
    let supergraph = world.compose().unwrap();
    assert!(supergraph.prepare("{ me { n m } }", None, &world.limits).is_ok());
    let mut types: Vec<&str> =
        supergraph.schema().types.iter().filter(|(_, t)| !t.is_built_in()).map(|(n, _)| n.as_str()).collect();
    types.sort_unstable();
    assert_eq!(types, ["Query", "User"]);
}

#[test]
fn directives_of_services_own_are_kept_to_themselves() {
    let sdl = r#"extend schema @link(url: "https://specs.apollo.dev/federation/v2.1", import: ["@key", "@composeDirective"])
          @link(url: "https://mine.example/mine/v1.0", import: ["@mine", { name: "@raw", as: "@cooked" }]) @composeDirective(name: "@mine")
        directive @mine(a: Int, b: [String!] = ["x"]) repeatable on FIELD_DEFINITION | OBJECT | ENUM_VALUE | ARGUMENT_DEFINITION
        directive @cooked on FIELD_DEFINITION directive @own on FIELD_DEFINITION | SCALAR
        type Query { me(x: Int @mine): User @mine(a: 1) @mine(a: 2) @cooked } scalar S @own
        type User @key(fields: "id") @mine { id: ID! n: S @own kind: Kind } enum Kind { A @mine(a: 3) }"#;
    let world =
        World::new().with_raw("a", sdl, json!({ "Query": { "me": { "id": "1", "n": 1, "kind": "A" } } }));
    world.answers([("{ me { n kind } }", json!({ "me": { "n": 1, "kind": "A" } }))]);
    let supergraph = world.compose().unwrap();
    assert!(supergraph.sdl().contains("@mine(a: 1) @mine(a: 2)") && !supergraph.sdl().contains("@cooked on"));
    assert!(supergraph.schema().directive_definitions.get("mine").is_none());
}

#[test]
fn directives_for_operations_are_known_if_all_services_know_them() {
    let sdl = |field: &str, more: &str| {
        format!("directive @seen(by: String) on FIELD | QUERY {more} type Query {{ {field}: Int }}")
    };
    let world = World::new()
        .with("a", &sdl("a", "directive @only on FIELD"), json!({ "Query": { "a": 1 } }))
        .with("b", &sdl("b", ""), json!({ "Query": { "b": 2 } }));
    world.answers([("query @seen { a @seen(by: \"x\") b }", json!({ "a": 1, "b": 2 }))]);
    assert!(world_refuses("{ a @only }"));
}

fn world_refuses(query: &str) -> bool {
    let world = World::new().with("a", "directive @only on FIELD type Query { a: Int }", json!({})).with(
        "b",
        "type Query { b: Int }",
        json!({}),
    );
    world.compose().unwrap().prepare(query, None, &world.limits).is_err()
}

#[test]
fn names_of_services_may_be_anything() {
    let world = World::new()
        .with(
            "my-service.v2",
            r#"type Query { me: User } type User @key(fields: "id") { id: ID! }"#,
            json!({ "Query": { "me": { "id": "1" } } }),
        )
        .with(
            "my_service.v2",
            r#"type User @key(fields: "id") { id: ID! n: Int }"#,
            json!({ "User": [{ "id": "1", "n": 1 }] }),
        )
        .with(
            "2nd \"service\" é",
            r#"type User @key(fields: "id") { id: ID! n: Int @override(from: "my_service.v2") }"#,
            json!({ "User": [{ "id": "1", "n": 2 }] }),
        );
    assert_eq!(world.data("{ me { n } }"), json!({ "me": { "n": 2 } }));
    assert_eq!(world.asked(), ["my-service.v2", "2nd \"service\" é"]);
}

#[test]
fn roots_without_fields_are_none() {
    for root in
        ["type Query", "type Query { _service: _Service! } type _Service { sdl: String }", "type Mutation"]
    {
        let stub = linked(
            r#"v2.3", import: ["@key"]"#,
            &format!(r#"{root} type User @key(fields: "id") {{ id: ID! n: Int }}"#),
        );
        let world = World::new().with_unserved("a", &stub).with(
            "b",
            r#"type Query { me: User } type User @key(fields: "id") { id: ID! }"#,
            json!({}),
        );
        let supergraph = world.compose().unwrap();
        assert!(supergraph.prepare("{ me { n } }", None, &world.limits).is_ok(), "{root}");
        assert!(supergraph.schema().schema_definition.mutation.is_none());
    }
}

#[test]
fn sets_of_fields_are_written_in_many_ways() {
    for set in [
        "id in { code }",
        " id  in{code} ",
        "id, in { code, }",
        "{ id in { code } }",
        "in { code } id",
        "\\n id\\tin {code}",
    ] {
        let sdl = |more: &str| {
            format!(
                r#"type X @key(fields: "{set}") {{ id: ID! in: In! {more} }} type In @shareable {{ code: ID! }}"#
            )
        };
        let world = World::new()
            .with(
                "a",
                &format!("type Query {{ x: X }} {}", sdl("")),
                json!({ "Query": { "x": { "id": "1", "in": { "code": "c" } } } }),
            )
            .with("b", &sdl("told: String"), json!({ "X": [{ "told": "{id} {in.code}" }] }));
        assert_eq!(world.data("{ x { told } }"), json!({ "x": { "told": "1 c" } }), "{set}");
    }
}
