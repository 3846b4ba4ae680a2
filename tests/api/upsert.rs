//! Records that partners' programs send.

use std::collections::BTreeSet;

use respyrem::kernel::actor::{Actor, ClientActor, Scope};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::on_both;
use crate::support::TestHub;
use crate::support::build::{refusals, structure_id};

const ITEMS: &str =
    "items { externalId outcome keptFields userErrors { code field } structure { id version name } }";

/// A program of the partner with this slug.
async fn program(hub: &TestHub, partner: &str, structures: Vec<Uuid>, scopes: &[Scope]) -> Actor {
    let partner = hub.partner(partner).await;
    let scopes = scopes.iter().copied().collect::<BTreeSet<_>>();
    Actor::Client(ClientActor {
        client: hub.new_id(),
        partner,
        structures,
        scopes,
        requests_per_minute: 300,
        expires_at: None,
    })
}

async fn connector(hub: &TestHub) -> Actor {
    program(hub, "solidaire", Vec::new(), &[Scope::ReadNetwork, Scope::WriteStructures]).await
}

async fn send(hub: &TestHub, client: &Actor, items: Value) -> Value {
    hub.mutate(client, "upsertStructures", json!({ "source": "annuaire", "items": items }), ITEMS).await
}

fn outcomes(payload: &Value) -> Vec<&str> {
    let items = payload["items"].as_array().unwrap_or_else(|| panic!("{payload}"));
    items.iter().map(|item| item["outcome"].as_str().expect("an outcome")).collect()
}

fn three() -> Value {
    json!([
        { "externalId": "1", "name": "Casal", "kind": "ASSOCIATIVE", "siret": "73282932000074" },
        { "externalId": "2", "name": "Forn", "kind": "PRIVATE", "phone": "04 68 00 00 01" },
        { "externalId": "3", "name": "Mairie", "kind": "PUBLIC" },
    ])
}

on_both!(the_same_items_again_and_again_double_nothing, |hub| {
    let client = connector(&hub).await;
    let first = send(&hub, &client, three()).await;
    assert_eq!(outcomes(&first), ["CREATED"; 3], "{first}");
    assert_eq!(first["items"][0]["structure"]["name"], "Casal");
    let (changes, sources) = (hub.count("outbox").await, hub.count("external_ref").await);
    for _ in 0..2 {
        let again = send(&hub, &client, three()).await;
        assert_eq!(outcomes(&again), ["UNCHANGED"; 3], "{again}");
        assert_eq!(again["items"][1]["structure"]["version"], 1);
    }
    assert_eq!((hub.count("outbox").await, hub.count("external_ref").await), (changes, sources));
    assert_eq!(
        hub.count("structure where status = 'PENDING'").await,
        1,
        "the network accepts what programs send"
    );
});

on_both!(a_program_says_trades_and_themes_of_structures, |hub| {
    hub.term("SECTOR", "boulangerie").await;
    let client = connector(&hub).await;
    let item =
        |sector: &str| json!([{ "externalId": "1", "name": "Forn", "kind": "PRIVATE", "sectors": [sector] }]);
    assert_eq!(outcomes(&send(&hub, &client, item("boulangerie")).await), ["CREATED"]);
    let sectors = "{ structures(filter: { sectors: [\"boulangerie\"] }) { nodes { name } } }";
    let answer = hub.ask_as(&client, sectors, json!({})).await;
    assert_eq!(answer["data"]["structures"]["nodes"], json!([{ "name": "Forn" }]), "{answer}");
    let refused = send(&hub, &client, item("meunerie")).await;
    assert_eq!(
        refused["items"][0]["userErrors"][0]["field"],
        json!(["input", "items", "0", "sectors"]),
        "{refused}"
    );
});

on_both!(one_bad_item_stops_no_other, |hub| {
    let client = connector(&hub).await;
    let mut items = three();
    items[0]["siret"] = json!("58801481");
    items[2]["name"] = Value::Null;
    items
        .as_array_mut()
        .expect("items")
        .push(json!({ "externalId": "2", "name": "Forn", "kind": "PRIVATE" }));
    let sent = send(&hub, &client, items).await;
    assert_eq!(outcomes(&sent), ["REFUSED", "CREATED", "REFUSED", "DUPLICATE"], "{sent}");
    let errors = |at: usize| &sent["items"][at]["userErrors"];
    assert_eq!(errors(0), &json!([{ "code": "INVALID", "field": ["input", "items", "0", "siret"] }]));
    assert_eq!(errors(2), &json!([{ "code": "REQUIRED", "field": ["input", "items", "2", "name"] }]));
    assert_eq!(hub.count("structure").await, 1);
});

