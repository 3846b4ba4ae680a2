//! Changes that a plan makes to what is sent and to what came.

use apollo_compiler::response::{JsonMap, JsonValue};

use crate::{
    plan::{Rewrite, Segment},
    supergraph::Api,
};

pub(super) fn apply(api: &Api, rewrite: &Rewrite, value: &mut JsonValue) {
    match rewrite {
        Rewrite::Set { path, value: text } => {
            let Some((Segment::Field(last), before)) = path.split_last() else { return };
            each(api, before, value, &mut |object| {
                // What the object itself is called is always said; of what lies under it, where it was asked.
                if before.is_empty() || object.contains_key(last.as_str()) {
                    object.insert(last.as_str(), crate::transport::text(text));
                }
            });
        }
        Rewrite::Rename { path, to } => {
            let Some((Segment::Field(last), before)) = path.split_last() else { return };
            each(api, before, value, &mut |object| {
                if let Some(moved) = object.remove(last.as_str()) {
                    object.insert(to.as_str(), moved);
                }
            });
        }
    }
}

/// Calls back with every object that a path leads to.
fn each(api: &Api, path: &[Segment], value: &mut JsonValue, visit: &mut impl FnMut(&mut JsonMap)) {
    match value {
        JsonValue::Array(items) => items.iter_mut().for_each(|item| each(api, path, item, visit)),
        JsonValue::Object(object) => match path {
            [] => visit(object),
            [Segment::Field(key), rest @ ..] => {
                if let Some(next) = object.get_mut(key.as_str()) {
                    each(api, rest, next, visit);
                }
            }
            [Segment::Of(types), rest @ ..] => {
                let known = object.get("__typename").and_then(JsonValue::as_str);
                if known.is_none_or(|ty| types.iter().any(|of| api.is(ty, of))) {
                    each(api, rest, value, visit);
                }
            }
            [Segment::Each, rest @ ..] => each(api, rest, value, visit),
        },
        _ => {}
    }
}
