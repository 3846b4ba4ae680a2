//! Codes of places: INSEE's communes and départements, and La Poste's postal codes, which are not the same thing.
//! Whether a commune exists at a date is for the table of territories to say.

use super::fault::IdentifierFault;
use super::form::{compact, follows, is_digits};
use super::hint::Hint;

/// Clipperton: the one commune code under 989.
const CLIPPERTON: &str = "98901";

identifier! {
    /// A commune, by its INSEE code (*code officiel géographique*): the département, then 2 or 3 digits.
    CommuneCode, check = commune, groups = []
}

identifier! {
    /// A postal code: 5 digits. Several communes may share one.
    PostalCode, check = postal, groups = []
}

identifier! {
    /// A département, or an overseas territory that communes are numbered under.
    Departement, check = departement, groups = []
}

fn commune(text: &str) -> Result<String, IdentifierFault> {
    let code = compact(text);
    if is_commune(&code) {
        return Ok(code);
    }
    Err(IdentifierFault::format(match code.as_str() {
        "" => Hint::Empty,
        four if follows(four, "####") => Hint::LostZeros,
        corsica if follows(corsica, "20###") => Hint::CorsicaInsee,
        country if follows(country, "99###") => Hint::CommuneCountry,
        _ => Hint::CommuneShape,
    }))
}

fn postal(text: &str) -> Result<String, IdentifierFault> {
    let code = compact(text);
    if follows(&code, "#####") && (1..=98).contains(&leading_number(&code)) {
        return Ok(code);
    }
    Err(IdentifierFault::format(match code.as_str() {
        "" => Hint::Empty,
        four if follows(four, "####") => Hint::LostZeros,
        corsica if corsica.starts_with("2A") || corsica.starts_with("2B") => Hint::CorsicaPostal,
        _ => Hint::PostalShape,
    }))
}

fn departement(text: &str) -> Result<String, IdentifierFault> {
    let code = compact(text);
    if is_departement(&code) {
        return Ok(code);
    }
    Err(IdentifierFault::format(match code.as_str() {
        "" => Hint::Empty,
        one if follows(one, "#") => Hint::LostZeros,
        "20" => Hint::CorsicaInsee,
        _ => Hint::DepartementShape,
    }))
}

fn is_commune(code: &str) -> bool {
    let numbered_under = |length: usize| {
        code.len() == 5
            && code.split_at_checked(length).is_some_and(|(departement, number)| {
                departement.len() == length && is_departement(departement) && is_digits(number)
            })
    };
    code == CLIPPERTON || numbered_under(2) || numbered_under(3)
}

/// 01 to 95 without 20, which became 2A and 2B in 1976; 971 to 978; 984, 986, 987 and 988.
fn is_departement(code: &str) -> bool {
    match code.len() {
        2 if is_digits(code) => (1..=95).contains(&leading_number(code)) && code != "20",
        2 => matches!(code, "2A" | "2B"),
        3 => {
            let territory = code.as_bytes()[2];
            (follows(code, "97#") && matches!(territory, b'1'..=b'8'))
                || (follows(code, "98#") && matches!(territory, b'4' | b'6'..=b'8'))
        }
        _ => false,
    }
}

/// The number that the first two characters make; 0 when they make none.
fn leading_number(code: &str) -> u8 {
    code.get(..2).and_then(|digits| digits.parse().ok()).unwrap_or_default()
}
