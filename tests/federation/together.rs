//! Services that need one another take a step together.

use std::sync::Arc;

use futures_util::FutureExt;
use respyrem::kernel::actor::Actor;
use serde_json::{Value, json};

use super::registry::{mutate, of};
use super::world::{Server, World};
use crate::on_both;
use crate::support::build::refusals;
use crate::support::partner::{Partners, Party, partner_id};
use crate::support::subgraph::{Answers, TestSubgraph};

/// Says of structures `mine`, and what it makes of `other`, which is another service's.
fn needing(mine: &'static str, other: &'static str) -> Answers {
    let sdl = format!(
        "extend schema @link(url: \"https://specs.apollo.dev/federation/v2.3\", import: [\"@key\", \"@external\", \"@requires\"])
         scalar Siret
         type Structure @key(fields: \"siret\") {{
           siret: Siret {mine}: Int {other}: Int @external {mine}Of: Int @requires(fields: \"{other}\")
         }}"
    );
    Arc::new(move |_| {
        let data = json!({ "data": { "_service": { "sdl": sdl } } });
        async move { data }.boxed()
    })
}

/// Two services of the partner, each of which needs the other, with their ids and versions.
async fn two(world: &World, ada: &Actor) -> ([TestSubgraph; 2], [(Value, i64); 2]) {
    let (height, width) = (needing("height", "width"), needing("width", "height"));
    let [height, width] = [TestSubgraph::start(height).await, TestSubgraph::start(width).await];
    world.register("height", &height.url, &["Structure"], &["Structure.width"]).await;
    world.register("width", &width.url, &["Structure"], &["Structure.height"]).await;
    let named = [of(world, ada, "height").await, of(world, ada, "width").await];
    ([height, width], named)
}

on_both!(services_that_need_one_another_are_joined_in_one_step, |hub| {
    let world = World::of(hub).await;
    let ada = world.hub.operator("Ada").await;
    let (_services, [(height, version), (width, _)]) = two(&world, &ada).await;
    let mut step = json!({ "id": height, "expectedVersion": version, "state": "ACTIVE" });
    let alone = mutate(&world.hub, &world.server, &ada, "changeSubgraphState", step.clone()).await;
    assert_eq!(refusals(&alone), ["INVALID input.id"], "{alone}");
    step["with"] = json!([width, height, width]);
    let joined = mutate(&world.hub, &world.server, &ada, "changeSubgraphState", step).await;
    let added = json!({ "kind": "ADDED", "coordinate": "Structure.widthOf" });
    assert!(joined["changes"].as_array().is_some_and(|changes| changes.contains(&added)), "{joined}");
    world.server.knows("Structure", "heightOf").await;
    let leaving = json!({ "id": width, "expectedVersion": version + 1, "state": "PAUSED", "with": [height] });
    mutate(&world.hub, &world.server, &ada, "changeSubgraphState", leaving).await;
    world.server.forgets("Structure", "height").await;
});

on_both!(services_that_need_one_another_are_tried_together, |hub| {
    let world = World::of(hub).await;
    let ada = world.hub.operator("Ada").await;
    let (_services, [(height, _), (width, _)]) = two(&world, &ada).await;
    let mut trial = json!({ "id": height });
    let alone = mutate(&world.hub, &world.server, &ada, "checkSubgraph", trial.clone()).await;
    assert_ne!(alone["subgraph"]["faults"], json!([]), "{alone}");
    trial["with"] = json!([width]);
    let together = mutate(&world.hub, &world.server, &ada, "checkSubgraph", trial).await;
    assert_eq!(together["subgraph"]["faults"], json!([]), "{together}");
    world.server.forgets("Structure", "height").await;
});

on_both!(no_service_of_another_partner_takes_a_step_with_one_s_own, |hub| {
    let partners = Partners::of(&hub).await;
    let server = Server::start(&hub).await;
    let (ada, adam) = (hub.operator("Ada").await, partners.actor(&hub, Party::Administrator).await);
    let draft = async |actor: &Actor, partner, name: &str| {
        let input =
            json!({ "partner": partner_id(partner), "name": name, "url": "https://x.example/graphql" });
        mutate(&hub, &server, actor, "registerSubgraph", input).await["subgraph"]["id"].clone()
    };
    let ours = draft(&adam, partners.partner, "ours").await;
    let theirs = draft(&ada, partners.other, "theirs").await;
    let mut step = json!({ "id": ours, "expectedVersion": 1, "state": "ACTIVE", "with": [theirs] });
    let refused = mutate(&hub, &server, &adam, "changeSubgraphState", step.clone()).await;
    assert_eq!(refusals(&refused), ["NOT_FOUND input.with"], "{refused}");
    step["with"] = json!(vec![ours; 21]);
    let refused = mutate(&hub, &server, &adam, "changeSubgraphState", step).await;
    assert_eq!(refusals(&refused), ["TOO_MANY input.with"], "{refused}");
});
