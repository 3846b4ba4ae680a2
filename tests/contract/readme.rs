//! The first query of the README gets the answer that the README shows.

use std::fs;

use serde_json::{Value, json};

use super::sources::root;
use crate::support::{Backend, TestHub};

/// Where the first block of a language stands in a Markdown text.
fn block(text: &str, language: &str) -> std::ops::Range<usize> {
    let opening = format!("```{language}\n");
    let start = text.find(&opening).expect("a block of that language") + opening.len();
    start..start + text[start..].find("```").expect("the end of the block")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_query_of_the_readme_gets_the_answer_shown() {
    let path = root().join("README.md");
    let mut readme = fs::read_to_string(&path).unwrap();
    let hub = TestHub::start(Backend::Sqlite).await;
    respyrem::demo::load(&hub.store).await.unwrap();
    let answer = hub.ask(&readme[block(&readme, "graphql")], json!({})).await;
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        let shown = serde_json::to_string_pretty(&answer).unwrap() + "\n";
        readme.replace_range(block(&readme, "json"), &shown);
        fs::write(&path, &readme).unwrap();
    }
    let shown: Value = serde_json::from_str(&readme[block(&readme, "json")]).unwrap_or_default();
    assert_eq!(answer, shown, "README.md shows another answer: write it again with `make fmt`");
}
