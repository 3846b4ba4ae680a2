//! Two answers about the same object become one.

use apollo_compiler::response::JsonValue;

use crate::supergraph::Api;

/// Adds what came to what is there. A value is never lost to a null, nor the name of an object's type to that of an
/// interface that a service takes for the object.
pub(super) fn deep(api: &Api, into: &mut JsonValue, from: JsonValue) {
    match (into, from) {
        (JsonValue::Object(into), JsonValue::Object(from)) => {
            for (key, value) in from {
                match into.get_mut(key.as_str()) {
                    Some(known) if key.as_str() == "__typename" && named(known) => {
                        if value.as_str().is_some_and(|ty| !api.is_abstract(ty)) {
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
        (_, JsonValue::Null) => {}
        (into, value) => *into = value,
    }
}

fn named(value: &JsonValue) -> bool {
    value.as_str().is_some()
}
