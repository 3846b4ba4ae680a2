//! The algorithms that a signature may have: those of a private and a public key (RFC 7518, RFC 8037).
//!
//! Neither `none` nor those with a shared secret can be named, so none can be pinned by mistake.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256, Sha384, Sha512};

use crate::named::named;

named! {
    /// What a token is signed with. As text it is its name in the registry: `RS256`.
    #[expect(missing_docs, reason = "the names are those of the registry")]
    #[derive(Serialize, Deserialize)]
    Algorithm {
        RS256 = "RS256",
        RS384 = "RS384",
        RS512 = "RS512",
        PS256 = "PS256",
        PS384 = "PS384",
        PS512 = "PS512",
        ES256 = "ES256",
        ES384 = "ES384",
        EdDSA = "EdDSA",
    }
}

/// The kinds of keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyType {
    Rsa,
    P256,
    P384,
    Ed25519,
}

impl Algorithm {
    pub(crate) const fn key_type(self) -> KeyType {
        match self {
            Self::RS256 | Self::RS384 | Self::RS512 | Self::PS256 | Self::PS384 | Self::PS512 => KeyType::Rsa,
            Self::ES256 => KeyType::P256,
            Self::ES384 => KeyType::P384,
            Self::EdDSA => KeyType::Ed25519,
        }
    }

    /// The left half of the digest of `text` that goes with it (OpenID Connect Core 1.0, section 3.1.3.6).
    pub(crate) fn half_digest(self, text: &str) -> Vec<u8> {
        let mut digest = match self {
            Self::RS256 | Self::PS256 | Self::ES256 => Sha256::digest(text).to_vec(),
            Self::RS384 | Self::PS384 | Self::ES384 => Sha384::digest(text).to_vec(),
            Self::RS512 | Self::PS512 | Self::EdDSA => Sha512::digest(text).to_vec(),
        };
        digest.truncate(digest.len() / 2);
        digest
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

/// A name that is no algorithm that can be pinned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not one of the algorithms with a private and a public key")]
pub struct UnknownAlgorithm;

impl FromStr for Algorithm {
    type Err = UnknownAlgorithm;

    fn from_str(name: &str) -> Result<Self, UnknownAlgorithm> {
        Self::ALL.iter().copied().find(|algorithm| algorithm.as_str() == name).ok_or(UnknownAlgorithm)
    }
}

impl From<Algorithm> for jsonwebtoken::Algorithm {
    fn from(algorithm: Algorithm) -> Self {
        match algorithm {
            Algorithm::RS256 => Self::RS256,
            Algorithm::RS384 => Self::RS384,
            Algorithm::RS512 => Self::RS512,
            Algorithm::PS256 => Self::PS256,
            Algorithm::PS384 => Self::PS384,
            Algorithm::PS512 => Self::PS512,
            Algorithm::ES256 => Self::ES256,
            Algorithm::ES384 => Self::ES384,
            Algorithm::EdDSA => Self::EdDSA,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_algorithm_is_read_by_its_name() {
        for algorithm in Algorithm::ALL {
            assert_eq!(algorithm.as_str().parse(), Ok(*algorithm));
        }
    }

    #[test]
    fn none_and_shared_secrets_are_no_algorithms() {
        for name in ["none", "None", "NONE", "HS256", "HS384", "HS512", "rs256", "RS256 ", ""] {
            assert_eq!(name.parse::<Algorithm>(), Err(UnknownAlgorithm), "{name}");
        }
    }
}
