//! The first query of the README gets the answer that the README shows.

use std::fs;

use serde_json::{Value, json};

use super::sources::root;
use crate::support::{Backend, TestHub};

/// The first block of a language in a Markdown text.
fn block<'a>(text: &'a str, language: &str) -> &'a str {
    let (_, from) = text.split_once(&format!("```{language}\n")).expect("a block of that language");
    from.split_once("```").expect("the end of the block").0
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_query_of_the_readme_gets_the_answer_shown() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let hub = TestHub::start(Backend::Sqlite).await;
    respyrem::demo::load(&hub.store).await.unwrap();
    let answer = hub.ask(block(&readme, "graphql"), json!({})).await;
    let shown: Value = serde_json::from_str(block(&readme, "json")).unwrap();
    assert_eq!(answer, shown, "README.md shows another answer than {answer:#}");
}
