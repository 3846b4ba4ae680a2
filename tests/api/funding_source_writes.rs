//! Funding sources: making them, changing them, and the steps of their life.

use respyrem::access::Visibility;
use respyrem::kernel::actor::{Actor, Role};
use sea_orm::ActiveValue::Set;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::on_both;
use crate::support::TestHub;
use crate::support::build::{refusals, structure_id};
use crate::support::funding_source::funding_source_id;
use crate::support::project::day;

const TOLD: &str = "fundingSource { id version status visibility title { value } aidType recurrence funder { name } funderName
    minRatePct maxRatePct minAmount maxAmount opensOn closesOn applicationUrl rules
    audiences { code } themes { code } territories { nodes { code } } viewer { edit { allowed } } }";

async fn create(hub: &TestHub, actor: &Actor, input: Value) -> Value {
    hub.mutate(actor, "createFundingSource", input, TOLD).await
}

async fn update(hub: &TestHub, actor: &Actor, source: Uuid, change: Value) -> Value {
    let mut input = json!({ "id": funding_source_id(source), "expectedVersion": 1 });
    let change = change.as_object().expect("an object").clone();
    input.as_object_mut().expect("an object").extend(change);
    let selected =
        format!("{TOLD} conflict {{ current {{ version }} changedFields changedBy {{ displayName }} }}");
    hub.mutate(actor, "updateFundingSource", input, &selected).await
}

async fn step(hub: &TestHub, actor: &Actor, source: Uuid, to: &str, version: i32) -> Value {
    let input = json!({ "id": funding_source_id(source), "to": to, "expectedVersion": version });
    let selected = "fundingSource { version status } conflict { current { version } changedFields }";
    hub.mutate(actor, "changeFundingSourceStatus", input, selected).await
}

on_both!(an_editor_makes_a_draft, |hub| {
    let owner = hub.structure("Parc").await;
    let funder = hub.structure("Fonds").visibility(Visibility::Public).await;
    hub.commune("66124", "Font-Romeu").await;
    hub.theme("cantine").await;
    let editor = hub.person("Aina", owner, Role::Editor).await;
    let input = json!({ "owner": structure_id(owner), "title": { "fr": "Cantines" }, "aidType": "GRANT",
        "recurrence": "RECURRING", "funder": structure_id(funder), "minRatePct": 20, "maxRatePct": 33.33,
        "minAmount": 100000, "maxAmount": 4000000, "opensOn": "2026-01-01", "closesOn": "2026-06-30",
        "applicationUrl": "https://example.org/aide", "rules": { "maxPublicAid": 8000 },
        "audiences": ["PUBLIC", "ASSOCIATIVE"], "themes": ["cantine"],
        "territories": [{ "kind": "COMMUNE", "code": "66124" }] });
    let made = create(&hub, &editor, input).await;
    assert_eq!(refusals(&made), Vec::<String>::new());
    let mut source = made["fundingSource"].clone();
    source.as_object_mut().expect("a source").remove("id");
    let expected = json!({ "version": 1, "status": "DRAFT", "visibility": "TEAM", "title": { "value": "Cantines" },
        "aidType": "GRANT", "recurrence": "RECURRING", "funder": { "name": "Fonds" }, "funderName": null,
        "minRatePct": 20.0, "maxRatePct": 33.33, "minAmount": 100000, "maxAmount": 4000000,
        "opensOn": "2026-01-01", "closesOn": "2026-06-30", "applicationUrl": "https://example.org/aide",
        "rules": { "maxPublicAid": 8000 }, "audiences": [{ "code": "ASSOCIATIVE" }, { "code": "PUBLIC" }],
        "themes": [{ "code": "cantine" }], "territories": { "nodes": [{ "code": "66124" }] },
        "viewer": { "edit": { "allowed": true } } });
    assert_eq!(source, expected);
    assert_eq!(hub.events().await, ["funding_source.created"]);
});

on_both!(every_fault_of_a_source_is_told_at_once, |hub| {
    let owner = hub.structure("Parc").await;
    let hidden = hub.structure("Mécène discret").visibility(Visibility::Private).await;
    let editor = hub.person("Aina", owner, Role::Editor).await;
    let input = json!({ "owner": structure_id(owner), "title": { "fr": " " }, "aidType": "LOAN",
        "funder": structure_id(hidden), "funderName": "x".repeat(201), "minRatePct": 12.345, "maxRatePct": 120,
        "minAmount": 2, "maxAmount": 1, "opensOn": "2026-02-01", "closesOn": "2026-01-01",
        "applicationUrl": "ftp://example.org", "rules": [1], "themes": ["inconnu"],
        "territories": [{ "kind": "COMMUNE", "code": "66999" }] });
    let refused = create(&hub, &editor, input).await;
    let expected = [
        "REQUIRED input.title.fr",
        "INVALID input.funderName",
        "INVALID input.minRatePct",
        "INVALID input.maxRatePct",
        "INVALID input.maxAmount",
        "INVALID input.closesOn",
        "INVALID input.applicationUrl",
        "INVALID input.rules",
        "NOT_FOUND input.funder",
        "INVALID input.themes.0",
        "INVALID input.territories.0",
    ];
    assert_eq!(refusals(&refused), expected);
    assert_eq!(hub.count("funding_source").await, 0);
});

