//! A partner's site declares a structure; the hub answers with those that look the same instead of making a second one.

use respyrem::access::Visibility;
use respyrem::gql::request::Caller;
use respyrem::kernel::actor::{Actor, Role};
use serde_json::{Value, json};

use crate::on_both;
use crate::support::TestHub;
use crate::support::build::{refusals, structure_id};
use crate::support::database::Backend;
use crate::support::hub::caller;

const DECLARE: &str = include_str!("../../docs/operations/declare-structure.graphql");

async fn ada(hub: &TestHub) -> Actor {
    let structure = hub.structure("Parc").partner(true).await;
    hub.person("Ada", structure, Role::Member).await
}

async fn declare(hub: &TestHub, actor: &Actor, input: Value) -> Value {
    declare_with(hub, caller(actor), input).await
}

async fn declare_with(hub: &TestHub, caller: Caller, input: Value) -> Value {
    let mut answer = hub.ask_with(caller, DECLARE, json!({ "input": input })).await;
    assert!(answer["errors"].is_null(), "{answer}");
    answer["data"]["createStructure"].take()
}

fn association(name: &str) -> Value {
    json!({ "kind": "ASSOCIATIVE", "name": name, "siret": "732 829 320 00074" })
}

fn at_prades(name: &str) -> Value {
    let territory = json!({ "kind": "COMMUNE", "code": "66149" });
    json!({ "kind": "ASSOCIATIVE", "name": name, "identifierWaiver": "IN_CREATION", "territory": territory })
}

on_both!(who_declares_a_structure_administers_it_and_is_told_so, |hub| {
    let ada = ada(&hub).await;
    let declared = declare(&hub, &ada, association("Cal Forn")).await;
    let structure = &declared["structure"];
    assert_eq!(structure["siret"], "73282932000074");
    assert_eq!(structure["siren"], "732829320");
    assert_eq!(structure["status"], "PENDING");
    assert_eq!(structure["viewer"], json!({ "edit": { "allowed": true, "reason": null } }));
    assert_eq!(declared["duplicates"], json!([]));
    assert_eq!(hub.events().await, ["structure.created"]);
});

on_both!(what_is_declared_by_the_network_itself_is_active, |hub| {
    let olga = hub.operator("Olga").await;
    assert_eq!(declare(&hub, &olga, association("Cal Forn")).await["structure"]["status"], "ACTIVE");
});

on_both!(a_siret_that_is_taken_is_refused_with_its_holder, |hub| {
    let ada = ada(&hub).await;
    let holder = hub.structure("Cal Forn").siret("73282932000074").await;
    let refused = declare(&hub, &ada, association("Le Four")).await;
    assert_eq!(refusals(&refused), ["DUPLICATE input.siret"]);
    let structure = json!({ "id": structure_id(holder), "name": "Cal Forn", "siret": "73282932000074" });
    let expected = json!([{ "score": 1.0, "reasons": ["SAME_SIRET"], "structure": structure }]);
    assert_eq!(refused["duplicates"], expected);
    assert_eq!(refused["structure"], Value::Null);
});

on_both!(a_hidden_holder_is_not_named, |hub| {
    let ada = ada(&hub).await;
    hub.structure("Secret").visibility(Visibility::Team).siret("73282932000074").await;
    let refused = declare(&hub, &ada, association("Le Four")).await;
    assert_eq!(refusals(&refused), ["DUPLICATE input.siret"]);
    assert_eq!(
        refused["duplicates"],
        json!([{ "score": 1.0, "reasons": ["SAME_SIRET"], "structure": null }])
    );
    assert!(!refused.to_string().contains("Secret"), "{refused}");
});

on_both!(a_near_name_in_the_same_commune_is_shown_until_the_caller_says_that_it_differs, |hub| {
    let ada = ada(&hub).await;
    let prades = hub.commune("66149", "Prades").await;
    let held = hub.structure("Épicerie solidaire du Conflent").at(prades).await;
    let near = at_prades("Epicerie solidaire Conflent");
    let refused = declare(&hub, &ada, near.clone()).await;
    assert_eq!(refusals(&refused), ["DUPLICATE input.allowDuplicate"]);
    assert_eq!(refused["duplicates"][0]["score"], 0.7);
    assert_eq!(refused["duplicates"][0]["reasons"], json!(["SIMILAR_NAME"]));
    assert_eq!(refused["duplicates"][0]["structure"]["id"], structure_id(held));
    let mut insisting = near;
    insisting["allowDuplicate"] = json!(true);
    let made = declare(&hub, &ada, insisting).await;
    assert_eq!(made["structure"]["name"], "Epicerie solidaire Conflent", "{made}");
});

