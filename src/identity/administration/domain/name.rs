//! Which names can be claimed.

use url::Host;

/// A domain in its kept form: small letters, Punycode where it has others.
///
/// # Errors
/// In a sentence, for what is no domain, or one under which anybody may register a name (the public suffix list).
pub(super) fn claimable(given: &str) -> Result<String, &'static str> {
    let given = given.trim().trim_end_matches('.');
    let Ok(Host::Domain(domain)) = Host::parse(given) else {
        return Err("a domain is a name such as `commune.example`: what stands after the @ of an address");
    };
    let is_label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    // 253 octets, of which the name of the proof takes some.
    if domain.len() > 220 || !domain.split('.').all(is_label) {
        return Err("a domain has labels of letters, digits and hyphens, and 220 characters at most");
    }
    match psl::domain_str(&domain) {
        Some(_) => Ok(domain),
        None => Err("anybody may register a name under this domain: claim one that is your own"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_is_kept_in_small_letters_and_ascii() {
        assert_eq!(claimable(" Commune.Example. "), Ok("commune.example".to_owned()));
        assert_eq!(claimable("mairie-prés.fr"), Ok("xn--mairie-prs-j7a.fr".to_owned()));
    }

    #[test]
    fn what_is_no_domain_of_ones_own_cannot_be_claimed() {
        for given in
            ["", "fr", "co.uk", "github.io", "127.0.0.1", "[::1]", "a@b.example", "a b.example", "_x.example"]
        {
            assert!(claimable(given).is_err(), "{given}");
        }
    }
}
