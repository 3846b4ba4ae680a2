//! Two answers about the same object become one, and neither says more than it was asked.

use apollo_compiler::response::JsonValue;

use crate::{plan::Shape, supergraph::Api};

/// Drops what was not asked for: a service could else speak for others.
pub(super) fn keep(shape: &Shape, value: &mut JsonValue) {
    if shape.0.is_empty() {
        return;
    }
    match value {
        JsonValue::Object(object) => {
            if object.keys().any(|key| !shape.0.contains_key(key.as_str())) {
                let known = std::mem::take(object);
                object.extend(known.into_iter().filter(|(key, _)| shape.0.contains_key(key.as_str())));
            }
            for (key, value) in object.iter_mut() {
                if let Some(under) = shape.0.get(key.as_str()) {
                    keep(under, value);
                }
            }
        }
        JsonValue::Array(items) => items.iter_mut().for_each(|item| keep(shape, item)),
        _ => {}
    }
}

/// Adds what came to what is there. What is known stays, but for nulls, and for the name of an interface that a service
/// took an object for.
pub(super) fn deep(api: &Api, into: &mut JsonValue, from: JsonValue) {
    match (into, from) {
        (JsonValue::Object(into), JsonValue::Object(from)) => {
            for (key, value) in from {
                match into.get_mut(key.as_str()) {
                    Some(known) if key.as_str() == "__typename" => {
                        if known.as_str().is_none_or(|ty| api.is_abstract(ty)) {
                            *known = value;
                        }
                    }
                    Some(known) => deep(api, known, value),
                    None => {
                        into.insert(key, value);
                    }
                }
            }
        }
        (JsonValue::Array(into), JsonValue::Array(from)) if into.len() == from.len() => {
            for (known, value) in into.iter_mut().zip(from) {
                deep(api, known, value);
            }
        }
        (into @ JsonValue::Null, value) => *into = value,
        _ => {}
    }
}
