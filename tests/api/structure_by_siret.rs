//! A partner's site shows one structure, found by its SIRET, with its people.

use respyrem::access::Visibility;
use respyrem::kernel::actor::{Actor, Role};
use serde_json::{Value, json};

use crate::on_both;
use crate::support::TestHub;
use crate::support::build::structure_id;

const BY_SIRET: &str = include_str!("../../docs/operations/structure-by-siret.graphql");

async fn by_siret(hub: &TestHub, actor: &Actor, siret: &str) -> Value {
    hub.ask_as(actor, BY_SIRET, json!({ "siret": siret })).await
}

on_both!(a_siret_may_be_written_with_spaces, |hub| {
    let id = hub.structure("Cal Forn").visibility(Visibility::Public).siret("73282932000074").await;
    let answer = by_siret(&hub, &Actor::Anonymous, "732 829 320 00074").await;
    assert_eq!(answer["data"]["structure"]["id"], structure_id(id));
    assert_eq!(answer["data"]["structure"]["siret"], "73282932000074");
});

on_both!(a_wrong_check_digit_is_an_error_and_not_an_absence, |hub| {
    let answer = by_siret(&hub, &Actor::Anonymous, "73282932000075").await;
    assert_eq!(answer["data"]["structure"], Value::Null);
    assert_eq!(answer["errors"][0]["extensions"], json!({ "code": "INVALID", "argument": "siret" }));
});

on_both!(what_is_unknown_and_what_is_unseen_answer_alike, |hub| {
    hub.structure("Hidden").visibility(Visibility::Team).siret("73282932000074").await;
    let unseen = by_siret(&hub, &Actor::Anonymous, "73282932000074").await;
    let unknown = by_siret(&hub, &Actor::Anonymous, "35600000000048").await;
    assert_eq!(unseen, json!({ "data": { "structure": null } }));
    assert_eq!(unseen, unknown);
});

on_both!(a_stranger_reads_no_address_of_a_person, |hub| {
    let structure =
        hub.structure("Cal Forn").visibility(Visibility::Public).partner(true).siret("73282932000074").await;
    let ada = hub.person("Ada", structure, Role::Editor).await;
    hub.publish(ada.member().expect("a member")).await;
    let people = |answer: Value| answer["data"]["structure"]["members"].clone();
    let stranger = people(by_siret(&hub, &Actor::Anonymous, "73282932000074").await);
    let expected = json!({ "totalCount": 1, "nodes": [
        { "role": "EDITOR", "member": { "displayName": "Ada", "email": null } }] });
    assert_eq!(stranger, expected);
    let own = people(by_siret(&hub, &ada, "73282932000074").await);
    assert_eq!(own["nodes"][0]["member"]["email"], "ada@example.org");
});

on_both!(members_that_a_stranger_may_not_see_count_for_nothing, |hub| {
    let structure = hub.structure("Cal Forn").visibility(Visibility::Public).siret("73282932000074").await;
    hub.person("Ada", structure, Role::Editor).await;
    let answer = by_siret(&hub, &Actor::Anonymous, "73282932000074").await;
    assert_eq!(answer["data"]["structure"]["members"], json!({ "totalCount": 0, "nodes": [] }));
});

on_both!(fifty_members_cost_as_many_statements_as_one, |hub| {
    let structure = hub.structure("Cal Forn").partner(true).siret("73282932000074").await;
    let ada = hub.person("Ada", structure, Role::Admin).await;
    let (_, with_one) = hub.statements(by_siret(&hub, &ada, "73282932000074")).await;
    for number in 1..50 {
        hub.person(&format!("Member {number}"), structure, Role::Member).await;
    }
    let (answer, with_fifty) = hub.statements(by_siret(&hub, &ada, "73282932000074")).await;
    assert_eq!(answer["data"]["structure"]["members"]["nodes"].as_array().map(Vec::len), Some(50));
    // The structure, its labels, its projects, its memberships and their members.
    assert_eq!((with_one, with_fifty), (2, 2));
});