on_both!(only_editors_of_the_owner_make_and_change_a_source, |hub| {
    let owner = hub.structure("Parc").visibility(Visibility::Public).await;
    let hidden = hub.structure("Mécène discret").visibility(Visibility::Private).await;
    let viewer = hub.person("Biel", owner, Role::Viewer).await;
    for (structure, refusal) in [(owner, "FORBIDDEN input.owner"), (hidden, "NOT_FOUND input.owner")] {
        let input =
            json!({ "owner": structure_id(structure), "title": { "fr": "Cantines" }, "aidType": "GRANT" });
        assert_eq!(refusals(&create(&hub, &viewer, input).await), [refusal]);
    }
    let shown = hub.funding_source(owner, "Montrée").await;
    let secret = hub.funding_source(owner, "Secrète").visibility(Visibility::Private).await;
    for (source, refusal) in [(shown, "FORBIDDEN input.id"), (secret, "NOT_FOUND input.id")] {
        assert_eq!(
            refusals(&update(&hub, &viewer, source, json!({ "programme": "Cimes" })).await),
            [refusal]
        );
        assert_eq!(refusals(&step(&hub, &viewer, source, "CLOSED", 1).await), [refusal]);
    }
    assert!(hub.events().await.is_empty());
});

on_both!(what_is_not_named_stays_and_what_is_null_goes, |hub| {
    let owner = hub.structure("Parc").await;
    let commune = hub.commune("66124", "Font-Romeu").await;
    let editor = hub.person("Aina", owner, Role::Editor).await;
    let source = hub.funding_source(owner, "Cantines").at(commune).marked(hub.theme("cantine").await);
    let source = source.with(|row| row.max_rate = Set(Some(8_000))).await;
    let change = json!({ "title": { "fr": "Assiettes" }, "maxRatePct": null, "themes": null, "closesOn": "2026-05-31" });
    let told = update(&hub, &editor, source, change).await["fundingSource"].take();
    assert_eq!((&told["version"], &told["title"]["value"]), (&json!(2), &json!("Assiettes")));
    assert_eq!((&told["maxRatePct"], &told["themes"]), (&Value::Null, &json!([])));
    assert_eq!((&told["opensOn"], &told["closesOn"]), (&json!("2026-01-01"), &json!("2026-05-31")));
    assert_eq!(told["territories"]["nodes"], json!([{ "code": "66124" }]));
    let logged = hub.logged().await;
    assert_eq!(logged[0].event, "funding_source.updated");
    assert_eq!(logged[0].changed_fields, json!(["title", "maxRatePct", "closesOn", "themes"]));
    let stale = update(&hub, &editor, source, json!({ "programme": "Cimes" })).await;
    assert_eq!(refusals(&stale), ["CONFLICT input.expectedVersion"]);
    assert_eq!(stale["conflict"]["current"]["version"], 2);
    assert_eq!(stale["conflict"]["changedBy"]["displayName"], "Aina");
});

on_both!(a_change_that_changes_nothing_writes_nothing, |hub| {
    let owner = hub.structure("Parc").await;
    let editor = hub.person("Aina", owner, Role::Editor).await;
    let source = hub.funding_source(owner, "Cantines").at(hub.commune("66124", "Font-Romeu").await).await;
    let told = update(&hub, &editor, source, json!({ "aidType": "GRANT", "programme": null })).await;
    assert_eq!(told["fundingSource"]["version"], 1);
    assert!(hub.events().await.is_empty());
});

on_both!(a_published_source_keeps_what_it_needs_to_be, |hub| {
    let owner = hub.structure("Parc").await;
    let commune = hub.commune("66124", "Font-Romeu").await;
    let editor = hub.person("Aina", owner, Role::Editor).await;
    let source = hub.funding_source(owner, "Cantines").at(commune).await;
    let change = json!({ "funderName": null, "closesOn": null, "territories": [] });
    let refused = update(&hub, &editor, source, change).await;
    let expected = ["REQUIRED input.funderName", "REQUIRED input.closesOn", "REQUIRED input.territories"];
    assert_eq!(refusals(&refused), expected);
    let permanent = json!({ "recurrence": "PERMANENT", "closesOn": null });
    assert_eq!(update(&hub, &editor, source, permanent).await["fundingSource"]["version"], 2);
});

