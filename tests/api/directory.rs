//! The directory that a partner's site shows around a commune: the list by distance, and how many there are of what.

use respyrem::access::Visibility;
use respyrem::kernel::actor::Actor;
use serde_json::{Value, json};

use crate::on_both;
use crate::support::TestHub;

const DIRECTORY: &str = include_str!("../../docs/operations/directory-around.graphql");
const DECLARE: &str = "mutation($input: StructureInput!) { createStructure(input: $input) {
    structure { id } userErrors { code field message } } }";

/// Declares a structure at a point as the hub itself does, and answers its identifier.
async fn declare(hub: &TestHub, name: &str, (lat, lon): (f64, f64), more: Value) -> Value {
    let mut input = json!({
        "kind": "ASSOCIATIVE", "name": name, "visibility": "PUBLIC", "identifierWaiver": "OTHER",
        "geoPrecision": "EXACT", "lat": lat, "lon": lon, "allowDuplicate": true,
    });
    for (name, value) in more.as_object().expect("an object") {
        input[name] = value.clone();
    }
    let mut answer = hub.ask_as(&Actor::System, DECLARE, json!({ "input": input })).await;
    assert_eq!(answer["data"]["createStructure"]["userErrors"], json!([]), "{answer}");
    answer["data"]["createStructure"]["structure"]["id"].take()
}

const PRADES: (f64, f64) = (42.617, 2.422);
const FONT_ROMEU: (f64, f64) = (42.504, 2.039);
const PERPIGNAN: (f64, f64) = (42.698, 2.895);

async fn near(hub: &TestHub, filter: Value) -> Value {
    let query =
        "query($near: NearInput!) { structures(filter: { near: $near }, orderBy: [{ by: DISTANCE }]) {
        totalCount nodes { name distanceKm } } }";
    let mut answer = hub.ask(query, json!({ "near": filter })).await;
    assert!(answer["errors"].is_null(), "{answer}");
    answer["data"]["structures"].take()
}

on_both!(the_nearest_come_first_with_their_distances, |hub| {
    declare(&hub, "Perpignan", PERPIGNAN, json!({})).await;
    declare(&hub, "Font-Romeu", FONT_ROMEU, json!({})).await;
    declare(&hub, "Prades", PRADES, json!({})).await;
    let found = near(&hub, json!({ "lat": PRADES.0, "lon": PRADES.1, "radiusKm": 50 })).await;
    let expected = json!({ "totalCount": 3, "nodes": [
        { "name": "Prades", "distanceKm": 0.0 },
        { "name": "Font-Romeu", "distanceKm": 33.791 },
        { "name": "Perpignan", "distanceKm": 39.714 },
    ] });
    assert_eq!(found, expected);
    let found = near(&hub, json!({ "lat": PRADES.0, "lon": PRADES.1, "radiusKm": 33.8 })).await;
    assert_eq!(found["totalCount"], 2);
});

on_both!(a_structure_is_as_near_as_it_is_shown, |hub| {
    hub.commune("66149", "Prades").await;
    let place = json!({ "kind": "COMMUNE", "code": "66149" });
    let at = |precision: &str| json!({ "geoPrecision": precision, "territory": place });
    declare(&hub, "Au centre", FONT_ROMEU, at("COMMUNE")).await;
    declare(&hub, "Cachée", PRADES, at("HIDDEN")).await;
    declare(&hub, "Exacte", FONT_ROMEU, at("EXACT")).await;
    let found = near(&hub, json!({ "inseeCode": "66149", "radiusKm": 50 })).await;
    let expected = json!([
        { "name": "Au centre", "distanceKm": 0.0 },
        { "name": "Exacte", "distanceKm": 33.791 },
    ]);
    assert_eq!(found["nodes"], expected);
});

on_both!(a_structure_that_moves_is_found_where_it_went, |hub| {
    let id = declare(&hub, "Nomade", PERPIGNAN, json!({})).await;
    let around = || near(&hub, json!({ "lat": PRADES.0, "lon": PRADES.1, "radiusKm": 5 }));
    assert_eq!(around().await["totalCount"], 0);
    let input = json!({ "id": id, "expectedVersion": 1, "lat": PRADES.0, "lon": PRADES.1 });
    let moved = hub.mutate(&Actor::System, "updateStructure", input, "").await;
    assert_eq!(moved["userErrors"], json!([]));
    assert_eq!(around().await["totalCount"], 1);
});

