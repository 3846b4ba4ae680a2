//! The keys that a provider publishes (RFC 7517): those of them that can prove something.

use data_encoding::BASE64URL_NOPAD;
use ed25519_dalek::VerifyingKey;
use jsonwebtoken::DecodingKey;
use serde_json::Value;

use super::algorithm::{Algorithm, KeyType};
use crate::json::Object;

/// No honest provider publishes more.
const MAX_KEYS: usize = 100;
/// Lengths of an RSA modulus, in bits: shorter can be broken (RFC 7518, section 3.3), longer only costs time.
const RSA_BITS: std::ops::RangeInclusive<usize> = 2048..=4096;

/// What a key has that is not public (RFC 7518, section 6): once it is published, anybody can sign with it.
const SECRETS: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/// What a provider signs with.
#[derive(Debug)]
pub(crate) struct Keys(Vec<Key>);

#[derive(Debug)]
struct Key {
    kid: Option<String>,
    key_type: KeyType,
    /// The only algorithm that it is for, where the provider says so.
    algorithm: Option<String>,
    key: DecodingKey,
}

impl Keys {
    /// The usable keys of a set. Those that are for something else, or that we do not understand, are passed over, as
    /// the standard asks; `None` if it is no set of keys.
    pub(crate) fn read(set: &Object) -> Option<Self> {
        let keys = set.get("keys")?.as_array().filter(|keys| keys.len() <= MAX_KEYS)?;
        Some(Self(keys.iter().filter_map(|key| Key::read(key.as_object()?)).collect()))
    }

    /// The key that a token is proved by. Where several fit, by their id or because the token names none, it is not
    /// told which one is meant (OpenID Connect Core 1.0, section 10.1), and none is.
    pub(super) fn only_one_for(&self, algorithm: Algorithm, kid: Option<&str>) -> Option<&DecodingKey> {
        let mut fitting = self.0.iter().filter(|key| {
            key.key_type == algorithm.key_type()
                && key.algorithm.as_ref().is_none_or(|only| only == algorithm.as_str())
                && kid.is_none_or(|kid| key.kid.as_deref() == Some(kid))
        });
        let found = fitting.next();
        found.filter(|_| fitting.next().is_none()).map(|key| &key.key)
    }
}

impl Key {
    fn read(jwk: &Object) -> Option<Self> {
        let text = |name: &str| jwk.get(name).and_then(Value::as_str);
        let optional =
            |name: &str| jwk.get(name).is_none_or(Value::is_string).then(|| text(name).map(str::to_owned));
        let is_to_verify = |operations: &Value| {
            operations.as_array().is_some_and(|all| all.iter().any(|operation| operation == "verify"))
        };
        if SECRETS.iter().any(|name| jwk.contains_key(*name)) {
            return None;
        }
        if !jwk.get("use").is_none_or(|usage| usage == "sig") || !jwk.get("key_ops").is_none_or(is_to_verify)
        {
            return None;
        }
        let (key_type, key) = match (text("kty")?, text("crv")) {
            ("RSA", _) => (KeyType::Rsa, rsa(text("n")?, text("e")?)?),
            ("EC", Some("P-256")) => (KeyType::P256, curve(text("x")?, text("y")?, 32)?),
            ("EC", Some("P-384")) => (KeyType::P384, curve(text("x")?, text("y")?, 48)?),
            ("OKP", Some("Ed25519")) => (KeyType::Ed25519, edwards(text("x")?)?),
            _ => return None,
        };
        Some(Self { kid: optional("kid")?, key_type, algorithm: optional("alg")?, key })
    }
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    BASE64URL_NOPAD.decode(text.as_bytes()).ok()
}

fn rsa(modulus: &str, exponent: &str) -> Option<DecodingKey> {
    let (modulus, exponent) = (bytes(modulus)?, bytes(exponent)?);
    let first = modulus.iter().position(|byte| *byte != 0)?;
    let bits = (modulus.len() - first) * 8 - modulus[first].leading_zeros() as usize;
    // With an exponent of 1 anything is its own signature.
    let (last, before) = exponent.split_last()?;
    let exponent_counts = last % 2 == 1 && (*last > 1 || before.iter().any(|byte| *byte > 0));
    (RSA_BITS.contains(&bits) && exponent_counts)
        .then(|| DecodingKey::from_rsa_raw_components(&modulus, &exponent))
}

fn curve(x: &str, y: &str, length: usize) -> Option<DecodingKey> {
    let whole = bytes(x)?.len() == length && bytes(y)?.len() == length;
    whole.then(|| DecodingKey::from_ec_components(x, y).ok()).flatten()
}

/// A point of small order is no key: signatures can be made under it that hold for any text.
fn edwards(x: &str) -> Option<DecodingKey> {
    let point = VerifyingKey::try_from(bytes(x)?.as_slice()).ok()?;
    (!point.is_weak()).then(|| DecodingKey::from_ed_components(x).ok()).flatten()
}
