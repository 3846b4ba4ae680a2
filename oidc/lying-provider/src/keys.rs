//! Keys, made once: see `keys/README.md`.

use std::sync::OnceLock;

use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey};
use serde_json::{Value, json};

/// A private key and the algorithms that go with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyPair {
    /// The id under which its public half is published.
    pub kid: &'static str,
    pem: &'static str,
    /// What it signs with unless something else is asked for.
    pub algorithm: Algorithm,
}

/// Declares keys by their files.
macro_rules! keys {
    ($($(#[$doc:meta])* $name:ident = $file:literal, $algorithm:ident;)*) => {
        impl KeyPair {
            $($(#[$doc])* pub const $name: Self = Self {
                kid: $file,
                pem: include_str!(concat!("../keys/", $file, ".pem")),
                algorithm: Algorithm::$algorithm,
            };)*
        }
    };
}

keys! {
    /// Of the first generation.
    RSA_A = "rsa-a", RS256;
    /// Of the second generation.
    RSA_B = "rsa-b", RS256;
    /// Of the first generation.
    P256_A = "p256-a", ES256;
    /// Of the second generation.
    P256_B = "p256-b", ES256;
    /// Of the first generation.
    P384_A = "p384-a", ES384;
    /// Of the second generation.
    P384_B = "p384-b", ES384;
    /// Of the first generation.
    ED25519_A = "ed25519-a", EdDSA;
    /// Of the second generation.
    ED25519_B = "ed25519-b", EdDSA;
    /// Somebody else's: published by nobody.
    FOREIGN = "rsa-foreign", RS256;
    /// Half as long as it has to be.
    SHORT = "rsa-short", RS256;
}

/// The public half of the first generation's RSA key, as an attacker has it.
pub(crate) const PUBLIC_RSA_A: &str = include_str!("../keys/rsa-a.pub.pem");

/// What a provider signs with at one time.
const GENERATIONS: [[KeyPair; 4]; 2] = [
    [KeyPair::RSA_A, KeyPair::P256_A, KeyPair::P384_A, KeyPair::ED25519_A],
    [KeyPair::RSA_B, KeyPair::P256_B, KeyPair::P384_B, KeyPair::ED25519_B],
];

/// What is published of each generation: computed once, since it takes as long as the rest of a test.
static PUBLISHED: [OnceLock<Vec<Value>>; 2] = [OnceLock::new(), OnceLock::new()];

/// The keys of a generation.
pub(crate) fn generation(number: usize) -> &'static [KeyPair] {
    &GENERATIONS[number % GENERATIONS.len()]
}

/// The public halves of the keys of a generation.
pub(crate) fn published(number: usize) -> Vec<Value> {
    let public = |key: &KeyPair| {
        let mut jwk = key.jwk(key.algorithm);
        // An RSA key serves several algorithms, so it is not said for which one it is.
        if key.algorithm == Algorithm::RS256
            && let Some(fields) = jwk.as_object_mut()
        {
            fields.remove("alg");
        }
        jwk
    };
    let all = || generation(number).iter().map(public).collect();
    PUBLISHED[number % PUBLISHED.len()].get_or_init(all).clone()
}

impl KeyPair {
    /// The public half, as it is published for an algorithm.
    #[must_use]
    pub fn jwk(&self, algorithm: Algorithm) -> Value {
        let jwk = Jwk::from_encoding_key(&self.encoding_key(), algorithm).expect("a key that fits");
        let mut jwk = serde_json::to_value(jwk).expect("JSON");
        jwk["kid"] = json!(self.kid);
        jwk["use"] = json!("sig");
        jwk
    }

    /// The signature of a message, in base64url.
    pub(crate) fn sign(&self, message: &str, algorithm: Algorithm) -> String {
        jsonwebtoken::crypto::sign(message.as_bytes(), &self.encoding_key(), algorithm)
            .expect("a key that fits")
    }

    fn encoding_key(&self) -> EncodingKey {
        let pem = self.pem.as_bytes();
        match self.algorithm {
            Algorithm::ES256 | Algorithm::ES384 => EncodingKey::from_ec_pem(pem),
            Algorithm::EdDSA => EncodingKey::from_ed_pem(pem),
            _ => EncodingKey::from_rsa_pem(pem),
        }
        .expect("a key in PEM")
    }
}

/// The public half of a private key in PEM.
pub(crate) fn public(pem: &str, algorithm: Algorithm) -> Jwk {
    let key = if algorithm == Algorithm::ES256 {
        EncodingKey::from_ec_pem(pem.as_bytes())
    } else {
        EncodingKey::from_rsa_pem(pem.as_bytes())
    };
    Jwk::from_encoding_key(&key.expect("a key in PEM"), algorithm).expect("a key that fits")
}
