//! What a client says of itself in the payload of a message: its key, and its languages.

use secrecy::SecretString;
use serde_json::{Map, Value};

use super::close::Close;
use crate::http::caller;
use crate::kernel::locale::Locale;

/// The key, if there is one: `{ "authorization": "Bearer …" }`, the name in any case.
pub(super) fn key(payload: &Map<String, Value>) -> Result<Option<SecretString>, Close> {
    let mut values = values(payload, "authorization");
    match (values.next(), values.next()) {
        (None, _) => Ok(None),
        (Some(Value::String(text)), None) => caller::bearer_token(text).map(Some).ok_or(Close::FORBIDDEN),
        // Its sender believes to be known.
        (Some(_), _) => Err(Close::FORBIDDEN),
    }
}

/// The languages, in the words of an `Accept-Language` header: `{ "acceptLanguage": "ca, fr;q=0.5" }`.
pub(super) fn locales(payload: &Map<String, Value>) -> Option<Vec<Locale>> {
    values(payload, "acceptLanguage").find_map(Value::as_str).map(Locale::from_accept_language)
}

fn values<'a>(payload: &'a Map<String, Value>, name: &str) -> impl Iterator<Item = &'a Value> {
    payload.iter().filter(move |(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;
    use serde_json::json;

    use super::*;

    fn payload(value: Value) -> Map<String, Value> {
        value.as_object().cloned().unwrap()
    }

    #[test]
    fn a_key_is_read_whatever_the_case_of_its_name() {
        for name in ["authorization", "Authorization", "AUTHORIZATION"] {
            let found = key(&payload(json!({ name: "Bearer abc" }))).unwrap().unwrap();
            assert_eq!(found.expose_secret(), "abc");
        }
        assert!(key(&payload(json!({ "token": "abc" }))).unwrap().is_none());
    }

    #[test]
    fn what_is_meant_as_a_key_and_is_none_is_refused() {
        for value in [
            json!({ "authorization": "abc" }),
            json!({ "authorization": "Bearer " }),
            json!({ "authorization": null }),
            json!({ "authorization": 7 }),
            json!({ "authorization": "Bearer a", "Authorization": "Bearer a" }),
        ] {
            assert_eq!(key(&payload(value.clone())).unwrap_err(), Close::FORBIDDEN, "{value}");
        }
    }

    #[test]
    fn languages_are_read_as_those_of_a_header() {
        let found = locales(&payload(json!({ "acceptLanguage": "ca;q=0.5, en" })));
        assert_eq!(found, Some(vec![Locale::En, Locale::Ca, Locale::Fr]));
        assert_eq!(locales(&Map::new()), None);
    }
}