on_both!(a_near_name_that_the_caller_may_not_see_is_no_candidate, |hub| {
    let ada = ada(&hub).await;
    let prades = hub.commune("66149", "Prades").await;
    hub.structure("Épicerie solidaire").visibility(Visibility::Team).at(prades).await;
    let made = declare(&hub, &ada, at_prades("Épicerie solidaire")).await;
    assert_eq!(made["duplicates"], json!([]));
    assert_eq!(refusals(&made), [""; 0]);
});

on_both!(a_common_mail_domain_is_not_enough_to_look_the_same, |hub| {
    let ada = ada(&hub).await;
    let prades = hub.commune("66149", "Prades").await;
    hub.structure("Le Moulin").at(prades).email("moulin@conflent.example").await;
    let mut input = at_prades("Cal Forn");
    input["email"] = json!("forn@conflent.example");
    let made = declare(&hub, &ada, input).await;
    assert_eq!(made["duplicates"], json!([]));
    assert_eq!(made["structure"]["name"], "Cal Forn");
});

on_both!(a_siren_in_the_place_of_a_siret_is_pointed_out, |hub| {
    let ada = ada(&hub).await;
    let input = json!({ "kind": "ASSOCIATIVE", "name": "Cal Forn", "siret": "732829320" });
    let refused = declare(&hub, &ada, input).await;
    assert_eq!(refusals(&refused), ["INVALID input.siret"]);
    let message = refused["userErrors"][0]["message"].as_str().expect("a message");
    assert!(message.contains("SIREN"), "{message}");
});

on_both!(every_fault_is_told_at_once, |hub| {
    let ada = ada(&hub).await;
    let input =
        json!({ "kind": "PUBLIC", "name": " ", "rna": "W662000123", "lat": 91.0, "website": "ftp://x" });
    let refused = declare(&hub, &ada, input).await;
    let fields = ["name", "rna", "lat", "lat", "website"];
    assert_eq!(refusals(&refused), fields.map(|field| format!("INVALID input.{field}")));
});

on_both!(a_refusal_writes_nothing, |hub| {
    let ada = ada(&hub).await;
    hub.structure("Cal Forn").siret("73282932000074").await;
    let tables = ["record", "structure", "membership", "outbox", "audit_event"];
    let mut before = Vec::new();
    for table in tables {
        before.push(hub.count(table).await);
    }
    declare(&hub, &ada, association("Le Four")).await;
    declare(&hub, &ada, json!({ "kind": "ASSOCIATIVE", "name": "x", "siret": "1" })).await;
    let mut after = Vec::new();
    for table in tables {
        after.push(hub.count(table).await);
    }
    assert_eq!(before, after);
});

/// Declares as somebody whose connection broke would: with a key.
async fn with_key(hub: &TestHub, actor: &Actor, name: &str) -> Value {
    let caller = Caller { idempotency_key: Some("3f0c".to_owned()), ..caller(actor) };
    declare_with(hub, caller, association(name)).await
}

on_both!(the_same_request_sent_again_makes_one_structure, |hub| {
    let ada = ada(&hub).await;
    let first = with_key(&hub, &ada, "Cal Forn").await;
    assert_ne!(first["structure"]["id"], Value::Null, "{first}");
    let ada = hub.actor_of(ada.member().expect("a member")).await;
    let second = with_key(&hub, &ada, "Cal Forn").await;
    assert_eq!(first, second);
    assert_eq!(hub.events().await, ["structure.created"]);
});

on_both!(another_request_with_the_same_key_is_refused, |hub| {
    let ada = ada(&hub).await;
    with_key(&hub, &ada, "Cal Forn").await;
    let other = with_key(&hub, &ada, "Le Four").await;
    assert_eq!(refusals(&other), ["INVALID "]);
    assert_eq!(hub.events().await, ["structure.created"]);
});

on_both!(a_key_belongs_to_who_made_it, |hub| {
    let ada = ada(&hub).await;
    with_key(&hub, &ada, "Cal Forn").await;
    let parc = hub.structure("Cimes").partner(true).await;
    let bel = hub.person("Bel", parc, Role::Member).await;
    assert_eq!(refusals(&with_key(&hub, &bel, "Cal Forn").await), ["DUPLICATE input.siret"]);
});

on_both!(a_declaration_costs_a_fixed_number_of_statements, |hub| {
    let ada = ada(&hub).await;
    let prades = hub.commune("66149", "Prades").await;
    let (_, few) = hub.statements(declare(&hub, &ada, at_prades("Cal Forn"))).await;
    for number in 0..20 {
        hub.structure(&format!("Association {number}")).at(prades).await;
    }
    let (_, many) = hub.statements(declare(&hub, &ada, at_prades("Le Moulin"))).await;
    // PostgreSQL takes the lock of the log, which SQLite has no need of.
    let expected = if hub.backend == Backend::Postgres { 17 } else { 16 };
    assert_eq!((few, many), (expected, expected));
});
