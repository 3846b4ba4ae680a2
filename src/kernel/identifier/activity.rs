//! The code of the main activity (NAF, also called APE). NAF 2025 replaces NAF rév. 2 on 1 January 2027 (décret
//! 2025-736) with codes of the same form: store the version beside the code.

use super::fault::IdentifierFault;
use super::form::{follows, undivided};
use super::hint::Hint;

identifier! {
    /// A main activity: 4 digits with a dot in their middle, and a letter.
    Naf, check = naf, groups = []
}

/// The dot is the only separator of the code: one that is elsewhere, or a dash, is a mistake and not an ornament.
fn naf(text: &str) -> Result<String, IdentifierFault> {
    let code = undivided(text);
    if follows(&code, "##.##@") {
        return Ok(code);
    }
    if follows(&code, "####@") {
        return Ok(format!("{}.{}", &code[..2], &code[2..]));
    }
    Err(IdentifierFault::format(if code.is_empty() { Hint::Empty } else { Hint::NafShape }))
}
