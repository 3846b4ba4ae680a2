//! Funding sources: which of them a project may ask for.

use respyrem::access::Visibility;
use sea_orm::ActiveValue::Set;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::on_both;
use crate::support::TestHub;
use crate::support::project::day;

/// What a partner's web site asks: which aids are open to an association at Font-Romeu for this project.
const OPEN_FUNDING: &str = r#"{
    fundingSources(first: 20, filter: { openOn: "2026-03-01", eligibleFor: { kind: ASSOCIATIVE, inseeCode: "66124", themes: ["education-alimentaire"], budget: 4500000 } }) {
        totalCount nodes { title { value } funder { name } aidType euFund minRatePct maxRatePct closesOn daysLeft lastConfirmedOn applicationUrl }
    }
}"#;

/// Font-Romeu and its places.
struct Places {
    owner: Uuid,
    commune: Uuid,
    department: Uuid,
    elsewhere: Uuid,
}

async fn places(hub: &TestHub) -> Places {
    let commune = hub.commune("66124", "Font-Romeu").await;
    Places {
        owner: hub.structure("Parc").visibility(Visibility::Public).await,
        commune,
        department: hub.area("DEPARTMENT", "66", &[commune]).await,
        elsewhere: hub.commune("09122", "Foix").await,
    }
}

/// The titles of the sources that answer a query.
fn titles(answer: &Value) -> Vec<&str> {
    let list = &answer["data"]["fundingSources"];
    let nodes = list["nodes"].as_array().unwrap_or_else(|| panic!("{answer}"));
    assert_eq!(list["totalCount"], nodes.len());
    nodes.iter().map(|node| node["title"]["value"].as_str().expect("a title")).collect()
}

on_both!(the_aids_that_are_open_to_me_are_told_with_their_terms, |hub| {
    let at = places(&hub).await;
    let theme = hub.theme("education-alimentaire").await;
    let source = hub.funding_source(at.owner, "Cantines").at(at.department).marked(theme);
    source
        .marked(hub.audience("ASSOCIATIVE").await)
        .with(|row| {
            row.funder_id = Set(Some(at.owner));
            row.eu_fund = Set(Some("FEADER".to_owned()));
            row.min_rate = Set(Some(1_650));
            row.max_rate = Set(Some(8_000));
            row.min_amount = Set(Some(3_600_000));
            row.closes_on = Set(Some(day("2026-03-14")));
            row.last_confirmed_on = Set(Some(day("2026-02-01")));
            row.application_url = Set(Some("https://example.org/cantines".to_owned()));
        })
        .await;
    let (answer, statements) = hub.statements(hub.ask(OPEN_FUNDING, json!({}))).await;
    let node = json!({ "title": { "value": "Cantines" }, "funder": { "name": "Parc" }, "aidType": "GRANT",
        "euFund": "FEADER", "minRatePct": 16.5, "maxRatePct": 80.0, "closesOn": "2026-03-14", "daysLeft": 0,
        "lastConfirmedOn": "2026-02-01", "applicationUrl": "https://example.org/cantines" });
    assert_eq!(answer["data"], json!({ "fundingSources": { "totalCount": 1, "nodes": [node] } }), "{answer}");
    // Whether the commune is known, the rows, their number, the funders.
    assert_eq!(statements, 4);
});

on_both!(the_place_of_the_project_counts_and_not_that_of_the_funder, |hub| {
    let at = places(&hub).await;
    let epci = hub.area("EPCI", "200049211", &[at.commune]).await;
    let region = hub.area("REGION", "76", &[at.department, at.elsewhere]).await;
    let park = hub.area("PNR", "FR8000027", &[epci]).await;
    let drawn = hub.area("ADHOC", "vallees", &[at.commune]).await;
    let near = hub.structure("Voisin").visibility(Visibility::Public).at(at.commune).await;
    let far = hub.structure("Lointain").visibility(Visibility::Public).at(at.elsewhere).await;
    for (title, place, funder) in [
        ("Ailleurs", at.elsewhere, near),
        ("Commune", at.commune, far),
        ("Département", at.department, far),
        ("Dessin", drawn, far),
        ("EPCI", epci, far),
        ("Parc", park, far),
        ("Région", region, far),
    ] {
        let source = hub.funding_source(at.owner, title).at(place);
        source.with(|row| row.funder_id = Set(Some(funder))).await;
    }
    let answer = hub.ask(OPEN_FUNDING, json!({})).await;
    assert_eq!(titles(&answer), ["Commune", "Département", "Dessin", "EPCI", "Parc", "Région"]);
});

