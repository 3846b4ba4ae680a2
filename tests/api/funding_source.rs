//! Funding sources: finding and listing them, and how they close.

use respyrem::access::Visibility;
use respyrem::domain::funding_source::close_past;
use respyrem::kernel::actor::Role;
use sea_orm::ActiveValue::Set;
use serde_json::{Value, json};

use crate::on_both;
use crate::support::build::structure_id;
use crate::support::funding_source::funding_source_id;
use crate::support::project::day;

on_both!(a_source_is_found_by_identifier_and_slug_with_what_it_names, |hub| {
    let owner = hub.structure("Parc").visibility(Visibility::Public).await;
    let commune = hub.commune("66124", "Font-Romeu").await;
    let source = hub.funding_source(owner, "Cantines").at(commune).marked(hub.theme("cantine").await);
    let id = source.marked(hub.audience("PUBLIC").await).await;
    let query = "query($id: ID!) { fundingSource(id: $id) { slug title { value } funderName status allowedTransitions isOpen
        audiences { code label { value } } themes { scheme code } territories { totalCount nodes { name } } } }";
    let (answer, statements) = hub.statements(hub.ask(query, json!({ "id": funding_source_id(id) }))).await;
    let mut found = answer["data"]["fundingSource"].clone();
    let slug = found["slug"].take();
    let expected = json!({ "slug": null, "title": { "value": "Cantines" }, "funderName": "Fonds des cimes",
        "status": "PUBLISHED", "allowedTransitions": ["CLOSED"], "isOpen": true,
        "audiences": [{ "code": "PUBLIC", "label": { "value": "Organismes publics" } }],
        "themes": [{ "scheme": "THEME", "code": "cantine" }],
        "territories": { "totalCount": 1, "nodes": [{ "name": "Font-Romeu" }] } });
    assert_eq!(found, expected, "{answer}");
    assert_eq!(statements, 1);
    let query = "query($slug: String!) { fundingSource(slug: $slug) { id } }";
    let answer = hub.ask(query, json!({ "slug": slug })).await;
    assert_eq!(answer["data"]["fundingSource"]["id"], funding_source_id(id));
});

on_both!(sources_are_listed_in_the_order_of_their_days, |hub| {
    let owner = hub.structure("Parc").await;
    for (title, opens, closes) in [
        ("Avril", Some("2026-02-01"), Some("2026-04-01")),
        ("Mars", None, Some("2026-03-20")),
        ("Toujours", Some("2025-01-01"), None),
    ] {
        let source = hub.funding_source(owner, title).with(|row| {
            row.opens_on = Set(opens.map(day));
            row.closes_on = Set(closes.map(day));
            row.recurrence = Set("PERMANENT".to_owned());
        });
        source.await;
    }
    let query = "query($by: FundingSourceOrderField!, $after: Cursor) { fundingSources(first: 1, after: $after, orderBy: [{ by: $by }]) {
        nodes { title { value } } pageInfo { endCursor } } }";
    for (by, expected) in [
        ("CLOSES_ON", ["Mars", "Avril", "Toujours"]),
        ("OPENS_ON", ["Mars", "Toujours", "Avril"]),
        ("NAME", ["Avril", "Mars", "Toujours"]),
    ] {
        let mut after = Value::Null;
        for title in expected {
            let answer = hub.ask(query, json!({ "by": by, "after": after })).await;
            let page = &answer["data"]["fundingSources"];
            assert_eq!(page["nodes"][0]["title"]["value"], title, "{by}: {answer}");
            after = page["pageInfo"]["endCursor"].clone();
        }
    }
});

on_both!(conditions_narrow_the_list, |hub| {
    let owner = hub.structure("Parc").visibility(Visibility::Public).await;
    let hidden = hub.structure("Mécène discret").visibility(Visibility::Private).await;
    hub.funding_source(owner, "Cantines").with(|row| row.funder_id = Set(Some(owner))).await;
    let prize = hub.funding_source(owner, "Concours").with(|row| row.aid_type = Set("PRIZE".to_owned()));
    prize.with(|row| row.funder_id = Set(Some(hidden))).await;
    let closed = hub.funding_source(owner, "Fini").with(|row| row.status = Set("CLOSED".to_owned()));
    closed.with(|row| row.eu_fund = Set(Some("FEDER".to_owned()))).await;
    let query = "query($filter: FundingSourceFilter) { fundingSources(filter: $filter) { totalCount } }";
    for (filter, expected) in [
        (json!({ "status": ["PUBLISHED"] }), 2),
        (json!({ "aidType": ["PRIZE", "LOAN"] }), 1),
        (json!({ "euFund": ["FEDER"] }), 1),
        (json!({ "isOpen": true }), 2),
        (json!({ "isOpen": false }), 1),
        (json!({ "openOn": "2026-04-30" }), 2),
        (json!({ "openOn": "2026-05-01" }), 0),
        (json!({ "funder": [structure_id(owner)] }), 1),
        // Naming a structure that one may not see finds nothing.
        (json!({ "funder": [structure_id(hidden)] }), 0),
    ] {
        let answer = hub.ask(query, json!({ "filter": filter })).await;
        assert_eq!(answer["data"]["fundingSources"]["totalCount"], expected, "{filter}: {answer}");
    }
});

