//! Signed tokens (RFC 7515), read without believing them.
//!
//! One reader serves id tokens, signed userinfo and logout tokens, so that there is one rule. The header only says which
//! of the published keys to try; that its algorithm is a pinned one is checked before any key is looked at, and nothing
//! that it offers by itself (a key, an address of one) is used.

mod algorithm;
mod keys;

use data_encoding::BASE64URL_NOPAD;
use serde_json::{Map, Value};

pub(crate) use self::algorithm::KeyType;
pub use self::algorithm::{Algorithm, UnknownAlgorithm};
pub(crate) use self::keys::Keys;
use crate::error::{Error, Fault, Subject};
use crate::json;

/// No honest token is longer, in bytes: it would not fit into the headers that servers accept.
const MAX_TOKEN: usize = 32 * 1024;

/// Headers by which a token brings its own key (RFC 7515, sections 4.1.2, 4.1.3, 4.1.5 and 4.1.6).
const FOREIGN_KEYS: [&str; 4] = ["jku", "jwk", "x5u", "x5c"];

/// What a token says.
pub(crate) type Claims = Map<String, Value>;

/// What a token has to be before its signature is looked at.
#[derive(Clone, Copy)]
pub(crate) struct Expected<'a> {
    /// What it is, for the reason of a refusal.
    pub(crate) of: Subject,
    /// What it may be signed with.
    pub(crate) algorithms: &'a [Algorithm],
    /// The type that it may say beside `JWT`, in small letters.
    pub(crate) media_type: Option<&'static str>,
}

/// A token in its parts, of which nothing is proved yet.
pub(crate) struct Unproved<'a> {
    pub(crate) of: Subject,
    pub(crate) algorithm: Algorithm,
    pub(crate) kid: Option<String>,
    /// What is signed.
    message: &'a str,
    signature: &'a str,
    claims: Claims,
}

impl<'a> Unproved<'a> {
    /// Takes a token apart, and checks all that its header says.
    pub(crate) fn read(token: &'a str, expected: Expected<'_>) -> Result<Self, Error> {
        let of = expected.of;
        let malformed = || of.refused(Fault::Malformed);
        if token.len() > MAX_TOKEN {
            return Err(of.refused(Fault::TooLarge));
        }
        let (message, signature) = token.rsplit_once('.').ok_or_else(malformed)?;
        let (header, claims) = message.split_once('.').ok_or_else(malformed)?;
        let header = part(header).ok_or_else(malformed)?;
        if FOREIGN_KEYS.iter().any(|name| header.contains_key(*name)) {
            return Err(of.refused(Fault::ForeignKey));
        }
        if header.contains_key("crit") {
            return Err(of.refused(Fault::Critical));
        }
        if !type_is_expected(header.get("typ"), expected.media_type) {
            return Err(of.refused(Fault::Type));
        }
        let algorithm = header.get("alg").and_then(Value::as_str).and_then(|name| name.parse().ok());
        let pinned = algorithm.filter(|algorithm| expected.algorithms.contains(algorithm));
        let kid = match header.get("kid") {
            None => None,
            Some(Value::String(kid)) => Some(kid.clone()),
            Some(_) => return Err(malformed()),
        };
        Ok(Self {
            of,
            algorithm: pinned.ok_or_else(|| of.refused(Fault::Algorithm))?,
            kid,
            message,
            signature,
            claims: part(claims).ok_or_else(malformed)?,
        })
    }

    /// What it claims, if one of these keys signed it.
    pub(crate) fn proved_by(&self, keys: &Keys) -> Result<Claims, Error> {
        let mut found = false;
        for key in keys.fitting(self.algorithm, self.kid.as_deref()) {
            found = true;
            let name = self.algorithm.into();
            if jsonwebtoken::crypto::verify(self.signature, self.message.as_bytes(), key, name)
                .unwrap_or(false)
            {
                return Ok(self.claims.clone());
            }
        }
        Err(self.of.refused(if found { Fault::Signature } else { Fault::Key }))
    }
}

/// One part of a token: base64url without padding, of a JSON object.
fn part(text: &str) -> Option<Claims> {
    json::object(&BASE64URL_NOPAD.decode(text.as_bytes()).ok()?)
}

/// A type need not be told (RFC 7519, section 5.1); one that is told has to be ours.
fn type_is_expected(said: Option<&Value>, media_type: Option<&str>) -> bool {
    let Some(said) = said else { return true };
    let Some(said) = said.as_str().map(str::to_ascii_lowercase) else { return false };
    let said = said.strip_prefix("application/").unwrap_or(&said);
    said == "jwt" || Some(said) == media_type
}
