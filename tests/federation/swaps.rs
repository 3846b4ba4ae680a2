//! The schema changes while operations run: none fails, and none is answered by two schemas at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use chrono::TimeDelta;
use serde_json::json;

use super::world::{Server, World};
use crate::on_both;
use crate::support::TestHub;
use crate::support::subgraph::{Answers, TestSubgraph};

/// How many there are, unless the environment says otherwise: `FEDERATION_SWAPS`, `FEDERATION_OPERATIONS`.
fn number(name: &str, default: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// Two fields of two types, which change their names together.
const QUERY: &str = "{ pulse { always } left: __type(name: \"Pulse\") { fields { name } } right: __type(name: \"Beat\") { fields { name } }
    structure(siret: \"13002526500013\") { name } }";

/// A service whose schema is another one each time that it is asked for it.
fn restless(asked: Arc<AtomicUsize>) -> Answers {
    Arc::new(move |request| {
        let is_sdl = request["query"].as_str().is_some_and(|query| query.contains("_service"));
        let data = if is_sdl {
            let number = asked.fetch_add(1, Ordering::Relaxed);
            let sdl = format!(
                "type Query {{ pulse: Pulse beat: Beat }} type Pulse {{ always: Int v{number}: Int }} type Beat {{ always: Int v{number}: Int }}"
            );
            json!({ "_service": { "sdl": sdl } })
        } else {
            json!({ "pulse": { "always": 1 } })
        };
        Box::pin(async move { json!({ "data": data }) })
    })
}

/// Asks until it is told to stop; answers how often.
async fn ask(server: &Server, stop: &AtomicBool, most: &AtomicUsize) -> usize {
    let mut asked = 0;
    while !stop.load(Ordering::Relaxed) || most.load(Ordering::Relaxed) > 0 {
        let _ = most.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
        let answer = server.ask(QUERY).await;
        assert!(answer["errors"].is_null(), "{answer}");
        assert_eq!(answer["data"]["pulse"], json!({ "always": 1 }));
        assert_eq!(answer["data"]["structure"], json!({ "name": "Le parc" }));
        let names = |side: &str| answer["data"][side]["fields"].clone();
        assert_eq!(names("left"), names("right"), "of one schema");
        asked += 1;
        tokio::task::yield_now().await;
    }
    asked
}

async fn swaps(hub: TestHub) {
    let world = World::of(hub).await;
    let asked = Arc::<AtomicUsize>::default();
    let service = TestSubgraph::start(restless(Arc::clone(&asked))).await;
    world.join("pulse", &service.url, &[], &[]).await;
    let beside = Server::start(&world.hub).await;
    for server in [&world.server, &beside] {
        server.knows("Pulse", "always").await;
    }
    let (stop, most) = (AtomicBool::new(false), AtomicUsize::new(number("FEDERATION_OPERATIONS", 300)));
    let change = async {
        for _ in 0..number("FEDERATION_SWAPS", 4) {
            world.hub.clock.set(world.hub.clock.now() + TimeDelta::minutes(1));
            let Server { registry, store, .. } = &world.server;
            registry.watch_once(store, Duration::from_secs(30)).await.unwrap();
            let field = format!("v{}", asked.load(Ordering::Relaxed) - 1);
            world.server.knows("Pulse", &field).await;
            beside.knows("Pulse", &field).await;
        }
        stop.store(true, Ordering::Relaxed);
    };
    let (one, two, ()) = tokio::join!(ask(&world.server, &stop, &most), ask(&beside, &stop, &most), change);
    assert!(one > 0 && two > 0, "{one}, {two}");
}

on_both!(operations_go_well_while_the_schema_changes, |hub| swaps(hub).await);
