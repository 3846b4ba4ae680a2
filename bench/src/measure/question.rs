//! What is asked: the document, with as many sets of variables as there are areas and kinds, so that no one page of
//! rows stays at hand.

use std::path::Path;

use anyhow::Context;
use bytes::Bytes;
use serde_json::json;

const KINDS: [&[&str]; 3] = [&["ASSOCIATIVE"], &["PUBLIC"], &["ASSOCIATIVE", "PUBLIC"]];

/// The bodies of all requests with the document `name` of `queries/`.
pub(super) fn bodies(home: &Path, name: &str) -> anyhow::Result<Vec<Bytes>> {
    let path = home.join("queries").join(name);
    let query = std::fs::read_to_string(&path).with_context(|| format!("read {}", path.display()))?;
    let areas = crate::data::areas();
    let bodies = areas.iter().flat_map(|(within, code)| {
        let query = &query;
        KINDS.iter().map(move |kind| {
            let variables = json!({ "kind": kind, "within": within, "code": code });
            Bytes::from(json!({ "query": query, "variables": variables }).to_string())
        })
    });
    Ok(bodies.collect())
}
