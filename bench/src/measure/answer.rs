//! Answers brought to one form, so that those of different servers can be compared.
//!
//! Only what is a matter of form is levelled: how an identifier is written, and a whole number (2 or 2.0). Records, their
//! order, their number and every other value must agree.

use serde_json::Value;

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// The `data` of a response, with each `id` as 32 hexadecimal digits.
pub(crate) fn normalise(body: &[u8]) -> anyhow::Result<Value> {
    let mut response: Value = serde_json::from_slice(body)?;
    anyhow::ensure!(response.get("errors").is_none(), "errors: {}", response["errors"]);
    let mut data = response["data"].take();
    level(&mut data);
    Ok(data)
}

/// The path and the two values where `left` (the floor's) and `right` first differ.
pub(crate) fn first_difference(left: &Value, right: &Value) -> Option<String> {
    let inside = |key: String, left: Option<&Value>, right: Option<&Value>| {
        let null = Value::Null;
        first_difference(left.unwrap_or(&null), right.unwrap_or(&null)).map(|rest| format!("/{key}{rest}"))
    };
    match (left, right) {
        _ if left == right => None,
        (Value::Object(one), Value::Object(other)) => {
            one.keys().chain(other.keys()).find_map(|key| inside(key.clone(), one.get(key), other.get(key)))
        }
        (Value::Array(one), Value::Array(other)) => (0..one.len().max(other.len()))
            .find_map(|place| inside(place.to_string(), one.get(place), other.get(place))),
        _ => Some(format!(": {left} against {right}")),
    }
}

fn level(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(level),
        Value::Object(fields) => fields.iter_mut().for_each(|(name, value)| match value {
            Value::String(id) if name == "id" => *id = plain_id(id),
            _ => level(value),
        }),
        Value::Number(number) => *value = number.as_f64().into(),
        _ => {}
    }
}

/// From `structure_<26 digits in base 32>`, from a UUID with dashes, or from hexadecimal digits in either case.
fn plain_id(id: &str) -> String {
    match id.rsplit_once('_') {
        Some((_, digits)) => {
            let bits = digits.bytes().fold(0_u128, |bits, digit| {
                let value = ALPHABET.iter().position(|letter| *letter == digit).unwrap_or_default();
                (bits << 5) | u128::try_from(value).unwrap_or_default()
            });
            format!("{bits:032x}")
        }
        None => id.replace('-', "").to_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_is_the_same_however_it_is_written() {
        let expected = "0190a1b2c3d47e5f8a9b0c1d2e3f4a5b";
        assert_eq!(plain_id("0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"), expected);
        assert_eq!(plain_id("0190A1B2C3D47E5F8A9B0C1D2E3F4A5B"), expected);
        assert_eq!(plain_id("structure_01j2gv5gymfsfrn6rc3mq3yjjv"), expected);
    }

    #[test]
    fn a_number_is_the_same_with_and_without_a_point() {
        let [whole, pointed] = ["2", "2.0"].map(|two| format!(r#"{{"data":{{"lat":{two}}}}}"#));
        assert_eq!(normalise(whole.as_bytes()).unwrap(), normalise(pointed.as_bytes()).unwrap());
    }

    #[test]
    fn the_first_difference_names_its_place() {
        let left = serde_json::json!({ "a": [1, { "b": 2 }] });
        let right = serde_json::json!({ "a": [1, { "b": 3 }] });
        assert_eq!(first_difference(&left, &right).as_deref(), Some("/a/1/b: 2 against 3"));
        assert_eq!(first_difference(&left, &left), None);
    }
}
