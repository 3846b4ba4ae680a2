//! E-mail addresses: recognised by their form only, since nothing but a message that arrives proves one.

/// The address as it is kept, in small letters; `None` when it has not the form of one.
#[must_use]
pub fn normalise(text: &str) -> Option<String> {
    let email = text.trim().to_lowercase();
    let (local, domain) = email.split_once('@')?;
    let is_address = !local.is_empty()
        && domain.contains('.')
        && !domain.contains('@')
        && !email.contains(char::is_whitespace)
        && email.len() <= MAX_LENGTH;
    is_address.then_some(email)
}

/// The longest address that mail servers carry, in bytes (RFC 5321, 4.5.3.1.3).
const MAX_LENGTH: usize = 254;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_kept_in_small_letters() {
        assert_eq!(normalise(" Ada@Example.ORG "), Some("ada@example.org".to_owned()));
    }

    #[test]
    fn what_has_not_the_form_of_an_address_is_none() {
        for text in ["", "ada", "@example.org", "ada@example", "ada@good@evil.org", "a da@example.org"] {
            assert_eq!(normalise(text), None, "{text}");
        }
    }
}
