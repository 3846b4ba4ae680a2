//! Trusted documents that ask for what partners' services add.

use std::io::Write;

use respyrem::domain::subgraph::SubgraphState;
use serde_json::json;
use tempfile::NamedTempFile;

use super::world::{SETTINGS, Server, World};
use crate::on_both;
use crate::support::process::{HubProcess, command};

const QUERY: &str = "{ structure(siret: \"13002526500013\") { name lends { __typename } } }";

/// A manifest with the one document.
fn manifest() -> NamedTempFile {
    let mut file = NamedTempFile::new().expect("a file");
    write!(file, "{}", json!({ "lends": QUERY })).expect("it is written");
    file
}

on_both!(one_that_asks_a_service_is_answered_and_starts_no_hub_without_services, |hub| {
    let file = manifest();
    let path = file.path().to_str().expect("a path").to_owned();
    let mut without = command(&hub.database, &["serve"]);
    let output =
        without.env("LISTEN", "127.0.0.1:0").env("TRUSTED_DOCUMENTS", &path).output().expect("it runs");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && told.contains("lends"), "{told}");
    let (world, _stock) = World::with_stock(hub).await;
    let set = [SETTINGS.as_slice(), &[("TRUSTED_DOCUMENTS", &path)]].concat();
    let process = HubProcess::start(&world.hub.database, &set).await;
    let answer = process.ask_anonymously(QUERY).await;
    assert_eq!(answer["data"]["structure"]["lends"][0]["__typename"], "Tool", "{answer}");
    let other = process.ask_anonymously("{ structures { totalCount } }").await;
    assert_eq!(other["errors"][0]["extensions"]["code"], "DOCUMENT_NOT_TRUSTED", "{other}");
    drop(process);
    // Set aside, the service takes its documents with it, and nothing else.
    let Server { registry, store, .. } = &world.server;
    registry.change_state(store, &["stock"], SubgraphState::Paused).await.expect("it is set aside");
    let process = HubProcess::start(&world.hub.database, &set).await;
    let answer = process.ask_anonymously(QUERY).await;
    assert!(answer["errors"][0]["message"].as_str().is_some_and(|said| said.contains("lends")), "{answer}");
});
