//! Partners, and who governs one.

use respyrem::kernel::actor::{Actor, Role};
use serde_json::{Value, json};

use super::merge::merge;
use crate::on_both;
use crate::support::TestHub;
use crate::support::build::{refusals, structure_id};
use crate::support::partner::{Partners, Party, partner_id};

const SELECTED: &str = "partner { slug name siteUrl version structure { id } } \
    conflict { current { version } changedBy { id } changedFields changedAt }";

const LIST: &str = "{ partners { totalCount nodes { slug state } } }";

async fn update(hub: &TestHub, partners: &Partners, actor: &Actor, change: Value) -> Value {
    let mut input = json!({ "id": partner_id(partners.partner), "expectedVersion": 1 });
    for (name, value) in change.as_object().into_iter().flatten() {
        input[name] = value.clone();
    }
    hub.mutate(actor, "updatePartner", input, SELECTED).await
}

on_both!(everybody_reads_the_partners_that_take_part, |hub| {
    Partners::of(&hub).await;
    let query = "{ partner(slug: \"parc\") { name state siteUrl joinedOn structure { name } } }";
    let answer = hub.ask(query, json!({})).await;
    let parc = json!({
        "name": "parc", "state": "ACTIVE", "siteUrl": null, "joinedOn": null, "structure": { "name": "Le parc" },
    });
    assert_eq!(answer["data"]["partner"], parc, "{answer}");
    let list = "{ partners { totalCount nodes { slug structure { name } } } }";
    let (answer, statements) = hub.statements(hub.ask(list, json!({}))).await;
    let [parc, vallee] = [("parc", "Le parc"), ("vallee", "La vallée")]
        .map(|(slug, name)| json!({ "slug": slug, "structure": { "name": name } }));
    assert_eq!(answer["data"]["partners"], json!({ "totalCount": 2, "nodes": [parc, vallee] }));
    // The list, its total, and the structures.
    assert_eq!(statements, 3);
});

on_both!(a_partner_that_does_not_take_part_is_read_by_those_who_run_the_network, |hub| {
    let partners = Partners::of(&hub).await;
    hub.partner_becomes(partners.partner, "SUSPENDED").await;
    for party in Party::ALL {
        let answer = hub.ask_as(&partners.actor(&hub, party).await, LIST, json!({})).await;
        let expected = if party == Party::Operator { 2 } else { 1 };
        assert_eq!(answer["data"]["partners"]["totalCount"], expected, "{party:?}: {answer}");
    }
});

on_both!(those_who_run_the_network_say_what_a_partner_is_and_who_governs_it, |hub| {
    let partners = Partners::of(&hub).await;
    let ada = hub.operator("Ada").await;
    let change = json!({
        "name": " Parc des Pyrénées catalanes ", "siteUrl": "https://parc.example", "structure": structure_id(partners.sister),
    });
    let changed = update(&hub, &partners, &ada, change).await;
    let expected = json!({
        "slug": "parc", "name": "Parc des Pyrénées catalanes", "siteUrl": "https://parc.example", "version": 2,
        "structure": { "id": structure_id(partners.sister) },
    });
    assert_eq!((&changed["partner"], refusals(&changed).len()), (&expected, 0), "{changed}");
    assert_eq!(hub.count("audit_event where act = 'partner.update'").await, 1);
});

on_both!(what_says_nothing_new_of_a_partner_makes_no_new_version, |hub| {
    let partners = Partners::of(&hub).await;
    let ada = hub.operator("Ada").await;
    let same = update(&hub, &partners, &ada, json!({ "name": "parc", "siteUrl": null })).await;
    assert_eq!(same["partner"]["version"], 1, "{same}");
    assert_eq!(hub.count("audit_event").await, 0);
});

