//! Signed tokens (RFC 7515), read without believing them.
//!
//! One reader serves id tokens, signed userinfo and logout tokens, so that there is one rule. The header only says
//! which of the published keys to try; that its algorithm is a pinned one is checked before any key is looked at, and
//! nothing that it offers by itself (a key, an address of one) is used.

mod algorithm;
mod keys;

use data_encoding::BASE64URL_NOPAD;
use serde_json::Value;

pub(crate) use self::algorithm::KeyType;
pub use self::algorithm::{Algorithm, UnknownAlgorithm};
pub(crate) use self::keys::Keys;
use crate::error::{Error, Fault, Subject};
use crate::json::{self, Object};

/// No honest token is longer, in bytes: it would not fit into the headers that servers accept.
pub(crate) const MAX_TOKEN: usize = 32 * 1024;

/// Headers by which a token brings its own key (RFC 7515, sections 4.1.2, 4.1.3, 4.1.5 and 4.1.6).
const FOREIGN_KEYS: [&str; 4] = ["jku", "jwk", "x5u", "x5c"];

/// Extensions that change how a token is read: those that it says must be understood (RFC 7515, section 4.1.11), claims
/// that are not encoded (RFC 7797), and encryption (RFC 7516). None is understood here.
const EXTENSIONS: [&str; 3] = ["crit", "b64", "enc"];

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
    claims: Object,
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
        // `NONE` is a product's own way to say that nothing is compressed (ForgeRock).
        let is_packed = header.get("zip").is_some_and(|zip| zip != "NONE");
        if is_packed || EXTENSIONS.iter().any(|name| header.contains_key(*name)) {
            return Err(of.refused(Fault::Critical));
        }
        if !type_is_expected(header.get("typ"), expected.media_type) || holds_a_token(header.get("cty")) {
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
    pub(crate) fn proved_by(&self, keys: &Keys) -> Result<Object, Error> {
        let kid = self.kid.as_deref();
        let key = keys.only_one_for(self.algorithm, kid).ok_or_else(|| self.of.refused(Fault::Key))?;
        let name = self.algorithm.into();
        let holds = jsonwebtoken::crypto::verify(self.signature, self.message.as_bytes(), key, name);
        if holds.unwrap_or(false) { Ok(self.claims.clone()) } else { Err(self.of.refused(Fault::Signature)) }
    }
}

/// One part of a token: base64url without padding, of a JSON object.
fn part(text: &str) -> Option<Object> {
    json::object(&BASE64URL_NOPAD.decode(text.as_bytes()).ok()?)
}

/// A type need not be told (RFC 7519, section 5.1); one that is told has to be ours.
fn type_is_expected(said: Option<&Value>, expected: Option<&str>) -> bool {
    said.is_none_or(|said| media_type(said).is_some_and(|said| said == "jwt" || Some(&*said) == expected))
}

/// Whether what is signed is another token (RFC 7519, section 5.2), or nobody knows what.
fn holds_a_token(content: Option<&Value>) -> bool {
    content.is_some_and(|content| media_type(content).is_none_or(|content| content == "jwt"))
}

/// A media type as headers tell it: in any letters, and `application/` may be left out (RFC 7515, section 4.1.9).
fn media_type(said: &Value) -> Option<String> {
    let said = said.as_str()?.to_ascii_lowercase();
    Some(said.strip_prefix("application/").unwrap_or(&said).to_owned())
}