on_both!(what_a_person_changed_is_kept_and_told, |hub| {
    let client = connector(&hub).await;
    let ada = hub.operator("Ada").await;
    let id = send(&hub, &client, three()).await["items"][1]["structure"]["id"].clone();
    let input = json!({ "id": id, "phone": "04 68 99 99 99", "expectedVersion": 1 });
    hub.mutate(&ada, "updateStructure", input, "structure { version }").await;
    let mut items = three();
    items[1]["phone"] = json!("04 68 00 00 02");
    items[2]["website"] = json!("https://mairie.example.org");
    let sent = send(&hub, &client, items.clone()).await;
    assert_eq!(outcomes(&sent), ["UNCHANGED", "UNCHANGED", "UPDATED"], "{sent}");
    assert_eq!(sent["items"][1]["keptFields"], json!(["phone"]));
    let again = send(&hub, &client, items).await;
    assert_eq!(outcomes(&again), ["UNCHANGED"; 3]);
    assert_eq!(again["items"][1]["keptFields"], json!(["phone"]));
});

on_both!(more_than_five_hundred_items_are_too_many, |hub| {
    let client = connector(&hub).await;
    let item = |number: u32| json!({ "externalId": number.to_string(), "name": "Casal", "kind": "PRIVATE" });
    let many = |count: u32| Value::from((0..count).map(item).collect::<Vec<_>>());
    assert_eq!(refusals(&send(&hub, &client, many(501)).await), ["INVALID input.items"]);
    assert_eq!(hub.count("structure").await, 0);
    let (sent, statements) = hub.statements(send(&hub, &client, many(500))).await;
    assert_eq!(outcomes(&sent), ["CREATED"; 500]);
    assert!(statements < 40, "{statements} statements for five hundred items");
});

on_both!(a_program_writes_what_its_key_lets_it_write_and_its_own_sources_only, |hub| {
    let client = connector(&hub).await;
    send(&hub, &client, three()).await;
    let other = program(&hub, "autre", Vec::new(), &[Scope::WriteStructures]).await;
    assert_eq!(refusals(&send(&hub, &other, three()).await), ["FORBIDDEN input.source"]);
    let reader = program(&hub, "lecteur", Vec::new(), &[Scope::ReadNetwork]).await;
    assert_eq!(refusals(&send(&hub, &reader, three()).await), ["FORBIDDEN input"]);
    let ada = hub.operator("Ada").await;
    assert_eq!(refusals(&send(&hub, &ada, three()).await), ["FORBIDDEN input"]);
    let input = json!({ "source": "autre", "items": three() });
    let sent = hub.mutate(&other, "upsertStructures", input, ITEMS).await;
    assert_eq!(outcomes(&sent), ["DUPLICATE", "CREATED", "CREATED"], "{sent}");
    assert_eq!(sent["items"][0]["structure"], Value::Null);
});

on_both!(projects_funding_sources_and_resources_are_sent_the_same_way, |hub| {
    let owner = hub.structure("Cal Forn").await;
    let scopes = [Scope::ReadTeam, Scope::WriteProjects, Scope::WriteFunding, Scope::WriteResources];
    let client = program(&hub, "solidaire", vec![owner], &scopes).await;
    for (mutation, record, item) in [
        ("upsertProjects", "project", json!({ "externalId": "p", "title": "Four", "budget": 1250.5 })),
        (
            "upsertFundingSources",
            "fundingSource",
            json!({ "externalId": "f", "title": "Aide", "aidType": "GRANT" }),
        ),
        ("upsertResources", "resource", json!({ "externalId": "r", "title": "Pain", "languages": ["fr"] })),
    ] {
        let shown = format!("items {{ outcome userErrors {{ code field message }} {record} {{ version }} }}");
        for outcome in ["CREATED", "UNCHANGED", "UNCHANGED"] {
            let input = json!({ "source": "site", "owner": structure_id(owner), "items": [item] });
            let sent = hub.mutate(&client, mutation, input, &shown).await;
            assert_eq!(outcomes(&sent), [outcome], "{sent}");
            assert_eq!(sent["items"][0][record]["version"], 1);
        }
        let mut orphan = item;
        orphan["externalId"] = json!("x");
        let sent =
            hub.mutate(&client, mutation, json!({ "source": "site", "items": [orphan] }), &shown).await;
        assert_eq!(sent["items"][0]["userErrors"][0]["code"], "REQUIRED", "{sent}");
    }
    let input = json!({ "source": "site", "owner": structure_id(owner),
        "items": [{ "externalId": "q", "title": "Four", "lead": "no:one" }] });
    let sent = hub
        .mutate(&client, "upsertProjects", input, "items { outcome userErrors { code field message } }")
        .await;
    assert_eq!(sent["items"][0]["userErrors"][0]["field"], json!(["input", "items", "0", "lead"]), "{sent}");
    assert_eq!(sent["items"][0]["userErrors"][0]["code"], "NOT_FOUND");
});
