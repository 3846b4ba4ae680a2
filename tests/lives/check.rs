//! What must agree when a life is over.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entities::record;
use respyrem::kernel::actor::Actor;
use respyrem::kernel::id::parse_global;
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use uuid::Uuid;

use super::model::words;
use super::perform::{LEVELS, look, state};
use super::world::World;
use crate::support::TestHub;
use crate::support::replica::Replica;

/// Everything.
pub(super) async fn check(hub: &TestHub, world: &World) {
    states(hub, world).await;
    log(hub).await;
    hub.assert_indexed().await;
    for number in 0..world.actors() {
        viewer(hub, world, &world.actor(hub, number).await).await;
    }
}

/// Every record is as the model says.
async fn states(hub: &TestHub, world: &World) {
    let rows = record::Entity::find().all(hub.store.connection()).await.expect("a read");
    let rows: HashMap<Uuid, record::Model> = rows.into_iter().map(|row| (row.id, row)).collect();
    for known in &world.model.records {
        let truth = look(hub, &Actor::System, &known.id).await;
        let called = ["called", "title", "body"].map(|name| match &truth[name] {
            Value::Object(text) => text["value"].clone(),
            other => other.clone(),
        });
        let called = called.into_iter().find(|value| !value.is_null());
        assert_eq!(called, Some(json!(known.title)), "{known:?}: {truth}");
        assert_eq!(truth["version"], known.version, "{known:?}");
        assert_eq!(!truth["archivedAt"].is_null(), known.is_archived, "{known:?}: {truth}");
        assert!(
            known.status.as_ref().is_none_or(|status| state(&truth).0 == status.as_str()),
            "{known:?}: {truth}"
        );
        let (_, id) = parse_global(&known.id).expect("an id");
        let row = &rows[&id];
        assert!(known.visibility.as_ref().is_none_or(|level| row.visibility == *level), "{known:?}: {row:?}");
        assert_eq!(truth["visibility"], row.effective_visibility, "{row:?}");
        assert_eq!(row.effective_visibility, LEVELS[effective(&rows, row)], "{row:?}");
    }
}

/// Who reads a record: the fewest of those that it says, those who read what it lies under and, while it is withheld or
/// archived, those who are named.
fn effective(rows: &HashMap<Uuid, record::Model>, row: &record::Model) -> usize {
    let own = LEVELS.iter().position(|level| *level == row.visibility).expect("a level");
    let parent = row.parent_id.map_or(0, |parent| effective(rows, &rows[&parent]));
    let shared = if row.withheld || row.archived_at.is_some() { 2 } else { 0 };
    own.max(parent).max(shared)
}

/// Each version of each record is told, in the order of the versions, and nothing else is.
async fn log(hub: &TestHub) {
    let mut told: BTreeMap<_, Vec<i32>> = BTreeMap::new();
    for row in hub.logged().await {
        told.entry(row.record_id).or_default().push(row.version);
    }
    let records = record::Entity::find().all(hub.store.connection()).await.expect("a read");
    assert_eq!(told.len(), records.len());
    for record in records {
        let versions = &told[&record.id];
        let expected: Vec<i32> = (1..=record.version).collect();
        // A change of who reads a record, or of its state with that of another, may be told beside its version.
        let mut distinct = versions.clone();
        distinct.dedup();
        assert_eq!(distinct, expected, "{} {}: {versions:?}", record.kind, record.sort_name);
    }
}

/// What somebody is told of, finds and is shown is the same.
async fn viewer(hub: &TestHub, world: &World, actor: &Actor) {
    let mut copy = Replica::new(actor.clone());
    copy.pull_all(hub, 7).await;
    let listed = copy.listed(hub).await;
    assert_eq!(copy.versions, listed, "the copy of {actor:?}");
    for word in words() {
        let said = world.model.records.iter().filter(|known| known.title.contains(word));
        let expected: BTreeSet<&str> =
            said.map(|known| known.id.as_str()).filter(|id| listed.contains_key(*id)).collect();
        let query = "query($text: String!) { search(query: $text, first: 100) { totalCount nodes { record { id } } } }";
        let answer = hub.ask_as(actor, query, json!({ "text": word })).await;
        let hits = answer["data"]["search"]["nodes"].as_array().unwrap_or_else(|| panic!("{answer}"));
        let found: BTreeSet<&str> = hits.iter().filter_map(|hit| hit["record"]["id"].as_str()).collect();
        assert_eq!(found, expected, "{word} for {actor:?}");
        assert_eq!(answer["data"]["search"]["totalCount"], found.len());
    }
}
