//! Keys that are lists of entities, and services that know a part of each.

use serde_json::json;

use crate::support::World;

/// A playlist is found by its songs, and a song for its plays only by all that three services know of it.
fn playlists() -> World {
    World::new()
        .with(
            "library",
            r#"type Query { mix: Playlist! } type Playlist @key(fields: "songs { id }") { songs: [Song!]! }
               type Song @key(fields: "id") { id: ID! album: Album @shareable }
               type Album @key(fields: "id") { id: ID! year: Int @shareable opener: Song @shareable }"#,
            json!({
                "Query": { "mix": { "songs": ["@Song/1", "@Song/2"] } },
                "Song": [{ "id": "1", "album": { "id": "a", "year": 1971, "opener": "@Song/2" } },
                    { "id": "2", "album": { "id": "b", "year": null, "opener": "@Song/1" } }],
            }),
        )
        .with(
            "codes",
            r#"type Song @key(fields: "id") @key(fields: "id code") { id: ID! code: String! }"#,
            json!({ "Song": [{ "id": "1", "code": "k1" }, { "id": "2", "code": "k2" }] }),
        )
        .with(
            "plays",
            r#"type Playlist @key(fields: "songs { id code album { id year } }") { songs: [Song!]! total: String }
               type Song @key(fields: "id code album { id year }") { id: ID! code: String! album: Album plays: Plays }
               type Album @key(fields: "id year") { id: ID! year: Int } type Plays { n: Int! told: String }"#,
            json!({
                "Playlist": [{ "total": "{songs.code} {songs.album}" }],
                "Song": [{ "id": "1", "code": "k1", "plays": { "n": 10 } }, { "id": "2", "code": "k2", "plays": { "n": 20 } }],
            }),
        )
}

#[test]
fn a_key_is_put_together_from_three_services() {
    playlists().answers([
        (
            "{ mix { songs { id code plays { n } } } }",
            json!({ "mix": { "songs": [
                { "id": "1", "code": "k1", "plays": { "n": 10 } }, { "id": "2", "code": "k2", "plays": { "n": 20 } },
            ] } }),
        ),
        (
            "{ mix { songs { album { opener { code plays { n } } year } } } }",
            json!({ "mix": { "songs": [
                { "album": { "opener": { "code": "k2", "plays": { "n": 20 } }, "year": 1971 } },
                { "album": { "opener": { "code": "k1", "plays": { "n": 10 } }, "year": null } },
            ] } }),
        ),
    ]);
}

#[test]
fn a_key_of_a_list_is_put_together_from_three_services() {
    let told = playlists().data("{ mix { total songs { id } } }");
    assert_eq!(told["mix"]["songs"], json!([{ "id": "1" }, { "id": "2" }]));
    let total = told["mix"]["total"].as_str().unwrap();
    assert!(total.starts_with(r#"["k1","k2"] "#) && total.contains(r#""year":1971"#), "{total}");
}

#[test]
fn an_object_found_by_the_entities_that_it_holds() {
    let world = World::new()
        .with(
            "teams",
            r#"type Query { team: Team } type Team @key(fields: "members { id }") { members: [Member!]! }
               type Member @key(fields: "id") { id: ID! }"#,
            json!({ "Query": { "team": { "members": [{ "id": "m2" }, { "id": "m1" }] } } }),
        )
        .with(
            "scores",
            r#"type Team @key(fields: "members { id }") { members: [Member!]! best: Member score: String }
               type Member @key(fields: "id") { id: ID! score: Int }"#,
            json!({
                "Team": [{ "best": "@Member/m1", "score": "{members.id}" }],
                "Member": [{ "id": "m1", "score": 9 }, { "id": "m2", "score": 2 }],
            }),
        )
        .with(
            "names",
            r#"type Member @key(fields: "id") { id: ID! name: String }"#,
            json!({ "Member": [{ "id": "m1", "name": "One" }, { "id": "m2", "name": "Two" }] }),
        );
    world.answers([(
        "{ team { score best { name score } members { score name } } }",
        json!({ "team": {
            "score": r#"["m2","m1"]"#, "best": { "name": "One", "score": 9 },
            "members": [{ "score": 2, "name": "Two" }, { "score": 9, "name": "One" }],
        } }),
    )]);
}

#[test]
fn a_thousand_objects_are_asked_about_in_one_call() {
    let ids: Vec<String> = (0..1000).map(|n| n.to_string()).collect();
    let rows: Vec<_> = ids.iter().map(|id| json!({ "id": id, "n": id.len() })).collect();
    let world = World::new()
        .with(
            "a",
            r#"type Query { all: [X!]! } type X @key(fields: "id") { id: ID! }"#,
            json!({ "Query": { "all": ids.iter().map(|id| json!({ "id": id })).collect::<Vec<_>>() } }),
        )
        .with("b", r#"type X @key(fields: "id") { id: ID! n: Int }"#, json!({ "X": rows }));
    assert_eq!(world.data("{ all { n } }")["all"][999], json!({ "n": 3 }));
    assert_eq!(world.asked(), ["a", "b"]);
}
