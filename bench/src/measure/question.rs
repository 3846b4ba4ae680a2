//! What is asked: a document, with so many sets of variables that no one page of rows stays at hand.

use std::path::Path;

use anyhow::Context;
use bytes::Bytes;
use serde_json::{Value, json};

use crate::data;

/// What a visitor types: a word, the beginning of a proper name, the beginning of a word.
const SEARCHES: [&str; 3] = ["forêt", "Val", "numér"];
/// How many SIRETs are asked for.
const SIRETS: usize = 400;

/// The bodies of all requests with the document `name` of `queries/`, one for each set of variables.
pub(super) fn bodies(home: &Path, name: &str, variables: &[Value]) -> anyhow::Result<Vec<Bytes>> {
    let path = home.join("queries").join(name);
    let query = std::fs::read_to_string(&path).with_context(|| format!("read {}", path.display()))?;
    let body = |variables: &Value| Bytes::from(json!({ "query": query, "variables": variables }).to_string());
    Ok(variables.iter().map(body).collect())
}

/// Of each area, three choices of kinds.
pub(super) fn nested() -> Vec<Value> {
    let kinds: [&[&str]; 3] = [&["ASSOCIATIVE"], &["PUBLIC"], &["ASSOCIATIVE", "PUBLIC"]];
    let areas = data::areas().into_iter();
    areas
        .flat_map(|(within, code)| {
            kinds.map(|kind| json!({ "kind": kind, "within": within, "code": code.as_str() }))
        })
        .collect()
}

/// Of each area, four choices of kinds, up to all of them; each to look around, and to look for a word.
pub(super) fn directory() -> Vec<Value> {
    let kinds: [&[&str]; 4] =
        [&["ASSOCIATIVE"], &["PRIVATE"], &["ASSOCIATIVE", "PRIVATE"], &["ASSOCIATIVE", "PRIVATE", "PUBLIC"]];
    let mut questions = Vec::new();
    for (within, code) in data::areas() {
        for kind in kinds {
            let word = SEARCHES[questions.len() / 2 % SEARCHES.len()];
            let ask = |search: Option<&str>| {
                let territory = json!({ "kind": within, "code": code });
                json!({ "filter": { "kind": kind, "territory": territory, "search": search } })
            };
            questions.extend([ask(None), ask(Some(word))]);
        }
    }
    questions
}

/// Some hundred SIRETs, spread over all; one structure in five is not public, and answered by null.
pub(super) fn siret() -> Vec<Value> {
    let all = data::sirets();
    let step = (all.len() / SIRETS).max(1);
    all.iter().step_by(step).take(SIRETS).map(|siret| json!({ "siret": siret })).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_question_is_another_one() {
        for questions in [nested(), directory(), siret()] {
            let different: BTreeSet<String> = questions.iter().map(Value::to_string).collect();
            assert_eq!(different.len(), questions.len());
            assert!(questions.len() >= 40);
        }
    }

    #[test]
    fn every_word_is_looked_for_in_the_widest_area() {
        let (within, code) = data::areas().swap_remove(0);
        let here = directory().into_iter().filter(|question| {
            let territory = &question["filter"]["territory"];
            territory["kind"] == within && territory["code"] == code.as_str()
        });
        let words: BTreeSet<String> =
            here.filter_map(|question| question["filter"]["search"].as_str().map(str::to_owned)).collect();
        assert_eq!(words, SEARCHES.map(str::to_owned).into());
    }
}
