//! Errors as the client sees them: at the path of its own document, with the service's name and a word for programs.
//! Of what a service says, only its message and its code are passed on.

use apollo_compiler::response::{JsonMap, JsonValue};

use super::path::{Path, Step};
use crate::{
    plan::{Fetch, Rewrite, Segment},
    transport::{Failure, text},
};

/// Of one failure, the most places that are told.
const PLACES: usize = 10;
/// The longest message of a service that is passed on, in characters.
const MESSAGE: usize = 500;
/// How aliases begin that are the planner's, not the client's.
const INTERNAL: &str = "_internal_qp_alias_";

/// A root that was not answered: an error for each of its fields.
pub(super) fn failed_root(fetch: &Fetch, failure: Failure, places: &[Path]) -> Vec<JsonValue> {
    let mut errors = Vec::new();
    for place in places.iter().take(PLACES) {
        for root in &fetch.roots {
            let mut path = place.clone();
            path.push(Step::Key(root.clone()));
            errors.push(failed(fetch, failure, &path));
        }
    }
    errors
}

/// Objects that were not answered.
pub(super) fn failed_entities<'a>(
    fetch: &Fetch,
    failure: Failure,
    places: impl Iterator<Item = &'a Path>,
) -> Vec<JsonValue> {
    places.take(PLACES).map(|place| failed(fetch, failure, place)).collect()
}

/// What a service complained of at a root.
pub(super) fn of_root(
    fetch: &Fetch,
    errors: &[JsonValue],
    places: &[Path],
    rewrites: &[Rewrite],
) -> Vec<JsonValue> {
    let mut told = Vec::new();
    for error in errors {
        let inner = visible(path_of(error), rewrites);
        for place in places.iter().take(PLACES) {
            told.push(complaint(fetch, error, place.iter().chain(&inner)));
        }
    }
    told
}

/// What a service complained of in its answer about objects: `_entities`, the index, and on from there.
pub(super) fn of_entities<'a>(
    fetch: &Fetch,
    errors: &[JsonValue],
    by_key: impl Fn(&str) -> Option<(&'a [Vec<Path>], &'a [Rewrite])>,
    mut all: impl Iterator<Item = &'a Path>,
) -> Vec<JsonValue> {
    let first = all.next();
    let mut told = Vec::new();
    for error in errors {
        let path = path_of(error);
        let found = match path.as_slice() {
            [Step::Key(key), Step::Index(index), rest @ ..] => by_key(key)
                .and_then(|(places, output)| Some((places.get(*index)?, visible(rest.to_vec(), output)))),
            _ => None,
        };
        match found {
            Some((places, inner)) => {
                for place in places.iter().take(PLACES) {
                    told.push(complaint(fetch, error, place.iter().chain(&inner)));
                }
            }
            None => told.push(complaint(
                fetch,
                error,
                first.into_iter().flatten().take_while(|s| matches!(s, Step::Key(_))),
            )),
        }
    }
    told
}

fn failed(fetch: &Fetch, failure: Failure, path: &[Step]) -> JsonValue {
    error(&format!("The service {} {failure}.", fetch.service), path.iter(), failure.code(), &fetch.service)
}

fn complaint<'a>(fetch: &Fetch, from: &JsonValue, path: impl Iterator<Item = &'a Step>) -> JsonValue {
    let message = from.get("message").and_then(JsonValue::as_str).unwrap_or("The service reported an error.");
    let message: String = message.chars().take(MESSAGE).collect();
    let code = from.get("extensions").and_then(|e| e.get("code")).and_then(JsonValue::as_str);
    error(&message, path, code.unwrap_or("SUBGRAPH_ERROR"), &fetch.service)
}

fn error<'a>(message: &str, path: impl Iterator<Item = &'a Step>, code: &str, service: &str) -> JsonValue {
    let path: Vec<JsonValue> = path
        .map(|step| match step {
            Step::Key(key) => text(key),
            Step::Index(index) => JsonValue::from(*index as u64),
        })
        .collect();
    let mut extensions = JsonMap::new();
    extensions.insert("code", text(code));
    extensions.insert("service", text(service));
    let mut error = JsonMap::new();
    error.insert("message", text(message));
    if !path.is_empty() {
        error.insert("path", JsonValue::Array(path));
    }
    error.insert("extensions", JsonValue::Object(extensions));
    JsonValue::Object(error)
}

fn path_of(error: &JsonValue) -> Path {
    let steps = error.get("path").and_then(JsonValue::as_array).map(Vec::as_slice).unwrap_or_default();
    steps
        .iter()
        .filter_map(|step| {
            if let Some(key) = step.as_str() {
                return Some(Step::Key(key.to_owned()));
            }
            Some(Step::Index(usize::try_from(step.as_u64()?).ok()?))
        })
        .collect()
}

/// A path with the client's aliases in place of the planner's; it ends where the client did not ask.
fn visible(path: Path, rewrites: &[Rewrite]) -> Path {
    let renamed = |key: &str| {
        rewrites.iter().find_map(|rewrite| match rewrite {
            Rewrite::Rename { path, to } => match path.last() {
                Some(Segment::Field(last)) if last == key => Some(to.clone()),
                _ => None,
            },
            Rewrite::Set { .. } => None,
        })
    };
    path.into_iter()
        .map(|step| match step {
            Step::Key(key) => Step::Key(renamed(&key).unwrap_or(key)),
            index => index,
        })
        .take_while(|step| !matches!(step, Step::Key(key) if key.starts_with(INTERNAL)))
        .collect()
}
