//! The numbers of INSEE's SIRENE directory: enterprises, their establishments, and the intercommunalities among them.

use super::fault::IdentifierFault;
use super::form::{compact, luhn, not_digits};
use super::hint::Hint;

/// La Poste's enterprise: INSEE gave its establishments more numbers than Luhn's key leaves.
const LA_POSTE: &str = "356000000";
/// Its head office, numbered as everyone else's.
const LA_POSTE_HEAD_OFFICE: &str = "35600000000048";

identifier! {
    /// An enterprise or any other body: 9 digits.
    Siren, check = siren, groups = [3, 3, 3]
}

identifier! {
    /// An establishment: the SIREN of its enterprise and 5 digits.
    Siret, check = siret, groups = [3, 3, 3, 5]
}

identifier! {
    /// An intercommunality: a SIREN that starts with 2. Whether it exists is for the table of territories to say.
    Epci, check = epci, groups = [3, 3, 3]
}

impl Siret {
    /// The enterprise that the establishment belongs to.
    #[must_use]
    pub fn siren(&self) -> Siren {
        Siren(self.0.chars().take(9).collect())
    }
}

fn siren(text: &str) -> Result<String, IdentifierFault> {
    let digits = nine_digits(text)?;
    if luhn(&digits) { Ok(digits) } else { Err(IdentifierFault::checksum(Hint::Checksum)) }
}

fn epci(text: &str) -> Result<String, IdentifierFault> {
    let digits = nine_digits(text)?;
    if !digits.starts_with('2') {
        return Err(IdentifierFault::format(Hint::EpciPrefix));
    }
    if luhn(&digits) { Ok(digits) } else { Err(IdentifierFault::checksum(Hint::Checksum)) }
}

fn siret(text: &str) -> Result<String, IdentifierFault> {
    let digits = compact(text);
    if let Some(fault) = not_digits(&digits) {
        return Err(fault);
    }
    match digits.len() {
        14 => {}
        13 => return Err(IdentifierFault::length(Hint::LostZeros)),
        9 => return Err(IdentifierFault::length(Hint::SirenInSiret)),
        _ => return Err(IdentifierFault::length(Hint::SiretLength)),
    }
    if is_zero(&digits) {
        return Err(IdentifierFault::format(Hint::AllZeros));
    }
    if is_zero(&digits[..9]) || !luhn(&digits[..9]) {
        return Err(IdentifierFault::checksum(Hint::SirenOfSiret));
    }
    if has_siret_key(&digits) { Ok(digits) } else { Err(IdentifierFault::checksum(Hint::Checksum)) }
}

/// Nine digits that are not all zeros, which would pass Luhn's test.
fn nine_digits(text: &str) -> Result<String, IdentifierFault> {
    let digits = compact(text);
    if let Some(fault) = not_digits(&digits) {
        return Err(fault);
    }
    match digits.len() {
        9 if is_zero(&digits) => Err(IdentifierFault::format(Hint::AllZeros)),
        9 => Ok(digits),
        8 => Err(IdentifierFault::length(Hint::LostZeros)),
        14 => Err(IdentifierFault::length(Hint::SiretInSiren)),
        _ => Err(IdentifierFault::length(Hint::SirenLength)),
    }
}

fn is_zero(digits: &str) -> bool {
    digits.bytes().all(|byte| byte == b'0')
}

/// For La Poste the plain sum of the digits is a multiple of five, but for its head office.
fn has_siret_key(digits: &str) -> bool {
    if digits.starts_with(LA_POSTE) && digits != LA_POSTE_HEAD_OFFICE {
        let sum: u32 = digits.bytes().map(|byte| u32::from(byte - b'0')).sum();
        return sum.is_multiple_of(5);
    }
    luhn(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_siret_is_shown_in_groups_that_no_line_end_parts() {
        let siret = Siret::parse("732 829 320 00074").unwrap();
        assert_eq!(siret.to_string(), "732\u{a0}829\u{a0}320\u{a0}00074");
        assert_eq!(siret.as_str(), "73282932000074");
    }

    #[test]
    fn the_shown_form_reads_back() {
        let siret = Siret::parse("73282932000074").unwrap();
        assert_eq!(Siret::parse(&siret.formatted()), Ok(siret));
    }

    #[test]
    fn the_siren_of_a_siret_is_a_siren() {
        let siren = Siret::parse("35600000049837").unwrap().siren();
        assert_eq!(Siren::parse(siren.as_str()), Ok(siren));
    }
}
