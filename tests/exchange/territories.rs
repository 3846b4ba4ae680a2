//! Places told by files.

use respyrem::exchange::apply::Verdict;
use serde_json::json;

use super::{import_places, remarks, sums};
use crate::on_both;
use crate::support::TestHub;

const HEADER: &str = "kind,code,name,population,parents\n";
const PLACES: &str = "REGION,76,Occitanie,,\nDEPARTMENT,66,Pyrénées-Orientales,,REGION:76\n\
    EPCI,200049211,Conflent,,DEPARTMENT:66\nEPCI,246600282,Sud-Roussillon,,DEPARTMENT:66\n\
    PNR,FR8000052,Pyrénées catalanes,,\n";

/// The codes of what a commune lies in, in order.
async fn within(hub: &TestHub, code: &str) -> Vec<String> {
    let query = "query ($codes: [String!]) { territories(filter: { code: $codes }) { nodes { within(first: 20) { nodes { code } } } } }";
    let answer = hub.ask(query, json!({ "codes": [code] })).await;
    let nodes = answer["data"]["territories"]["nodes"][0]["within"]["nodes"].as_array();
    let nodes = nodes.unwrap_or_else(|| panic!("{answer}"));
    let mut codes: Vec<String> =
        nodes.iter().filter_map(|node| node["code"].as_str().map(str::to_owned)).collect();
    codes.sort_unstable();
    codes
}

on_both!(a_commune_lies_in_all_that_its_larger_places_lie_in, |hub| {
    let text = format!("{HEADER}{PLACES}COMMUNE,66149,Prades,6124,EPCI:200049211|PNR:FR8000052\n");
    assert_eq!(sums(&import_places(&hub, &text).await), [6, 0, 0, 0, 0]);
    assert_eq!(within(&hub, "66149").await, ["200049211", "66", "76", "FR8000052"]);
    assert_eq!(sums(&import_places(&hub, &text).await), [0, 0, 6, 0, 0]);
});

on_both!(a_commune_that_changes_its_grouping_keeps_its_park, |hub| {
    import_places(&hub, &format!("{HEADER}{PLACES}COMMUNE,66149,Prades,,EPCI:200049211|PNR:FR8000052\n"))
        .await;
    let report = import_places(&hub, &format!("{HEADER}COMMUNE,66149,Prades,6124,EPCI:246600282\n")).await;
    assert_eq!(report.lines[0].verdict, Verdict::Updated(vec!["population", "within"]));
    assert_eq!(within(&hub, "66149").await, ["246600282", "66", "76", "FR8000052"]);
});

on_both!(what_lies_in_a_place_follows_it, |hub| {
    let text = format!("{HEADER}{PLACES}COMMUNE,66149,Prades,,EPCI:200049211\n");
    import_places(&hub, &text).await;
    let report = import_places(
        &hub,
        &format!("{HEADER}REGION,99,Une autre,,\nDEPARTMENT,66,Pyrénées-Orientales,,REGION:99\n"),
    )
    .await;
    assert_eq!(sums(&report), [1, 1, 0, 0, 0]);
    assert_eq!(within(&hub, "66149").await, ["200049211", "66", "99"]);
});

on_both!(a_larger_place_has_to_be_known, |hub| {
    let text = format!("{HEADER}COMMUNE,66149,Prades,,EPCI:200049211\nREGION,76,Occitanie,,REGION:76\n");
    let report = import_places(&hub, &text).await;
    assert_eq!(sums(&report), [0, 0, 0, 0, 2]);
    assert_eq!(
        remarks(&report)[0],
        (2, "parents", "the place “EPCI:200049211” is not known: import it first")
    );
    assert_eq!(remarks(&report)[1].2, "a place does not lie within itself");
});
