//! The hub as a part of somebody else's graph: another gateway composes it with services that say of the hub's types what the
//! specification has words for, and asks it for what they need of it.

mod gateway;
mod services;

use respyrem::access::Visibility;
use serde_json::{Value, json};

use self::gateway::OtherGateway;
use super::world::{RNA, SIRET};
use crate::on_both;
use crate::support::TestHub;
use crate::support::process::HubProcess;
use crate::support::project::project_id;
use crate::support::subgraph::TestSubgraph;

/// The hub's program in a graph with the two services.
struct World {
    gateway: OtherGateway,
    project: String,
    showcase: TestSubgraph,
    _heritage: TestSubgraph,
    _hub: HubProcess,
}

impl World {
    async fn of(hub: &TestHub) -> Self {
        let commune = hub.commune("66149", "Prades").await;
        let parc = hub.structure("Le parc").visibility(Visibility::Public).siret(SIRET).rna(RNA).at(commune);
        let parc = parc.await;
        let project = hub.project(parc, "Four solaire").visibility(Visibility::Public).await;
        hub.structure("Caché").visibility(Visibility::Team).siret("35600000000048").await;
        let process = HubProcess::start(&hub.database, &[]).await;
        let (showcase, heritage) = (
            TestSubgraph::start(services::showcase()).await,
            TestSubgraph::start(services::heritage()).await,
        );
        let face = format!("{}/subgraph", process.url);
        let services = [("hub", &*face), ("showcase", &*showcase.url), ("heritage", &*heritage.url)];
        let gateway = OtherGateway::start(&services);
        Self { gateway, project: project_id(project), showcase, _heritage: heritage, _hub: process }
    }

    fn data(&mut self, query: &str) -> Value {
        let answer = self.gateway.ask(query);
        assert_eq!(answer["errors"], Value::Null, "{query}");
        answer["data"].clone()
    }
}

on_both!(another_gateway_joins_the_hub_with_services_that_use_every_word_of_the_specification, |hub| {
    let mut world = World::of(&hub).await;
    let theirs = format!("{{ structure(siret: \"{SIRET}\") {{ name label website stars founded }} }}");
    let found = json!({ "name": "Le parc", "label": "Le parc (sans sigle)", "website": "https://parc.example/",
        "stars": 3, "founded": 1998 });
    // Keys of several sorts, what is required, external and overridden, and words that were linked under other names.
    assert_eq!(world.data(&theirs)["structure"], found);
    // A key of two fields, both ways, and the key that everything has.
    let both_ways = format!(
        "{{ structure(siret: \"{SIRET}\") {{ territory {{ name monuments }} }} monument {{ name population }}
           project(id: \"{}\") {{ title {{ value }} archives }} }}",
        world.project
    );
    let found = json!({
        "structure": { "territory": { "name": "Prades", "monuments": ["Le pont de 66149"] } },
        "monument": { "name": "Prades", "population": null },
        "project": { "title": { "value": "Four solaire" }, "archives": 12 },
    });
    assert_eq!(world.data(&both_ways), found);
    // What is provided, by whoever is asked for it, and what only the hub says.
    let favourite = json!({ "name": "Le parc", "status": "ACTIVE" });
    assert_eq!(world.data("{ favourite { name status } }")["favourite"], favourite);
    assert!(world.gateway.supergraph.contains("provides: \"name\""));
    // A type that is shared by all.
    let pages = world.data("{ page { hasNextPage } structures(first: 1) { pageInfo { hasNextPage } } }");
    assert_eq!(pages["page"]["hasNextPage"], true);
    assert_eq!(pages["structures"]["pageInfo"]["hasNextPage"], false);
    // What is inaccessible is no part of it, and a tag is carried along.
    let refused = world.gateway.ask(&format!("{{ structure(siret: \"{SIRET}\") {{ draft }} }}"));
    assert!(refused["errors"][0]["message"].as_str().is_some_and(|said| said.contains("draft")), "{refused}");
    assert!(world.gateway.supergraph.contains("@tag(name: \"press\")"));
});

on_both!(what_may_not_be_seen_is_not_there_in_another_graph_either, |hub| {
    let mut world = World::of(&hub).await;
    world.showcase.asked();
    let query = "{ structure(siret: \"35600000000048\") { name label } structures { totalCount } }";
    assert_eq!(world.data(query), json!({ "structure": null, "structures": { "totalCount": 1 } }));
    assert_eq!(world.showcase.asked().len(), 0);
});