on_both!(a_source_that_is_not_open_to_the_project_is_not_there, |hub| {
    let at = places(&hub).await;
    let (food, paths) = (hub.theme("education-alimentaire").await, hub.theme("sentiers").await);
    let (associations, companies) = (hub.audience("ASSOCIATIVE").await, hub.audience("PRIVATE").await);
    let here = |title: &str| hub.funding_source(at.owner, title).at(at.department);
    here("Pour tous").await;
    here("Pour tout thème").marked(associations).await;
    here("Pour les deux").marked(associations).marked(companies).marked(food).marked(paths).await;
    here("Jusqu'au jour même").with(|row| row.closes_on = Set(Some(day("2026-03-01")))).await;
    here("Toujours").with(|row| (row.opens_on, row.closes_on) = (Set(None), Set(None))).with(permanent).await;
    here("Entreprises").marked(companies).await;
    here("Sentiers").marked(paths).await;
    here("Fini").with(|row| row.closes_on = Set(Some(day("2026-02-28")))).await;
    here("À venir").with(|row| row.opens_on = Set(Some(day("2026-03-02")))).await;
    here("Brouillon").with(|row| row.status = Set("DRAFT".to_owned())).await;
    here("Discret").visibility(Visibility::Team).await;
    hub.funding_source(at.owner, "Sans lieu").await;
    let answer = hub.ask(OPEN_FUNDING, json!({})).await;
    let expected = ["Jusqu'au jour même", "Pour les deux", "Pour tous", "Pour tout thème", "Toujours"];
    assert_eq!(titles(&answer), expected);
});

fn permanent(row: &mut entities::funding_source::ActiveModel) {
    row.recurrence = Set("PERMANENT".to_owned());
}

on_both!(a_budget_is_enough_for_the_least_amount_to_the_cent, |hub| {
    let at = places(&hub).await;
    let here = |title: &str, min: i64, rate: Option<i32>| {
        hub.funding_source(at.owner, title).at(at.commune).with(|row| {
            row.min_amount = Set(Some(min));
            row.max_rate = Set(rate);
        })
    };
    here("Juste assez", 3_600_000, Some(8_000)).await;
    here("Un centime de trop", 3_600_001, Some(8_000)).await;
    here("Sans taux", 4_500_000, None).await;
    here("Sans taux, trop", 4_500_001, None).await;
    assert_eq!(titles(&hub.ask(OPEN_FUNDING, json!({})).await), ["Juste assez", "Sans taux"]);
});

on_both!(a_commune_that_is_not_known_is_refused, |hub| {
    places(&hub).await;
    let query = "query($filter: FundingSourceFilter) { fundingSources(filter: $filter) { totalCount } }";
    let known = json!({ "eligibleFor": { "inseeCode": "66124" } });
    for code in ["66999", "66500x", "6613"] {
        let unknown = json!({ "eligibleFor": { "inseeCode": code } });
        for filter in [unknown.clone(), json!({ "and": [known, { "not": unknown }] })] {
            let answer = hub.ask(query, json!({ "filter": filter })).await;
            let expected = json!({ "code": "INVALID", "argument": "filter.eligibleFor.inseeCode" });
            assert_eq!(answer["errors"][0]["extensions"], expected, "{filter}: {answer}");
        }
    }
    let answer = hub.ask(query, json!({ "filter": known })).await;
    assert_eq!(answer["data"]["fundingSources"]["totalCount"], 0);
});

on_both!(a_condition_without_a_commune_asks_nothing_more, |hub| {
    let query = "{ fundingSources(filter: { eligibleFor: { kind: PUBLIC } }) { nodes { id } } }";
    let (answer, statements) = hub.statements(hub.ask(query, json!({}))).await;
    assert_eq!(answer, json!({ "data": { "fundingSources": { "nodes": [] } } }));
    assert_eq!(statements, 1);
});
