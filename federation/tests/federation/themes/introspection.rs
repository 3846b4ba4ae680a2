//! What clients read of the schema.

use serde_json::{Value, json};

use crate::support::World;

fn world() -> World {
    World::new()
        .with(
            "a",
            r#""What is asked" type Query {
                 "Who asks" me("of whom" id: ID = "1", by: By = { kind: A, tags: ["x"] }, gone: Int @deprecated(reason: "use id")): User
                 old: Int @deprecated(reason: "older") plain: Int @deprecated }
               type User @key(fields: "id") @tag(name: "t") { id: ID! "of a" name: String @shareable at: Date mail: String @inaccessible }
               "A day" scalar Date @specifiedBy(url: "https://date.example")
               input By { kind: Kind = A tags: [String!] = [] "deep" nested: By secret: Int @inaccessible }
               enum Kind { "first" A B @deprecated(reason: "b") C @inaccessible }
               type Mutation { set(to: Float = 1.5, on: Boolean = false): User }"#,
            json!({}),
        )
        .with(
            "b",
            r#""""
               A person

               with "quotes" and \ more
               """
               type User implements Named @key(fields: "id") { id: ID! "of b" name: String @shareable }
               interface Named { name: String } union Any = User | Hid type Hid @inaccessible { n: Int } scalar Date
               type Subscription { ticks: Any }"#,
            json!({}),
        )
}

#[test]
fn types_fields_and_descriptions() {
    world().answers([
        (
            r#"{ __type(name: "User") { kind description interfaces { name } fields { name description type { kind name ofType { name } } } } }"#,
            json!({ "__type": {
                "kind": "OBJECT", "description": "A person\n\nwith \"quotes\" and \\ more", "interfaces": [{ "name": "Named" }],
                "fields": [
                    { "name": "id", "description": null, "type": { "kind": "NON_NULL", "name": null, "ofType": { "name": "ID" } } },
                    { "name": "name", "description": "of a", "type": { "kind": "SCALAR", "name": "String", "ofType": null } },
                    { "name": "at", "description": null, "type": { "kind": "SCALAR", "name": "Date", "ofType": null } },
                ],
            } }),
        ),
        (
            r#"{ u: __type(name: "Any") { possibleTypes { name } } n: __type(name: "Named") { possibleTypes { name } }
                d: __type(name: "Date") { description specifiedByURL } h: __type(name: "Hid") { name } j: __type(name: "join__Graph") { name } }"#,
            json!({
                "u": { "possibleTypes": [{ "name": "User" }] }, "n": { "possibleTypes": [{ "name": "User" }] },
                "d": { "description": "A day", "specifiedByURL": "https://date.example" }, "h": null, "j": null,
            }),
        ),
    ]);
}

#[test]
fn arguments_inputs_and_enums() {
    let me = json!({ "name": "me", "description": "Who asks", "args": [
        { "name": "id", "description": "of whom", "defaultValue": "\"1\"" },
        { "name": "by", "description": null, "defaultValue": "{kind: A, tags: [\"x\"]}" },
    ] });
    let answer = world().data(
        r#"{ __type(name: "Query") { description fields { name description args { name description defaultValue } } }
            i: __type(name: "By") { inputFields { name defaultValue type { kind name } } }
            k: __type(name: "Kind") { enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason } }
            some: __type(name: "Kind") { enumValues { name } } }"#,
    );
    assert_eq!(answer["__type"], json!({ "description": "What is asked", "fields": [me] }));
    assert_eq!(
        answer["i"]["inputFields"],
        json!([
            { "name": "kind", "defaultValue": "A", "type": { "kind": "ENUM", "name": "Kind" } },
            { "name": "tags", "defaultValue": "[]", "type": { "kind": "LIST", "name": null } },
            { "name": "nested", "defaultValue": null, "type": { "kind": "INPUT_OBJECT", "name": "By" } },
        ])
    );
    assert_eq!(
        answer["k"]["enumValues"],
        json!([
            { "name": "A", "description": "first", "isDeprecated": false, "deprecationReason": null },
            { "name": "B", "description": null, "isDeprecated": true, "deprecationReason": "b" },
        ])
    );
    assert_eq!(answer["some"]["enumValues"], json!([{ "name": "A" }]));
}

#[test]
fn what_is_deprecated_is_shown_on_demand() {
    world().answers([(
        r#"{ __type(name: "Query") { fields(includeDeprecated: true) { name isDeprecated deprecationReason
            args(includeDeprecated: true) { name isDeprecated } } } }"#,
        json!({ "__type": { "fields": [
            { "name": "me", "isDeprecated": false, "deprecationReason": null, "args": [
                { "name": "id", "isDeprecated": false }, { "name": "by", "isDeprecated": false }, { "name": "gone", "isDeprecated": true },
            ] },
            { "name": "old", "isDeprecated": true, "deprecationReason": "older", "args": [] },
            { "name": "plain", "isDeprecated": true, "deprecationReason": "No longer supported", "args": [] },
        ] } }),
    )]);
}

#[test]
fn the_schema_has_roots_and_nothing_of_the_specification() {
    let data = world().data(
        "{ __schema { queryType { name } mutationType { name } subscriptionType { name } types { name } directives { name } } }",
    );
    let schema = &data["__schema"];
    assert_eq!(
        [&schema["queryType"], &schema["mutationType"], &schema["subscriptionType"]],
        [&json!({ "name": "Query" }), &json!({ "name": "Mutation" }), &json!({ "name": "Subscription" })]
    );
    let names = |of: &Value| -> Vec<String> {
        let all = of.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned());
        let mut own: Vec<String> = all.filter(|n| !n.starts_with("__")).collect();
        own.sort();
        own
    };
    assert_eq!(
        names(&schema["types"]),
        [
            "Any",
            "Boolean",
            "By",
            "Date",
            "Float",
            "ID",
            "Int",
            "Kind",
            "Mutation",
            "Named",
            "Query",
            "String",
            "Subscription",
            "User"
        ]
    );
    assert_eq!(names(&schema["directives"]), ["deprecated", "include", "skip", "specifiedBy"]);
}

/// As tools ask it.
const WHOLE: &str = "query IntrospectionQuery { __schema { description queryType { name kind } mutationType { name kind }
    subscriptionType { name kind } types { ...FullType } directives { name description isRepeatable locations args(includeDeprecated: true) { ...InputValue } } } }
    fragment FullType on __Type { kind name description specifiedByURL fields(includeDeprecated: true) { name description
      args(includeDeprecated: true) { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason }
      inputFields(includeDeprecated: true) { ...InputValue } interfaces { ...TypeRef }
      enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason } possibleTypes { ...TypeRef } }
    fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue isDeprecated deprecationReason }
    fragment TypeRef on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType {
      kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } } }";

#[test]
fn tools_ask_for_all_of_it() {
    let data = world().data(WHOLE);
    let text = data.to_string();
    assert!(
        !text.contains("join__")
            && !text.contains("link__")
            && !text.contains("inaccessible")
            && !text.contains("secret")
    );
    assert!(text.contains("subscriptionType") && data["__schema"]["types"].as_array().unwrap().len() > 14);
}

#[test]
fn introspection_stands_beside_data_and_conditions() {
    let world = World::new().with("a", "type Query { n: Int }", json!({ "Query": { "n": 1 } }));
    let query = "query($on: Boolean!) { n s: __schema @include(if: $on) { queryType { name } } t: __type(name: \"Query\") @skip(if: $on) { kind } }";
    assert_eq!(
        world.ask_with(query, json!({ "on": true })),
        json!({ "data": { "n": 1, "s": { "queryType": { "name": "Query" } } } })
    );
    assert_eq!(
        world.ask_with(query, json!({ "on": false })),
        json!({ "data": { "n": 1, "t": { "kind": "OBJECT" } } })
    );
}
