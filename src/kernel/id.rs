//! Identifiers: UUID version 7 inside, `<kind>_<26 characters>` outside.
//!
//! The outside form follows the TypeID convention: the lower-case kind, `_`, and the 128 bits of the UUID in
//! Crockford's base 32. Clients treat it as opaque; a person who reads a log does not have to.

use chrono::{DateTime, Utc};
use rand::RngCore;
use uuid::Uuid;

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Makes an identifier that sorts by the time it was made.
#[must_use]
pub fn new_id(now: DateTime<Utc>) -> Uuid {
    let millis = u64::try_from(now.timestamp_millis()).unwrap_or_default();
    let mut random = [0_u8; 10];
    rand::rng().fill_bytes(&mut random);
    uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}

/// Appends `prefix_` and the 26 characters of `id` to `out`.
pub fn write_global(prefix: &str, id: Uuid, out: &mut Vec<u8>) {
    out.extend_from_slice(prefix.as_bytes());
    out.push(b'_');
    let bits = id.as_u128();
    for position in (0..26).rev() {
        let digit = (bits >> (position * 5)) & 0x1f;
        out.push(ALPHABET[usize::try_from(digit).unwrap_or_default()]);
    }
}

/// The global identifier of `id` as text.
#[must_use]
pub fn global(prefix: &str, id: Uuid) -> String {
    let mut out = Vec::with_capacity(prefix.len() + 27);
    write_global(prefix, id, &mut out);
    String::from_utf8_lossy(&out).into_owned()
}

/// Splits a global identifier into its prefix and the UUID; `None` when it is not one.
#[must_use]
pub fn parse_global(text: &str) -> Option<(&str, Uuid)> {
    let (prefix, digits) = text.rsplit_once('_')?;
    let digits = digits.as_bytes();
    // 26 digits hold 130 bits: the first may only use its lowest three.
    if digits.len() != 26 || digits[0] > b'7' {
        return None;
    }
    let mut bits = 0_u128;
    for digit in digits {
        let value = ALPHABET.iter().position(|letter| letter == digit)?;
        bits = (bits << 5) | u128::try_from(value).ok()?;
    }
    Some((prefix, Uuid::from_u128(bits)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_global_id_reads_back() {
        let id = Uuid::from_u128(0x0190_a1b2_c3d4_7e5f_8a9b_0c1d_2e3f_4a5b);
        let text = global("structure", id);
        assert_eq!(parse_global(&text), Some(("structure", id)));
    }

    #[test]
    fn what_is_not_one_is_refused() {
        for text in ["", "structure", "structure_", "structure_zzz", "structure_8zzzzzzzzzzzzzzzzzzzzzzzzz"] {
            assert_eq!(parse_global(text), None, "{text}");
        }
    }
}
