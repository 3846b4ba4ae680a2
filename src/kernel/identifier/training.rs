//! Codes of vocational training: certifications (RNCP, RS) and the providers' declaration number (NDA).

use super::fault::IdentifierFault;
use super::form::{compact, follows, is_digits, is_spreadsheet};
use super::hint::Hint;

identifier! {
    /// A certification of the national directory (*répertoire national des certifications professionnelles*).
    Rncp, check = rncp, groups = []
}

identifier! {
    /// A certification of the *répertoire spécifique*.
    Rs, check = rs, groups = []
}

identifier! {
    /// A training provider's declaration number: region, département, number, key. Only its form is known.
    Nda, check = nda, groups = [2, 2, 5]
}

fn rncp(text: &str) -> Result<String, IdentifierFault> {
    let code = compact(text);
    if digits_after("RNCP", &code).is_some_and(|digits| (3..=6).contains(&digits)) {
        return Ok(code);
    }
    Err(IdentifierFault::format(match code.as_str() {
        "" => Hint::Empty,
        other if digits_after("RS", other).is_some() => Hint::RsInRncp,
        _ => Hint::RncpShape,
    }))
}

fn rs(text: &str) -> Result<String, IdentifierFault> {
    let code = compact(text);
    if digits_after("RS", &code).is_some_and(|digits| (1..=6).contains(&digits)) {
        return Ok(code);
    }
    Err(IdentifierFault::format(match code.as_str() {
        "" => Hint::Empty,
        other if digits_after("RNCP", other).is_some() => Hint::RncpInRs,
        _ => Hint::RsShape,
    }))
}

/// How many digits follow `prefix`; `None` when anything else does, or nothing.
fn digits_after(prefix: &str, code: &str) -> Option<usize> {
    code.strip_prefix(prefix).filter(|digits| is_digits(digits)).map(str::len)
}

fn nda(text: &str) -> Result<String, IdentifierFault> {
    let number = compact(text);
    if is_nda(&number) {
        return Ok(number);
    }
    Err(IdentifierFault::format(match number.as_str() {
        "" => Hint::Empty,
        short if follows(short, "##########") => Hint::LostZeros,
        shortened if is_spreadsheet(shortened) => Hint::Spreadsheet,
        _ => Hint::NdaShape,
    }))
}

/// Eleven digits; in Corsica, 2A or 2B may stand for the département and for the key, which repeats it.
fn is_nda(number: &str) -> bool {
    let Some((provider, key)) = number.split_at_checked(9) else { return false };
    let departement = ["##", "2A", "2B"];
    ["#########", "##2A#####", "##2B#####"].iter().any(|shape| follows(provider, shape))
        && departement.iter().any(|shape| follows(key, shape))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_declaration_number_is_shown_as_on_the_providers_documents() {
        assert_eq!(Nda::parse("76660123466").unwrap().to_string(), "76\u{a0}66\u{a0}01234\u{a0}66");
    }

    #[test]
    fn a_code_of_the_other_directory_is_sent_there() {
        assert_eq!(Rncp::parse("RS5787").unwrap_err().hint, Hint::RsInRncp);
        assert_eq!(Rs::parse("RNCP35974").unwrap_err().hint, Hint::RncpInRs);
    }
}
