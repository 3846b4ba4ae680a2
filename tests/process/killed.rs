//! A hub killed in a burst of writes has lost nothing that it acknowledged, and left nothing half written.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::future::join_all;
use respyrem::domain::search::searched;
use respyrem::kernel::clock::Clock;
use respyrem::store::Store;
use serde_json::json;
use tokio::sync::Mutex;

use crate::support::Backend;
use crate::support::database::{TestDatabase, settings};
use crate::support::process::{HubProcess, run};

const DECLARE: &str = "mutation($input: StructureInput!) {
    createStructure(input: $input) { structure { id } userErrors { message } } }";

/// Requests under way at once.
const WRITERS: usize = 8;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_sqlite() {
    survives(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_postgres() {
    survives(Backend::Postgres).await;
}

async fn survives(backend: Backend) {
    let database = TestDatabase::create(backend).await;
    let create = [
        "client",
        "create",
        "--partner",
        "burst",
        "--partner-name",
        "Burst",
        "--name",
        "test",
        "--scopes",
        "write:structures,read:network",
    ];
    let key = run(&database, &create);
    let hub = Arc::new(Mutex::new(HubProcess::start(&database, &[]).await));
    let acknowledged = burst(&hub, &key).await;
    assert!(acknowledged.len() > WRITERS, "the burst was cut before it began: {}", acknowledged.len());
    let hub = HubProcess::start(&database, &[]).await;
    for ids in acknowledged.chunks(100) {
        let answer =
            hub.ask(&key, "query($ids: [ID!]!) { nodes(ids: $ids) { id } }", json!({ "ids": ids })).await;
        let answer = answer.expect("an answer");
        let found: Vec<_> =
            answer["data"]["nodes"].as_array().into_iter().flatten().map(|node| node["id"].clone()).collect();
        assert_eq!(found, ids, "an acknowledged structure is gone");
    }
    assert_whole(&database, acknowledged.len()).await;
}

/// Declares structures until the hub is killed; answers the ids of those that it acknowledged.
async fn burst(hub: &Arc<Mutex<HubProcess>>, key: &str) -> Vec<serde_json::Value> {
    let (url, web) = {
        let hub = hub.lock().await;
        (hub.url.clone(), hub.web.clone())
    };
    let count = Arc::new(AtomicUsize::new(0));
    let writers = (0..WRITERS).map(|writer| {
        let (url, web, count) = (url.clone(), web.clone(), Arc::clone(&count));
        async move {
            let mut ids = Vec::new();
            for number in 0.. {
                let input = json!({ "kind": "PUBLIC", "name": format!("Structure {writer} {number}"), "identifierWaiver": "OTHER" });
                let body = json!({ "query": DECLARE, "variables": { "input": input } });
                let answer = web.post(format!("{url}/graphql")).bearer_auth(key).json(&body).send().await;
                let Ok(answer) = answer else { break };
                let Ok(answer) = answer.json::<serde_json::Value>().await else { break };
                let id = answer["data"]["createStructure"]["structure"]["id"].clone();
                assert!(id.is_string(), "{answer}");
                ids.push(id);
                count.fetch_add(1, Ordering::Relaxed);
            }
            ids
        }
    });
    let killer = async {
        while count.load(Ordering::Relaxed) < 10 * WRITERS {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        hub.lock().await.kill();
    };
    let (ids, ()) = tokio::join!(join_all(writers), killer);
    ids.into_iter().flatten().collect()
}

/// Every structure has its record and its entry in the log, and nothing else is there.
async fn assert_whole(database: &TestDatabase, acknowledged: usize) {
    let store = Store::connect(&settings(&database.url), Clock::system(), searched)
        .await
        .expect("the database opens");
    let mut counts = Vec::new();
    for table in ["structure", "record where kind = 'STRUCTURE'", "outbox where event = 'structure.created'"]
    {
        let mut sql = store.sql();
        sql.push("select cast(count(*) as integer) from ").push(table);
        let rows = store.all(sql).await.expect("a count");
        counts.push(rows[0].try_get_by_index::<i32>(0).expect("a number"));
    }
    assert!(counts.iter().all(|count| *count == counts[0]), "{counts:?}");
    let written = usize::try_from(counts[0]).expect("a count");
    assert!(
        (acknowledged..=acknowledged + WRITERS).contains(&written),
        "{acknowledged} acknowledged, {written} there"
    );
}
