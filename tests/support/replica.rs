//! A copy that a partner keeps of what it may see, from the log alone.

use std::collections::BTreeMap;

use respyrem::kernel::actor::Actor;
use serde_json::{Value, json};

use super::TestHub;

const CHANGES: &str = "query($after: Cursor, $first: Int) { changes(after: $after, first: $first) {
    changes { cursor type kind id version changedFields record { id version } } nextCursor hasMore tooOld } }";

/// The versions of records, by their identifiers.
pub(crate) type Versions = BTreeMap<String, i64>;

/// A copy, and where in the log it stands.
#[derive(Debug)]
pub(crate) struct Replica {
    pub(crate) actor: Actor,
    pub(crate) versions: Versions,
    pub(crate) cursor: Value,
}

impl Replica {
    /// An empty copy, before the beginning of the log.
    pub(crate) fn new(actor: Actor) -> Self {
        Self { actor, versions: Versions::new(), cursor: Value::Null }
    }

    /// Applies one page of the log; answers the changes, and whether there is more.
    pub(crate) async fn pull(&mut self, hub: &TestHub, first: usize) -> (Vec<Value>, bool) {
        let variables = json!({ "after": self.cursor, "first": first });
        let answer = hub.ask_as(&self.actor, CHANGES, variables).await;
        let page = &answer["data"]["changes"];
        assert_eq!(page["tooOld"], false, "{answer}");
        let changes = page["changes"].as_array().expect("changes").clone();
        for change in &changes {
            let id = change["id"].as_str().expect("an id").to_owned();
            match change["version"].as_i64() {
                Some(version) => {
                    assert_eq!(change["record"], json!({ "id": id, "version": version }), "{change}");
                    self.versions.insert(id, version);
                }
                None => {
                    assert_eq!((&change["type"], &change["record"]), (&json!("REMOVED"), &Value::Null));
                    self.versions.remove(&id);
                }
            }
        }
        self.cursor = page["nextCursor"].clone();
        (changes, page["hasMore"] == true)
    }

    /// Applies all that there is; answers the changes.
    pub(crate) async fn pull_all(&mut self, hub: &TestHub, first: usize) -> Vec<Value> {
        let mut all = Vec::new();
        loop {
            let (changes, has_more) = self.pull(hub, first).await;
            all.extend(changes);
            if !has_more {
                return all;
            }
        }
    }

    /// What the lists show to the copy's reader.
    pub(crate) async fn listed(&self, hub: &TestHub) -> Versions {
        let mut versions = Versions::new();
        for list in [
            "structures",
            "members",
            "projects",
            "actions",
            "fundingSources",
            "resources",
            "trainingPaths",
            "notes",
        ] {
            let mut after = Value::Null;
            loop {
                let query = format!(
                    "query($after: Cursor) {{ all: {list}(first: 100, after: $after) {{ nodes {{ id version }} pageInfo {{ hasNextPage endCursor }} }} }}"
                );
                let answer = hub.ask_as(&self.actor, &query, json!({ "after": after })).await;
                let page = &answer["data"]["all"];
                for node in page["nodes"].as_array().unwrap_or_else(|| panic!("{answer}")) {
                    let id = node["id"].as_str().expect("an id").to_owned();
                    versions.insert(id, node["version"].as_i64().expect("a version"));
                }
                if page["pageInfo"]["hasNextPage"] != true {
                    break;
                }
                after = page["pageInfo"]["endCursor"].clone();
            }
        }
        versions
    }
}
