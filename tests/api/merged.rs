//! Who names a structure that was merged.

use respyrem::access::Visibility;
use respyrem::kernel::actor::Role;
use serde_json::json;

use super::merge::{merge, two, version};
use crate::on_both;
use crate::support::build::{refusals, structure_id};

on_both!(who_names_the_loser_means_the_winner, |hub| {
    let (ada, winner, loser) = two(&hub).await;
    merge(&hub, &ada, winner, loser).await;
    let query = "query($ids: [ID!]) { structures(filter: { id: $ids }) { totalCount nodes { id } } }";
    let one = json!({ "totalCount": 1, "nodes": [{ "id": structure_id(winner) }] });
    for ids in [vec![loser], vec![winner], vec![loser, winner]] {
        let ids: Vec<_> = ids.into_iter().map(structure_id).collect();
        assert_eq!(hub.ask(query, json!({ "ids": ids })).await["data"]["structures"], one, "{ids:?}");
    }
    let aina = hub.person("Aina", winner, Role::Admin).await;
    let project = json!({ "title": { "fr": "Jardin" }, "owner": structure_id(loser) });
    let made = hub.mutate(&aina, "createProject", project, "project { owner { id } }").await;
    assert_eq!(made["project"]["owner"]["id"], structure_id(winner), "{made}");
    let at = version(&hub, winner).await;
    let input = |from: i32| json!({ "id": structure_id(loser), "expectedVersion": from, "acronym": "CF" });
    let what = "structure { id acronym } conflict { current { id } }";
    let stale = hub.mutate(&aina, "updateStructure", input(at - 1), what).await;
    assert_eq!(stale["conflict"]["current"]["id"], structure_id(winner), "{stale}");
    let done = hub.mutate(&aina, "updateStructure", input(at), what).await;
    assert_eq!(done["structure"], json!({ "id": structure_id(winner), "acronym": "CF" }), "{done}");
});

on_both!(a_winner_that_one_may_not_see_is_not_found_by_its_loser, |hub| {
    let ada = hub.operator("Ada").await;
    let winner = hub.structure("Cau").visibility(Visibility::Team).await;
    let loser = hub.structure("Cau (bis)").visibility(Visibility::Public).await;
    let other = hub.structure("Cal Forn").visibility(Visibility::Public).await;
    let bob = hub.person("Bob", other, Role::Admin).await;
    merge(&hub, &ada, winner, loser).await;
    let query = "query($ids: [ID!]) { structures(filter: { id: $ids }) { totalCount } }";
    let answer = hub.ask_as(&bob, query, json!({ "ids": [structure_id(loser)] })).await;
    assert_eq!(answer["data"]["structures"]["totalCount"], 0, "{answer}");
    let input = json!({ "id": structure_id(loser), "expectedVersion": 1, "acronym": "CF" });
    let refused = hub.mutate(&bob, "updateStructure", input, "structure { id }").await;
    assert_eq!(refusals(&refused), ["NOT_FOUND input.id"]);
});
