//! Operations over the hub and partners' services.

use serde_json::json;

use super::world::{RNA, SIRET, World};
use crate::on_both;

on_both!(a_partner_adds_fields_to_a_structure, |hub| {
    let (world, _stock) = World::with_stock(hub).await;
    let query = format!(
        "{{ structure(siret: \"{SIRET}\") {{ nom: name lends(first: 1) {{ ... on Tool {{ label condition }} }} }} }}"
    );
    let answer = world.server.ask(&query).await;
    assert_eq!(
        answer,
        json!({ "data": { "structure": { "nom": "Le parc", "lends": [{ "label": "Tarière", "condition": "WORN" }] } } })
    );
});

on_both!(a_partner_is_sent_what_it_was_granted, |hub| {
    let (world, _stock) = World::with_stock(hub).await;
    let answer = world.server.ask(&format!("{{ structure(siret: \"{SIRET}\") {{ mark }} }}")).await;
    assert_eq!(answer, json!({ "data": { "structure": { "mark": format!("propriété de {RNA}") } } }));
});

on_both!(the_hub_adds_to_what_a_partner_gives, |hub| {
    let (world, _stock) = World::with_stock(hub).await;
    let answer =
        world.server.ask("{ keeper { siret name } things { __typename ... on Room { seats } } }").await;
    let expected = json!({ "data": {
        "keeper": { "siret": SIRET, "name": "Le parc" },
        "things": [{ "__typename": "Tool" }, { "__typename": "Room", "seats": 30 }],
    } });
    assert_eq!(answer, expected);
});

on_both!(what_is_the_hubs_alone_asks_no_partner, |hub| {
    let (world, stock) = World::with_stock(hub).await;
    stock.asked();
    let answer = world.server.ask(&format!("{{ structure(siret: \"{SIRET}\") {{ name }} }}")).await;
    assert_eq!(answer, json!({ "data": { "structure": { "name": "Le parc" } } }));
    assert!(stock.asked().is_empty());
});

on_both!(a_partner_changes_what_is_its_own, |hub| {
    let (world, stock) = World::with_stock(hub).await;
    stock.asked();
    let answer = world.server.ask("mutation { lend(tool: \"t1\") }").await;
    assert_eq!(answer, json!({ "data": { "lend": "t1 est prêté" } }));
    assert_eq!(stock.asked().len(), 1);
});

on_both!(a_request_carries_the_hubs_token_and_nothing_of_the_clients, |hub| {
    let (world, stock) = World::with_stock(hub).await;
    stock.asked();
    world.server.ask("{ things { __typename } }").await;
    let asked = stock.asked();
    let (headers, _) = asked.first().unwrap();
    let token = headers["authorization"].to_str().unwrap().strip_prefix("Bearer ").unwrap();
    assert_eq!(token.split('.').count(), 3);
    assert!(!headers.contains_key("cookie"));
});
