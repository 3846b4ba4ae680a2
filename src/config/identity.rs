//! How people sign in through partners' identity providers.

use std::net::SocketAddr;

use data_encoding::{BASE64, HEXLOWER_PERMISSIVE};

use super::source::Source;

/// How people sign in.
#[derive(Clone, Debug)]
pub struct IdentitySettings {
    /// What seals the secrets of providers and the tokens of sessions; the first one seals, all of them open.
    pub secret_keys: Vec<SecretKey>,
    /// The DNS server that is asked about domains; `None` for those that the machine knows.
    pub dns_server: Option<SocketAddr>,
}

/// A key that seals secrets.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretKey {
    /// Its name.
    pub name: String,
    /// 256 random bits.
    pub bits: [u8; 32],
}

impl std::fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SecretKey").field("name", &self.name).finish_non_exhaustive()
    }
}

impl IdentitySettings {
    pub(super) fn read(source: &mut Source<'_>) -> Self {
        let keys = source.secret(
            ("SECRET_KEYS", ""),
            "What seals the secrets of identity providers, and signs the hub's requests to partners' GraphQL services: name:key, separated by commas; a key is 32 random bytes in base64 \
             (openssl rand -base64 32). The first one seals, all of them open: to replace one, put the new one before it. \
             Empty: no provider can be added, and no service joined.",
            "name:key, separated by commas, each name once, of letters and digits, each key 32 bytes in base64 or hexadecimal",
            |text| secret_keys(text).is_some(),
        );
        Self {
            secret_keys: secret_keys(secrecy::ExposeSecret::expose_secret(&keys)).unwrap_or_default(),
            dns_server: source.parsed(
                ("DNS_SERVER", ""),
                "The DNS server that is asked whether a domain is a provider's: address:port. Empty: those of the machine.",
                "address:port",
                |text| if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) },
            ),
        }
    }
}

fn secret_keys(text: &str) -> Option<Vec<SecretKey>> {
    let given = text.split(',').map(str::trim).filter(|key| !key.is_empty());
    let keys: Vec<SecretKey> = given.map(secret_key).collect::<Option<_>>()?;
    let is_once = |key: &SecretKey| keys.iter().filter(|other| other.name == key.name).count() == 1;
    keys.iter().all(is_once).then_some(keys)
}

fn secret_key(text: &str) -> Option<SecretKey> {
    let (name, key) = text.split_once(':')?;
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric());
    let bits = BASE64.decode(key.as_bytes()).ok().filter(|bits| bits.len() == 32);
    let bits = bits.or_else(|| HEXLOWER_PERMISSIVE.decode(key.as_bytes()).ok())?;
    Some(SecretKey { name: name.to_owned(), bits: bits.try_into().ok().filter(|_| is_name)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";

    #[test]
    fn keys_have_names_and_come_in_order() {
        let hex = "02".repeat(32);
        let keys = secret_keys(&format!(" a:{ONE} , b2:{hex},")).unwrap();
        assert_eq!(
            keys.iter().map(|key| (key.name.as_str(), key.bits[0])).collect::<Vec<_>>(),
            [("a", 1), ("b2", 2)]
        );
        assert_eq!(secret_keys(""), Some(Vec::new()));
    }

    #[test]
    fn what_is_no_key_is_refused() {
        for text in
            ["a", "a:", &format!(":{ONE}"), "a:AQEB", &format!("a b:{ONE}"), &format!("a:{ONE},a:{ONE}")]
        {
            assert_eq!(secret_keys(text), None, "{text}");
        }
    }

    #[test]
    fn a_key_is_not_shown() {
        assert_eq!(
            format!("{:?}", secret_keys(&format!("a:{ONE}")).unwrap()),
            "[SecretKey { name: \"a\", .. }]"
        );
    }
}
