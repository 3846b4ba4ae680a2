//! The hub with the services of two partners, one in JavaScript and one in Rust, each of which needs what the other gives.

use std::time::Duration;

use respyrem::kernel::actor::Actor;
use respyrem::kernel::clock::Clock;
use serde_json::{Value, json};

use super::stock;
use super::world::{SIRET, World};
use crate::on_both;
use crate::support::TestHub;
use crate::support::ateliers::Ateliers;
use crate::support::process::{HubProcess, command};
use crate::support::subgraph::TestSubgraph;

/// Both services, joined.
async fn both(hub: TestHub) -> (World, Ateliers, TestSubgraph) {
    let world = World::of(hub).await;
    let (ateliers, stock) = (Ateliers::start(None), TestSubgraph::start(stock::whole()).await);
    let extends = &["Structure"];
    world.register("stock", &stock.url, extends, &["Structure.rna", "Structure.workshopHours"]).await;
    world.register("ateliers", &ateliers.url, extends, &["Structure.name", "Structure.footprint"]).await;
    world.activate(&["stock", "ateliers"]).await;
    world.server.knows("Structure", "reach").await;
    (world, ateliers, stock)
}

const ALL: &str = r#"
query All($siret: Siret!, $first: Int = 1, $withName: Boolean!, $withoutHours: Boolean!) {
  mine: structure(siret: $siret) {
    ...Known
    banner greenBadge reach
    held: workshops(first: $first) { title hours @skip(if: $withoutHours) host { name @include(if: $withName) siret lends { __typename } } }
  }
  offers { __typename ... on Bookable { title } ... on Visit { guide host { __typename name } } }
  bookable { __typename id ... on Workshop { hours } }
  things { ... on Tool { condition } ... on Room { seats } }
}
fragment Known on Structure { nom: name @include(if: $withName) mark footprint }
"#;

on_both!(one_query_over_the_hub_and_two_partners_each_of_which_needs_the_other, |hub| {
    let (world, _ateliers, _stock) = both(hub).await;
    let variables = json!({ "siret": SIRET, "withName": true, "withoutHours": true });
    let answer = world.server.ask_as(&Actor::Anonymous, ALL, variables).await;
    assert_eq!(answer["errors"], Value::Null, "{answer}");
    let host = json!({ "name": "Le parc", "siret": SIRET, "lends": [{ "__typename": "Tool" }, { "__typename": "Room" }] });
    assert_eq!(
        answer["data"]["mine"],
        json!({
            "nom": "Le parc",
            "mark": "propriété de W662001234",
            "footprint": 4.2,
            "banner": answer["data"]["mine"]["banner"],
            "greenBadge": true,
            "reach": 210,
            "held": [{ "title": "Charpente de montagne", "host": host }],
        })
    );
    assert!(answer["data"]["mine"]["banner"].as_str().unwrap().contains("Le parc"), "{answer}");
    let visit =
        answer["data"]["offers"].as_array().unwrap().iter().find(|offer| offer["title"] == "La scierie");
    let scierie = json!({ "__typename": "Visit", "title": "La scierie", "guide": null, "host": { "__typename": "Structure", "name": "Le parc" } });
    assert_eq!(visit, Some(&scierie));
    assert_eq!(answer["data"]["bookable"][0], json!({ "__typename": "Workshop", "id": "w1", "hours": 14 }));
    assert_eq!(answer["data"]["things"], json!([{ "condition": "WORN" }, { "seats": 30 }]));
});

on_both!(changes_over_several_services_happen_in_their_order, |hub| {
    let (world, _ateliers, _stock) = both(hub).await;
    let query = "mutation { first: bookWorkshop(id: \"w2\", seats: 2) { seats host { name } } lend(tool: \"t1\") second: bookWorkshop(id: \"w2\") { seats } }";
    let answer = world.server.ask(query).await;
    let expected = json!({ "data": {
        "first": { "seats": 10, "host": { "name": "Le parc" } },
        "lend": "t1 est prêté",
        "second": { "seats": 9 },
    } });
    assert_eq!(answer, expected);
});

on_both!(an_operator_joins_services_to_a_running_hub_whose_tokens_they_prove, |hub| {
    let world = World::of(hub).await;
    // The other program's clock is the real one.
    world.hub.clock.set(Clock::system().now());
    let key = format!("test:{}", "07".repeat(32));
    let settings =
        [("SECRET_KEYS", key.as_str()), ("LOOPBACK_PARTNERS", "true"), ("SUBGRAPH_POLL_MS", "200")];
    let process = HubProcess::start(&world.hub.database, &settings).await;
    let ateliers = Ateliers::start(Some(&process.url));
    let stock = TestSubgraph::start(stock::whole()).await;
    let said = |arguments: &[&str]| {
        let mut command = command(&world.hub.database, arguments);
        command.envs(settings).env("PUBLIC_URL", &process.url);
        let output = command.output().expect("the command runs");
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    for (name, url) in [("stock", &stock.url), ("ateliers", &ateliers.url)] {
        let requires = "Structure.rna,Structure.name,Structure.footprint,Structure.workshopHours";
        said(&["federation", "register", "parc", name, url]);
        said(&["federation", "grant", name, "--extends", "Structure", "--requires", requires]);
    }
    let added = said(&["federation", "activate", "stock", "ateliers"]);
    assert!(added.contains("ADDED\tStructure.reach") && added.contains("ADDED\tStructure.banner"), "{added}");
    assert!(said(&["federation", "list"]).contains("ateliers\tparc\tACTIVE\t"));
    assert!(said(&["federation", "supergraph"]).contains("enum join__Graph"));
    for _ in 0..300 {
        let answer = process.ask_anonymously("{ bookable { id } whoAsks }").await;
        if answer["data"]["bookable"][0] == json!({ "id": "w1" }) {
            assert_eq!(answer["data"]["whoAsks"], Value::Null);
            let ready =
                process.web.get(format!("{}/health/ready", process.url)).send().await.expect("an answer");
            let ready: Value = ready.json().await.expect("JSON");
            assert_eq!(ready["checks"]["federation"], "ok");
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the process does not follow");
});
