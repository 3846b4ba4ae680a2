//! What people look for in three languages, and what they find first in the demonstration: the same on both databases.

use respyrem::demo;
use serde_json::json;

use crate::on_both;

/// A search a line: what is looked for, how many records are found, and the titles of the first two.
const QUERIES: &str = include_str!("search_queries.txt");

const SEARCH: &str = "query($text: String!) { search(query: $text, first: 2) { totalCount nodes { record {
    ... on Structure { name } ... on Project { title { value } } ... on Action { title { value } }
    ... on FundingSource { title { value } } ... on TeachingResource { title { value } }
    ... on TrainingPath { title { value } } } } } }";

on_both!(people_find_what_they_look_for, |hub| {
    demo::load(&hub.store).await.expect("it loads");
    let (mut asked, mut wrong) = (0, Vec::new());
    for line in QUERIES.lines() {
        let text = line.split(" | ").next().expect("a text");
        let answer = hub.ask(SEARCH, json!({ "text": text })).await;
        let page = &answer["data"]["search"];
        let mut found = format!("{text} | {}", page["totalCount"]);
        for node in page["nodes"].as_array().unwrap_or_else(|| panic!("{answer}")) {
            let record = &node["record"];
            let name = record["name"].as_str().or_else(|| record["title"]["value"].as_str()).expect("a name");
            found.push_str(" | ");
            found.push_str(name.trim_end_matches(" (démo)"));
        }
        asked += 1;
        if found != line {
            wrong.push(found);
        }
    }
    assert!(asked >= 60, "{asked}");
    assert!(wrong.is_empty(), "found otherwise:\n{}", wrong.join("\n"));
});