on_both!(pages_by_distance_have_no_gap, |hub| {
    for (number, north) in [3, 1, 4, 2].into_iter().enumerate() {
        let name = format!("À {north} pas, numéro {number}");
        declare(&hub, &name, (PRADES.0 + 0.01 * f64::from(north), PRADES.1), json!({})).await;
    }
    let query = "query($after: Cursor) { structures(first: 3, after: $after, orderBy: [{ by: DISTANCE }],
        filter: { near: { lat: 42.617, lon: 2.422, radiusKm: 10 } }) {
        nodes { name } pageInfo { hasNextPage endCursor } } }";
    let first = hub.ask(query, json!({})).await["data"]["structures"].take();
    declare(&hub, "À 0 pas", PRADES, json!({})).await;
    let after = json!({ "after": first["pageInfo"]["endCursor"] });
    let second = hub.ask(query, after).await["data"]["structures"].take();
    let names = |page: &Value| -> Vec<char> {
        let nodes = page["nodes"].as_array().expect("nodes").iter();
        nodes.filter_map(|node| node["name"].as_str()?.chars().nth(2)).collect()
    };
    assert_eq!((names(&first), names(&second)), (vec!['1', '2', '3'], vec!['4']));
});

on_both!(a_disc_that_is_none_is_refused_on_its_field, |hub| {
    let refused = |filter: Value| {
        let hub = &hub;
        async move {
            let query = "query($near: NearInput!) { structures(filter: { near: $near }) { totalCount } }";
            hub.ask(query, json!({ "near": filter })).await["errors"][0]["extensions"]["argument"].take()
        }
    };
    assert_eq!(refused(json!({ "inseeCode": "66149", "radiusKm": -1 })).await, "filter.near.radiusKm");
    assert_eq!(refused(json!({ "inseeCode": "66999", "radiusKm": 5 })).await, "filter.near.inseeCode");
    assert_eq!(refused(json!({ "inseeCode": "Prades", "radiusKm": 5 })).await, "filter.near.inseeCode");
    assert_eq!(refused(json!({ "lat": 91, "lon": 2, "radiusKm": 5 })).await, "filter.near.lat");
    assert_eq!(refused(json!({ "radiusKm": 5 })).await, "filter.near.inseeCode");
    let query = "{ structures(orderBy: [{ by: DISTANCE }]) { totalCount } }";
    assert_eq!(hub.ask(query, json!({})).await["errors"][0]["extensions"]["argument"], "orderBy");
});

on_both!(the_directory_counts_what_its_list_holds, |hub| {
    hub.commune("66149", "Prades").await;
    hub.sector("alimentation").await;
    hub.sector("bois").await;
    let place = json!({ "kind": "COMMUNE", "code": "66149" });
    let with = |kind: &str, sectors: Value, visibility: &str| json!({ "kind": kind, "sectors": sectors, "territory": place, "visibility": visibility });
    declare(&hub, "Forn", PRADES, with("ASSOCIATIVE", json!(["alimentation"]), "PUBLIC")).await;
    declare(&hub, "Fusta i pa", PRADES, with("PRIVATE", json!(["alimentation", "bois"]), "PUBLIC")).await;
    declare(&hub, "Hort", PRADES, with("PRIVATE", json!(["alimentation"]), "PUBLIC")).await;
    declare(&hub, "Caché", PRADES, with("PRIVATE", json!(["alimentation"]), "TEAM")).await;
    declare(&hub, "Serradora", PRADES, with("PRIVATE", json!(["bois"]), "PUBLIC")).await;
    let variables = json!({ "inseeCode": "66149", "sectors": ["alimentation"] });
    let (answer, statements) = hub.statements(hub.ask(DIRECTORY, variables)).await;
    let page = &answer["data"]["structures"];
    assert_eq!(page["totalCount"], 3, "{answer}");
    let expected = json!([
        { "name": "KIND", "buckets": [
            { "value": "PRIVATE", "count": 2, "label": null },
            { "value": "ASSOCIATIVE", "count": 1, "label": null },
        ] },
        { "name": "SECTOR", "buckets": [
            { "value": "alimentation", "count": 3, "label": { "value": "alimentation" } },
            { "value": "bois", "count": 1, "label": { "value": "bois" } },
        ] },
        { "name": "TERRITORY", "buckets": [
            { "value": "66149", "count": 3, "label": { "value": "Prades" } },
        ] },
    ]);
    assert_eq!(page["facets"], expected);
    assert_eq!(page["nodes"][0]["distanceKm"], 0.0);
    assert_eq!(statements, 5);
});

on_both!(a_list_under_each_row_has_facets_of_its_own, |hub| {
    let team = hub.structure("Colla").visibility(Visibility::Public).await;
    let project = hub.project(team, "Forn").visibility(Visibility::Public).await;
    hub.project(team, "Hort").visibility(Visibility::Public).await;
    hub.action(project, "Bastir").await;
    hub.action(project, "Coure").await;
    let query = "{ projects { nodes { title { value } actions { facets(names: [STATUS]) { buckets { value count } } } } } }";
    let (answer, statements) = hub.statements(hub.ask(query, json!({}))).await;
    let nodes = &answer["data"]["projects"]["nodes"];
    let expected = json!([{ "buckets": [{ "value": "IN_PROGRESS", "count": 2 }] }]);
    assert_eq!(nodes[0]["actions"]["facets"], expected, "{answer}");
    assert_eq!(nodes[1]["actions"]["facets"], json!([{ "buckets": [] }]));
    assert_eq!(statements, 2);
});
