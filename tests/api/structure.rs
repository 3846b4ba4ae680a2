//! Structures: finding, listing, declaring.

use respyrem::kernel::actor::Actor;
use serde_json::{Value, json};

use crate::on_both;
use crate::support::TestHub;

const DECLARE: &str = "mutation($input: StructureInput!) { createStructure(input: $input) {
    structure { id version name siret visibility viewer { edit { allowed reason } } }
    duplicates { score reasons structure { name } }
    userErrors { code field message } } }";

/// Declares public associations, as the hub itself does.
async fn declare(hub: &TestHub, names: &[&str]) {
    for name in names {
        let input = json!({ "kind": "ASSOCIATIVE", "name": name, "visibility": "PUBLIC", "identifierWaiver": "OTHER" });
        let answer = hub.ask_as(&Actor::System, DECLARE, json!({ "input": input })).await;
        assert_eq!(answer["data"]["createStructure"]["userErrors"], json!([]), "{answer}");
    }
}

on_both!(an_empty_hub_lists_nothing, |hub| {
    let query = "{ structures { totalCount nodes { name owner { name } location { lat precision }
        labels { scheme } branches { totalCount nodes { name } } description { value all { locale value } }
        members { nodes { member { email } } } actionTerritories(first: 2) { edges { cursor node { name } } } } } }";
    let (answer, statements) = hub.statements(hub.ask(query, json!({}))).await;
    assert_eq!(answer, json!({ "data": { "structures": { "totalCount": 0, "nodes": [] } } }));
    assert_eq!(statements, 2);
});

on_both!(pages_have_no_gap_when_a_row_comes_between_them, |hub| {
    declare(&hub, &["Éole", "Aube", "Figuier", "Cerise"]).await;
    let page = "query($after: Cursor) { structures(first: 2, after: $after) { nodes { name } pageInfo { hasNextPage endCursor } } }";
    let first = hub.ask(page, json!({})).await["data"]["structures"].take();
    assert_eq!(first["nodes"], json!([{ "name": "Aube" }, { "name": "Cerise" }]));
    declare(&hub, &["Bruyère", "Datte"]).await;
    let second =
        hub.ask(page, json!({ "after": first["pageInfo"]["endCursor"] })).await["data"]["structures"].take();
    assert_eq!(second["nodes"], json!([{ "name": "Datte" }, { "name": "Éole" }]));
    assert_eq!(second["pageInfo"]["hasNextPage"], true);
});

on_both!(the_last_rows_come_in_the_order_of_the_list, |hub| {
    declare(&hub, &["Aube", "Bruyère", "Cerise"]).await;
    let answer = hub
        .ask("{ structures(last: 2) { nodes { name } pageInfo { hasPreviousPage hasNextPage } } }", json!({}))
        .await;
    let expected = json!({
        "nodes": [{ "name": "Bruyère" }, { "name": "Cerise" }],
        "pageInfo": { "hasPreviousPage": true, "hasNextPage": false },
    });
    assert_eq!(answer["data"]["structures"], expected);
});

on_both!(a_cursor_of_another_order_is_refused, |hub| {
    declare(&hub, &["Aube", "Bruyère"]).await;
    let cursor = hub.ask("{ structures(first: 1) { pageInfo { endCursor } } }", json!({})).await;
    let cursor = &cursor["data"]["structures"]["pageInfo"]["endCursor"];
    let query = "query($after: Cursor) { structures(after: $after, orderBy: [{ by: CREATED_AT }]) { nodes { name } } }";
    let answer = hub.ask(query, json!({ "after": cursor })).await;
    assert_eq!(answer["errors"][0]["extensions"], json!({ "code": "INVALID", "argument": "after" }));
});

on_both!(conditions_combine, |hub| {
    declare(&hub, &["Aube"]).await;
    let count = |filter: Value| {
        let hub = &hub;
        async move {
            let query = "query($filter: StructureFilter) { structures(filter: $filter) { totalCount } }";
            hub.ask(query, json!({ "filter": filter })).await["data"]["structures"]["totalCount"].take()
        }
    };
    assert_eq!(count(json!({ "kind": ["ASSOCIATIVE"] })).await, 1);
    assert_eq!(count(json!({ "not": { "kind": ["ASSOCIATIVE"] } })).await, 0);
    assert_eq!(count(json!({ "or": [{ "kind": ["PUBLIC"] }, { "status": ["ACTIVE"] }] })).await, 1);
    assert_eq!(count(json!({ "and": [{ "kind": ["PUBLIC"] }, { "status": ["ACTIVE"] }] })).await, 0);
    assert_eq!(count(json!({ "or": [] })).await, 0);
    assert_eq!(count(json!({ "territory": { "kind": "COMMUNE", "code": "66149" } })).await, 0);
});

on_both!(anything_is_found_again_by_its_identifier, |hub| {
    declare(&hub, &["Aube"]).await;
    let answer = hub.ask("{ structures { nodes { id } } }", json!({})).await;
    let id = answer["data"]["structures"]["nodes"][0]["id"].clone();
    let query = "query($id: ID!) { node(id: $id) { __typename id ... on Record { version } ... on Structure { name } }
        nodes(ids: [$id, \"structure_00000000000000000000000000\", \"nonsense\"]) { id }
        structure(id: $id) { name } member(id: $id) { displayName } }";
    let (answer, statements) = hub.statements(hub.ask(query, json!({ "id": id }))).await;
    let expected = json!({
        "node": { "__typename": "Structure", "id": id, "version": 1, "name": "Aube" },
        "nodes": [{ "id": id }, null, null],
        "structure": { "name": "Aube" },
        "member": null,
    });
    assert_eq!(answer["data"], expected);
    // The last one looks for a structure that stands for the one that is not there.
    assert_eq!(statements, 4);
});

on_both!(an_alias_and_a_fragment_share_one_level, |hub| {
    declare(&hub, &["Aube"]).await;
    let query = "query($with: Boolean!) { structures { nodes { ...Name title: name skipped: name @include(if: $with) } } }
        fragment Name on Structure { name }";
    for with in [true, false] {
        let answer = hub.ask(query, json!({ "with": with })).await;
        let node = &answer["data"]["structures"]["nodes"][0];
        assert_eq!(node["title"], "Aube");
        assert_eq!(node.get("skipped").is_some(), with);
    }
});
