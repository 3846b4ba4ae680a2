//! The code of schools (UAI, formerly RNE).

use super::fault::IdentifierFault;
use super::form::{compact, follows};
use super::hint::Hint;

/// The key letters, by the remainder of the number divided by 23: I, O and Q look too much like digits.
const KEYS: &[u8; 23] = b"ABCDEFGHJKLMNPRSTUVWXYZ";

identifier! {
    /// A school, college or university: 7 digits and a key letter.
    Uai, check = uai, groups = []
}

fn uai(text: &str) -> Result<String, IdentifierFault> {
    let code = compact(text);
    let Some((number, key)) = split(&code) else {
        return Err(IdentifierFault::format(match code.as_str() {
            "" => Hint::Empty,
            short if follows(short, "######@") => Hint::LostZeros,
            _ => Hint::UaiShape,
        }));
    };
    let remainder = number.bytes().fold(0, |rest, byte| (rest * 10 + usize::from(byte - b'0')) % KEYS.len());
    if KEYS[remainder] == key { Ok(code) } else { Err(IdentifierFault::checksum(Hint::Checksum)) }
}

/// The number and a letter that may be a key; `None` when the code is not made so.
fn split(code: &str) -> Option<(&str, u8)> {
    let key = *code.as_bytes().last()?;
    (follows(code, "#######@") && KEYS.contains(&key)).then(|| (&code[..7], key))
}
