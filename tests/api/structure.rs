//! Structures.

use serde_json::json;

use crate::on_both;

on_both!(an_empty_hub_lists_nothing, |hub| {
    let (answer, statements) = hub.statements(hub.ask("{ structures { totalCount nodes { id name owner { name } viewer { edit { allowed reason } } location { lat precision } labels { scheme } branches { totalCount nodes { name } } description { value all { locale value } } actionTerritories(first: 2) { edges { cursor node { name } } pageInfo { hasNextPage } } } } }", json!({}))).await;
    assert_eq!(answer, json!({ "data": { "structures": { "totalCount": 0, "nodes": [] } } }));
    assert_eq!(statements, 2);
});