on_both!(a_source_goes_from_draft_to_archive_by_its_steps, |hub| {
    let owner = hub.structure("Parc").await;
    let commune = hub.commune("66124", "Font-Romeu").await;
    let editor = hub.person("Aina", owner, Role::Editor).await;
    let source =
        hub.funding_source(owner, "Cantines").at(commune).with(|row| row.status = Set("DRAFT".to_owned()));
    let source = source.await;
    assert_eq!(refusals(&step(&hub, &editor, source, "PUBLISHED", 1).await), ["INVALID_TRANSITION input.to"]);
    let steps = ["IN_REVIEW", "DRAFT", "IN_REVIEW", "PUBLISHED", "CLOSED", "PUBLISHED", "CLOSED", "ARCHIVED"];
    for (version, to) in (1..).zip(steps) {
        let told = step(&hub, &editor, source, to, version).await;
        assert_eq!(told["fundingSource"], json!({ "version": version + 1, "status": to }), "{told}");
    }
    let stale = step(&hub, &editor, source, "PUBLISHED", 8).await;
    assert_eq!(stale["conflict"], json!({ "current": { "version": 9 }, "changedFields": ["status"] }));
    let (published, closed, other) =
        ("funding_source.published", "funding_source.closed", "funding_source.updated");
    let expected = [other, other, other, published, closed, published, closed, other];
    assert_eq!(hub.events().await, expected);
});

on_both!(a_source_is_published_only_with_a_place_and_a_day_to_come, |hub| {
    let owner = hub.structure("Parc").await;
    let commune = hub.commune("66124", "Font-Romeu").await;
    let editor = hub.person("Aina", owner, Role::Editor).await;
    let in_review = |title: &str, closes: Option<&str>, recurrence: &str| {
        let (closes, recurrence) = (closes.map(day), recurrence.to_owned());
        hub.funding_source(owner, title).with(move |row| {
            row.status = Set("IN_REVIEW".to_owned());
            row.closes_on = Set(closes);
            row.recurrence = Set(recurrence);
        })
    };
    let bare = in_review("Nue", None, "ONE_OFF").await;
    let refused = step(&hub, &editor, bare, "PUBLISHED", 1).await;
    assert_eq!(refusals(&refused), ["REQUIRED input.to", "REQUIRED input.to"]);
    let past = in_review("Passée", Some("2026-03-13"), "ONE_OFF").at(commune).await;
    assert_eq!(refusals(&step(&hub, &editor, past, "PUBLISHED", 1).await), ["INVALID input.to"]);
    let permanent = in_review("Permanente", None, "PERMANENT").at(commune).await;
    assert_eq!(step(&hub, &editor, permanent, "PUBLISHED", 1).await["fundingSource"]["status"], "PUBLISHED");
});

on_both!(a_draft_without_a_funder_stays_a_draft, |hub| {
    let owner = hub.structure("Parc").await;
    let editor = hub.person("Aina", owner, Role::Editor).await;
    let source = hub.funding_source(owner, "Cantines").with(|row| {
        row.status = Set("DRAFT".to_owned());
        row.funder_name = Set(None);
    });
    let source = source.await;
    assert_eq!(refusals(&step(&hub, &editor, source, "IN_REVIEW", 1).await), ["REQUIRED input.to"]);
});

on_both!(a_draft_is_read_by_its_editors_until_it_is_published, |hub| {
    let owner = hub.structure("Parc").await;
    hub.commune("66124", "Font-Romeu").await;
    let editor = hub.person("Aina", owner, Role::Editor).await;
    let input = json!({ "owner": structure_id(owner), "title": { "fr": "Cantines" }, "aidType": "GRANT",
        "recurrence": "PERMANENT", "funderName": "Fonds", "visibility": "PUBLIC",
        "territories": [{ "kind": "COMMUNE", "code": "66124" }] });
    let made = create(&hub, &editor, input).await;
    let id = made["fundingSource"]["id"].as_str().unwrap_or_else(|| panic!("{made}")).to_owned();
    for (to, seen) in [("IN_REVIEW", 0), ("PUBLISHED", 1), ("CLOSED", 1)] {
        let answer = hub.ask("{ fundingSources { totalCount } }", json!({})).await;
        assert_eq!(answer["data"]["fundingSources"]["totalCount"], u64::from(to == "CLOSED"), "before {to}");
        let version = match to {
            "IN_REVIEW" => 1,
            "PUBLISHED" => 2,
            _ => 3,
        };
        let input = json!({ "id": id, "to": to, "expectedVersion": version });
        let stepped =
            hub.mutate(&editor, "changeFundingSourceStatus", input, "fundingSource { status }").await;
        assert_eq!(stepped["fundingSource"]["status"], to, "{stepped}");
        let answer = hub.ask("{ fundingSources { totalCount } }", json!({})).await;
        assert_eq!(answer["data"]["fundingSources"]["totalCount"], seen, "after {to}");
    }
});
