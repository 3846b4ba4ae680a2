//! Errors as the client sees them: at the path of its own document, with the service's name and a word for programs.
//! Of what a service says, only its message and its code are passed on.

use apollo_compiler::{
    executable::{Field, Selection, SelectionSet},
    response::{JsonMap, JsonValue},
};

use super::path::{Path, Step};
use crate::{
    operation::{Prepared, data_key},
    plan::{Fetch, Rewrite, Segment},
    transport::{Failure, text},
};

/// Of one failure, the most places that are told.
const PLACES: usize = 10;
/// The longest message of a service that is passed on, in characters.
const MESSAGE: usize = 500;

/// A root that was not answered: an error for each of its fields.
pub(super) fn failed_root(
    prepared: &Prepared,
    fetch: &Fetch,
    failure: Failure,
    places: &[Path],
) -> Vec<JsonValue> {
    let all = places.iter().map(|place| (place, fetch.roots.as_slice()));
    failed_entities(prepared, fetch, failure, all)
}

/// Objects that were not answered, with what was asked of each.
pub(super) fn failed_entities<'a>(
    prepared: &Prepared,
    fetch: &Fetch,
    failure: Failure,
    places: impl Iterator<Item = (&'a Path, &'a [String])>,
) -> Vec<JsonValue> {
    let mut paths: Vec<Path> = Vec::new();
    for (place, asked) in places.take(PLACES) {
        for key in asked {
            let mut path = place.clone();
            path.push(Step::Key(key.clone()));
            let path = seen(prepared, path);
            if !paths.contains(&path) {
                paths.push(path);
            }
        }
    }
    // An object is told only if none of its fields is: then it was asked about for another service.
    let told =
        |path: &Path| !paths.iter().any(|longer| longer.len() > path.len() && longer.starts_with(path));
    let message = format!("The service {} {failure}.", fetch.service);
    paths
        .iter()
        .filter(|path| told(path))
        .map(|path| error(&message, path, failure.code(), &fetch.service))
        .collect()
}

/// What a service complained of at a root.
pub(super) fn of_root(
    prepared: &Prepared,
    fetch: &Fetch,
    errors: &[JsonValue],
    places: &[Path],
    rewrites: &[Rewrite],
) -> Vec<JsonValue> {
    let mut told = Vec::new();
    for error in errors {
        let inner = renamed(path_of(error), rewrites);
        for place in places.iter().take(PLACES) {
            told.push(complaint(prepared, fetch, error, place.iter().chain(&inner)));
        }
    }
    told
}

/// What a service complained of in its answer about objects: `_entities`, the index, and on from there.
pub(super) fn of_entities<'a>(
    prepared: &Prepared,
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
                .and_then(|(places, output)| Some((places.get(*index)?, renamed(rest.to_vec(), output)))),
            _ => None,
        };
        match found {
            Some((places, inner)) => {
                for place in places.iter().take(PLACES) {
                    told.push(complaint(prepared, fetch, error, place.iter().chain(&inner)));
                }
            }
            // About the call as a whole: what all its objects lie under.
            None => {
                let under = first.into_iter().flatten().take_while(|s| matches!(s, Step::Key(_)));
                told.push(complaint(prepared, fetch, error, under));
            }
        }
    }
    told
}

fn complaint<'a>(
    prepared: &Prepared,
    fetch: &Fetch,
    from: &JsonValue,
    path: impl Iterator<Item = &'a Step>,
) -> JsonValue {
    let message = from.get("message").and_then(JsonValue::as_str).unwrap_or("The service reported an error.");
    let message: String = message.chars().take(MESSAGE).collect();
    let code = from.get("extensions").and_then(|e| e.get("code")).and_then(JsonValue::as_str);
    let path = seen(prepared, path.cloned().collect());
    error(&message, &path, code.unwrap_or("SUBGRAPH_ERROR"), &fetch.service)
}

fn error(message: &str, path: &[Step], code: &str, service: &str) -> JsonValue {
    let path: Vec<JsonValue> = path
        .iter()
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

/// A path with the keys that the plan gives back after it had changed them.
fn renamed(path: Path, rewrites: &[Rewrite]) -> Path {
    let renamed = |key: &str| {
        rewrites.iter().find_map(|rewrite| match rewrite {
            Rewrite::Rename { path, to } => match path.last() {
                Some(Segment::Field(last)) if last == key => Some(to.clone()),
                _ => None,
            },
            Rewrite::Set { .. } => None,
        })
    };
    let step = |step| match step {
        Step::Key(key) => Step::Key(renamed(&key).unwrap_or(key)),
        index => index,
    };
    path.into_iter().map(step).collect()
}

/// A path as far as the client asked, under its own keys: what only other services needed is no part of its document.
fn seen(prepared: &Prepared, path: Path) -> Path {
    let mut sets = vec![&prepared.operation.selection_set];
    let mut asked = Vec::new();
    for step in path {
        let Step::Key(key) = &step else {
            asked.push(step);
            continue;
        };
        let mut next = Vec::new();
        sets.iter().for_each(|set| under(prepared, set, key, &mut next));
        let Some(first) = next.first() else { break };
        asked.push(Step::Key(first.response_key().to_string()));
        sets = next.into_iter().map(|field| &field.selection_set).collect();
    }
    asked
}

/// The fields of a document that answer under a key of the data, whatever the type.
fn under<'a>(prepared: &'a Prepared, set: &'a SelectionSet, key: &str, found: &mut Vec<&'a Field>) {
    for selection in &set.selections {
        match selection {
            Selection::Field(field) if data_key(&prepared.api, field) == key => found.push(field),
            Selection::Field(_) => {}
            Selection::InlineFragment(fragment) => under(prepared, &fragment.selection_set, key, found),
            Selection::FragmentSpread(spread) => {
                if let Some(fragment) = prepared.document.fragments.get(&spread.fragment_name) {
                    under(prepared, &fragment.selection_set, key, found);
                }
            }
        }
    }
}