on_both!(who_read_an_older_version_of_a_partner_is_told_what_changed, |hub| {
    let partners = Partners::of(&hub).await;
    let ada = hub.operator("Ada").await;
    update(&hub, &partners, &ada, json!({ "name": "Le parc" })).await;
    let stale = update(&hub, &partners, &ada, json!({ "siteUrl": "https://parc.example" })).await;
    assert_eq!(refusals(&stale), ["CONFLICT input.expectedVersion"]);
    let conflict = &stale["conflict"];
    assert_eq!(
        (&conflict["current"]["version"], &conflict["changedFields"]),
        (&json!(2), &json!(["name"])),
        "{stale}"
    );
    assert!(conflict["changedBy"]["id"].is_string() && conflict["changedAt"].is_string(), "{stale}");
});

on_both!(faults_in_a_change_of_a_partner_are_told_all_at_once, |hub| {
    let partners = Partners::of(&hub).await;
    let ada = hub.operator("Ada").await;
    let wrong = update(&hub, &partners, &ada, json!({ "name": " ", "siteUrl": "parc" })).await;
    assert_eq!(refusals(&wrong), ["INVALID input.name", "INVALID input.siteUrl"]);
    let null = update(&hub, &partners, &ada, json!({ "name": null })).await;
    assert_eq!(refusals(&null), ["REQUIRED input.name"]);
});

on_both!(a_partner_is_governed_by_one_of_its_own_structures, |hub| {
    let partners = Partners::of(&hub).await;
    let ada = hub.operator("Ada").await;
    let foreign = json!({ "structure": structure_id(partners.others_own) });
    let refused = update(&hub, &partners, &ada, foreign).await;
    assert_eq!(refusals(&refused), ["INVALID input.structure"]);
});

/// What each is told who would change the partner: governing it goes before running the network.
async fn told(hub: &TestHub, partners: &Partners, party: Party) -> String {
    let actor = partners.actor(hub, party).await;
    let refused = update(hub, partners, &actor, json!({ "name": "Mine" })).await;
    let error = refused["userErrors"][0]["message"].as_str();
    error.unwrap_or_default().to_owned()
}

on_both!(a_partner_is_governed_in_person_by_the_administrators_of_its_own_structure, |hub| {
    let partners = Partners::of(&hub).await;
    for party in Party::ALL {
        let expected = match party {
            Party::Operator => "",
            Party::Administrator => "only those who run the network may do this",
            Party::Program => "a program governs no partner: an administrator does this in person",
            _ => "only administrators of the partner's own structure may do this",
        };
        assert_eq!(told(&hub, &partners, party).await, expected, "{party:?}");
    }
});

on_both!(a_structure_that_went_to_another_partner_governs_no_more, |hub| {
    let partners = Partners::of(&hub).await;
    hub.moves_to(partners.own, partners.other).await;
    let message = told(&hub, &partners, Party::Administrator).await;
    assert_eq!(message, "only administrators of the partner's own structure may do this");
});

on_both!(a_partner_that_one_does_not_read_is_not_found, |hub| {
    let partners = Partners::of(&hub).await;
    let adam = partners.actor(&hub, Party::Administrator).await;
    hub.partner_becomes(partners.partner, "PENDING").await;
    let refused = update(&hub, &partners, &adam, json!({ "name": "Mine" })).await;
    assert_eq!(refusals(&refused), ["NOT_FOUND input.id"]);
});

on_both!(who_merges_a_partners_own_structure_has_the_other_govern, |hub| {
    let partners = Partners::of(&hub).await;
    let ada = hub.operator("Ada").await;
    let merged = merge(&hub, &ada, partners.sister, partners.own).await;
    assert_eq!(merged["userErrors"], json!([]), "{merged}");
    let sira = hub.person("Sira", partners.sister, Role::Admin).await;
    let input = json!({ "id": partner_id(partners.partner), "expectedVersion": 1, "name": "Mine" });
    let refused = hub.mutate(&sira, "updatePartner", input, SELECTED).await;
    assert_eq!(refused["userErrors"][0]["message"], "only those who run the network may do this");
});