on_both!(a_structure_shows_what_it_gives_and_a_source_hides_a_funder_that_is_hidden, |hub| {
    let owner = hub.structure("Parc").visibility(Visibility::Public).siret("55210055400013").await;
    let hidden = hub.structure("Mécène discret").visibility(Visibility::Private).await;
    hub.funding_source(owner, "Cantines").with(|row| row.funder_id = Set(Some(owner))).await;
    let team = hub.funding_source(owner, "Réserve").visibility(Visibility::Team);
    team.with(|row| row.funder_id = Set(Some(owner))).await;
    hub.funding_source(owner, "Don").with(|row| row.funder_id = Set(Some(hidden))).await;
    let query =
        "{ structure(siret: \"55210055400013\") { fundingSources { totalCount nodes { title { value } } } }
        fundingSources { nodes { title { value } funder { name } } } }";
    let (answer, statements) = hub.statements(hub.ask(query, json!({}))).await;
    let given = json!({ "totalCount": 1, "nodes": [{ "title": { "value": "Cantines" } }] });
    assert_eq!(answer["data"]["structure"]["fundingSources"], given, "{answer}");
    let all = json!({ "nodes": [
        { "title": { "value": "Cantines" }, "funder": { "name": "Parc" } },
        { "title": { "value": "Don" }, "funder": null },
    ] });
    assert_eq!(answer["data"]["fundingSources"], all);
    assert_eq!(statements, 3);
});

on_both!(the_last_day_counts_whole_in_the_time_of_the_network, |hub| {
    let owner = hub.structure("Parc").await;
    hub.funding_source(owner, "Cantines").with(|row| row.closes_on = Set(Some(day("2026-03-16")))).await;
    let query = "{ fundingSources { nodes { daysLeft isOpen } } }";
    for (now, left, open) in [
        ("2026-03-14T09:00:00Z", json!(2), true),
        ("2026-03-15T23:30:00Z", json!(0), true),
        ("2026-03-16T22:59:00Z", json!(0), true),
        ("2026-03-16T23:00:00Z", Value::Null, false),
    ] {
        hub.clock.set(now.parse().expect("a moment"));
        let answer = hub.ask(query, json!({})).await;
        let expected = json!([{ "daysLeft": left, "isOpen": open }]);
        assert_eq!(answer["data"]["fundingSources"]["nodes"], expected, "{now}: {answer}");
    }
});

on_both!(the_day_after_its_last_a_source_is_closed_once, |hub| {
    let owner = hub.structure("Parc").await;
    let editor = hub.person("Aina", owner, Role::Editor).await;
    let closing =
        hub.funding_source(owner, "Cantines").with(|row| row.closes_on = Set(Some(day("2026-03-13"))));
    let closing = closing.await;
    hub.funding_source(owner, "Jusqu'à ce soir")
        .with(|row| row.closes_on = Set(Some(day("2026-03-14"))))
        .await;
    let kept = hub.funding_source(owner, "Toujours").with(|row| row.closes_on = Set(Some(day("2026-03-13"))));
    kept.with(|row| row.recurrence = Set("PERMANENT".to_owned())).await;
    assert_eq!(close_past(&hub.store).await.expect("closed"), 1);
    assert_eq!(close_past(&hub.store).await.expect("closed"), 0);
    assert_eq!(hub.events().await, ["funding_source.closed"]);
    let query = "query($id: ID!) { fundingSource(id: $id) { status version statusHistory { nodes { from to actor { displayName } } } } }";
    let answer = hub.ask_as(&editor, query, json!({ "id": funding_source_id(closing) })).await;
    let history = json!({ "nodes": [{ "from": "PUBLISHED", "to": "CLOSED", "actor": null }] });
    let expected = json!({ "status": "CLOSED", "version": 2, "statusHistory": history });
    assert_eq!(answer["data"]["fundingSource"], expected, "{answer}");
});
