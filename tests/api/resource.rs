//! Teaching resources: lists for a class, and what nobody but its editors sees of a draft.

use respyrem::access::Visibility;
use respyrem::kernel::actor::{Actor, Role};
use sea_orm::ActiveValue::Set;
use serde_json::{Value, json};

use crate::on_both;
use crate::support::TestHub;
use crate::support::resource::resource_id;

/// The titles of the public resources that meet `filter`, in the order asked for.
async fn titles(hub: &TestHub, filter: Value, order: Value) -> Vec<String> {
    let query = "query($filter: TeachingResourceFilter, $order: [TeachingResourceOrder!]) {
        resources(first: 20, filter: $filter, orderBy: $order) { totalCount nodes { title { value } } } }";
    let answer = hub.ask(query, json!({ "filter": filter, "order": order })).await;
    let page = &answer["data"]["resources"];
    let nodes = page["nodes"].as_array().unwrap_or_else(|| panic!("{answer}"));
    assert_eq!(page["totalCount"], nodes.len());
    nodes.iter().map(|node| node["title"]["value"].as_str().expect("a title").to_owned()).collect()
}

async fn class(hub: &TestHub) {
    let owner = hub.structure("Cal Forn").visibility(Visibility::Public).await;
    let cooking = hub.resource(owner, "Atelier de cuisine").visibility(Visibility::Public).with(|row| {
        row.languages = Set(json!(["fr", "ca"]));
        row.min_age = Set(Some(8));
        row.max_age = Set(Some(12));
        row.learning_minutes = Set(Some(60));
    });
    cooking.await;
    let walk = hub.resource(owner, "Balade des sons").visibility(Visibility::Public).with(|row| {
        row.languages = Set(json!(["en"]));
        row.learning_minutes = Set(Some(30));
        row.licence = Set(Some("CC-BY-NC-4.0".to_owned()));
        row.resource_types = Set(json!(["GAME", "GUIDE"]));
    });
    walk.await;
    let grown = hub.resource(owner, "Conduire un projet").visibility(Visibility::Public).with(|row| {
        row.min_age = Set(Some(16));
    });
    grown.await;
}

on_both!(a_class_finds_what_is_for_its_age_its_languages_and_its_hour, |hub| {
    class(&hub).await;
    let none = json!([]);
    let cases = [
        (json!({ "age": 9 }), vec!["Atelier de cuisine", "Balade des sons"]),
        (json!({ "age": 12 }), vec!["Atelier de cuisine", "Balade des sons"]),
        (json!({ "age": 13 }), vec!["Balade des sons"]),
        (json!({ "age": 40 }), vec!["Balade des sons", "Conduire un projet"]),
        (json!({ "languages": ["ca", "en"] }), vec!["Atelier de cuisine", "Balade des sons"]),
        (json!({ "languages": ["oc"] }), vec![]),
        (
            json!({ "licence": ["CC-BY-4.0", "CC-BY-SA-4.0"] }),
            vec!["Atelier de cuisine", "Conduire un projet"],
        ),
        (json!({ "maxMinutes": 59 }), vec!["Balade des sons"]),
        (json!({ "resourceTypes": ["GUIDE", "LESSON"] }), vec!["Balade des sons"]),
        (json!({ "not": { "maxMinutes": 30 } }), vec!["Atelier de cuisine", "Conduire un projet"]),
        (json!({ "status": ["DRAFT"] }), vec![]),
        (
            json!({ "age": 9, "languages": ["ca", "fr"], "licence": ["CC-BY-4.0"], "maxMinutes": 60 }),
            vec!["Atelier de cuisine"],
        ),
    ];
    for (filter, expected) in cases {
        assert_eq!(titles(&hub, filter.clone(), none.clone()).await, expected, "{filter}");
    }
    let quickest = titles(&hub, json!({}), json!([{ "by": "MINUTES" }])).await;
    assert_eq!(quickest, ["Balade des sons", "Atelier de cuisine", "Conduire un projet"]);
});

