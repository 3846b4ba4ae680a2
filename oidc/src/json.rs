//! JSON that says each thing once.
//!
//! Readers differ on which of two equal keys counts, so a document that has them can mean one thing to whoever checked
//! it and another to us. Such documents are refused, at any depth.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// The object that these bytes are; `None` if they are anything else.
pub(crate) fn object(bytes: &[u8]) -> Option<Map<String, Value>> {
    match serde_json::from_slice::<Once>(bytes) {
        Ok(Once(Value::Object(fields))) => Some(fields),
        _ => None,
    }
}

/// A value without two equal keys in any of its objects.
struct Once(Value);

impl<'de> Deserialize<'de> for Once {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Reader).map(Once)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Value;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("JSON whose keys are told once")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut found = Vec::new();
        while let Some(Once(item)) = items.next_element()? {
            found.push(item);
        }
        Ok(Value::Array(found))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut found = Map::new();
        while let Some((key, Once(value))) = entries.next_entry::<String, Once>()? {
            if found.insert(key, value).is_some() {
                return Err(A::Error::custom("a key is told twice"));
            }
        }
        Ok(Value::Object(found))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_is_read_as_it_is() {
        let read = object(br#"{"a": [1, -2, 0.5, "x", true, null], "b": {"a": 1}}"#).unwrap();
        assert_eq!(
            Value::Object(read),
            serde_json::json!({ "a": [1, -2, 0.5, "x", true, null], "b": { "a": 1 } })
        );
    }

    #[test]
    fn a_key_told_twice_is_refused_at_any_depth() {
        assert_eq!(object(br#"{"sub": "a", "sub": "b"}"#), None);
        assert_eq!(object(br#"{"a": [{"sub": "a", "sub": "a"}]}"#), None);
        assert_eq!(object(br#"{"sub": "a", "s\u0075b": "b"}"#), None);
    }

    #[test]
    fn what_is_no_object_is_refused() {
        for text in ["", "[]", "null", "1", "{} {}", "{", "\"{}\""] {
            assert_eq!(object(text.as_bytes()), None, "{text}");
        }
    }
}
