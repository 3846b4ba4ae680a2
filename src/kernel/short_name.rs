//! Short names that people give to what stands by its name for ever: in addresses, in errors.

/// What a short name is, for who gave something else.
pub const SHORT_NAME: &str = "2 to 40 small letters, digits and hyphens, a hyphen neither first nor last";

/// Whether a text is one.
#[must_use]
pub fn is_short_name(text: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (2..=40).contains(&text.len())
        && text.bytes().all(is_allowed)
        && !text.starts_with('-')
        && !text.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_name_is_written_alike_by_everybody() {
        for name in ["ab", "le-parc", "66", "a--b", &"a".repeat(40)] {
            assert!(is_short_name(name), "{name}");
        }
        for other in ["", "a", "Parc", "le parc", "-parc", "parc-", "pàrc", "le_parc", &"a".repeat(41)] {
            assert!(!is_short_name(other), "{other}");
        }
    }
}