on_both!(a_resource_reads_with_what_hangs_on_it, |hub| {
    let owner = hub.structure("Cal Forn").visibility(Visibility::Public).await;
    let hidden = hub.structure("Coopérative discrète").visibility(Visibility::Private).await;
    let whole = hub.resource(owner, "Mallette").visibility(Visibility::Public).await;
    let part = hub.resource(owner, "Atelier").visibility(Visibility::Public).with(|row| {
        row.min_age = Set(Some(8));
    });
    let part = part.await;
    hub.relation(part, "IS_PART_OF", whole).await;
    hub.contribution(part, 1, owner).await;
    hub.contribution(part, 2, hidden).await;
    let query = "query($id: ID!) { resource(id: $id) { title { value } licence languages resourceTypes
        ageRange { min max } learningMinutes free publishedOn allowedTransitions owner { name }
        links { url mime altText { value } } contributions { role structure { name } } themes { code }
        relations { totalCount nodes { kind to { title { value } } } } relatedFrom { totalCount } } }";
    let asked = hub.ask(query, json!({ "id": resource_id(part) }));
    let (answer, statements) = hub.statements(asked).await;
    let expected = json!({
        "title": { "value": "Atelier" }, "licence": "CC-BY-4.0", "languages": ["fr"], "resourceTypes": ["ACTIVITY"],
        "ageRange": { "min": 8, "max": null }, "learningMinutes": null, "free": true,
        "publishedOn": "2026-03-14", "allowedTransitions": ["WITHDRAWN"], "owner": { "name": "Cal Forn" },
        "links": [{ "url": "https://example.org/atelier.pdf", "mime": "application/pdf", "altText": null }],
        "contributions": [{ "role": "AUTHOR", "structure": { "name": "Cal Forn" } }], "themes": [],
        "relations": { "totalCount": 1, "nodes": [{ "kind": "IS_PART_OF", "to": { "title": { "value": "Mallette" } } }] },
        "relatedFrom": { "totalCount": 0 },
    });
    assert_eq!(answer, json!({ "data": { "resource": expected } }));
    assert_eq!(statements, 8);
});

on_both!(a_draft_is_there_for_its_editors_only, |hub| {
    let owner = hub.structure("Cal Forn").visibility(Visibility::Public).partner(true).await;
    let draft = hub.resource(owner, "Brouillon").draft().await;
    let open = hub.resource(owner, "Ouvert").visibility(Visibility::Public).await;
    hub.relation(open, "REQUIRES", draft).await;
    hub.relation(draft, "IS_BASED_ON", open).await;
    let query = "query($id: ID!, $open: ID!) { node(id: $id) { id } resource(id: $id) { id }
        resources(filter: { status: [DRAFT] }) { totalCount nodes { id } }
        open: resource(id: $open) { relations { totalCount nodes { to { id } } } relatedFrom { totalCount } } }";
    let variables = json!({ "id": resource_id(draft), "open": resource_id(open) });
    let nothing = json!({ "node": null, "resource": null, "resources": { "totalCount": 0, "nodes": [] },
        "open": { "relations": { "totalCount": 0, "nodes": [] }, "relatedFrom": { "totalCount": 0 } } });
    let viewer = hub.person("Biel", owner, Role::Viewer).await;
    for actor in [Actor::Anonymous, viewer] {
        assert_eq!(hub.ask_as(&actor, query, variables.clone()).await, json!({ "data": nothing }));
    }
    let id = json!({ "id": resource_id(draft) });
    let editor = hub.person("Aina", owner, Role::Editor).await;
    let answer = hub.ask_as(&editor, query, variables).await;
    let seen = json!({ "node": id, "resource": id, "resources": { "totalCount": 1, "nodes": [id] },
        "open": { "relations": { "totalCount": 1, "nodes": [{ "to": id }] }, "relatedFrom": { "totalCount": 1 } } });
    assert_eq!(answer, json!({ "data": seen }));
});
