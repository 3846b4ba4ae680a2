//! Places in the data.

use apollo_compiler::response::JsonValue;

use crate::{plan::Segment, supergraph::Api};

/// A step to a place: the key of an object or the index of a list.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Step {
    Key(String),
    Index(usize),
}

pub(super) type Path = Vec<Step>;

/// The objects that a path of the plan leads to, each with its place. Nulls lead nowhere.
pub(super) fn targets<'d>(api: &Api, data: &'d JsonValue, path: &[Segment]) -> Vec<(Path, &'d JsonValue)> {
    let mut found = Vec::new();
    walk(api, data, path, &mut Vec::new(), &mut found);
    found
}

fn walk<'d>(
    api: &Api,
    value: &'d JsonValue,
    path: &[Segment],
    here: &mut Path,
    found: &mut Vec<(Path, &'d JsonValue)>,
) {
    // A list counts as each of its items, whether the path says so or not.
    if let JsonValue::Array(items) = value {
        let rest = if let [Segment::Each, rest @ ..] = path { rest } else { path };
        for (index, item) in items.iter().enumerate() {
            here.push(Step::Index(index));
            walk(api, item, rest, here, found);
            here.pop();
        }
        return;
    }
    let JsonValue::Object(object) = value else { return };
    match path {
        [] => found.push((here.clone(), value)),
        [Segment::Field(key), rest @ ..] => {
            if let Some(next) = object.get(key.as_str()) {
                here.push(Step::Key(key.clone()));
                walk(api, next, rest, here, found);
                here.pop();
            }
        }
        [Segment::Of(types), rest @ ..] => {
            let known = object.get("__typename").and_then(JsonValue::as_str);
            if known.is_none_or(|ty| types.iter().any(|of| api.is(ty, of) || api.is(of, ty))) {
                walk(api, value, rest, here, found);
            }
        }
        [Segment::Each, ..] => {}
    }
}

/// What is at a place.
pub(super) fn at<'d>(data: &'d mut JsonValue, path: &[Step]) -> Option<&'d mut JsonValue> {
    path.iter().try_fold(data, |value, step| match step {
        Step::Key(key) => value.as_object_mut()?.get_mut(key.as_str()),
        Step::Index(index) => value.as_array_mut()?.get_mut(*index),
    })
}
