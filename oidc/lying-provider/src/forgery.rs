//! Lies about a token: whom it is from and for, when, and who signed it.

use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::Algorithm;
use serde_json::{Value, json};

use crate::keys::{KeyPair, PUBLIC_RSA_A};
use crate::lie::Edit;
use crate::token::{Draft, Signing, name};

/// A lie about a token.
#[derive(Clone, Debug)]
pub enum Forgery {
    /// It says that it is not signed, in these letters, and is not.
    NotSigned(&'static str),
    /// It is signed with the public key as if that were a shared secret (HS256).
    PublicKeyAsSecret,
    /// It is signed with the client's secret (HS256).
    ClientSecretAsKey,
    /// One bit of the signature is wrong.
    BadSignature,
    /// The signature is missing, though its header names one.
    NoSignature,
    /// Somebody else signed it, and says so.
    UnknownKey,
    /// Somebody else signed it, under the id of a published key.
    StolenKid,
    /// It names this key; the one that signed it is the honest one.
    Kid(&'static str),
    /// It brings the key that it was signed with.
    KeyInHeader,
    /// It says where to fetch the key that it was signed with.
    KeyByAddress,
    /// It says where to fetch the certificate of the key that it was signed with.
    CertificateByAddress,
    /// It is signed with this key and algorithm, under the key's id.
    SignedBy(KeyPair, Algorithm),
    /// Its header says this, or does not say it. It is signed honestly.
    Header(&'static str, Option<Value>),
    /// It claims this, or does not claim it.
    Claim(&'static str, Option<Value>),
    /// The issuer ends with a slash that is not its own.
    IssuerWithSlash,
    /// It is for us and for somebody else.
    ExtraAudience,
    /// Its audience is an object.
    AudienceIsAnObject,
    /// It ended so long ago.
    Expired(TimeDelta),
    /// It was made so long ago, or in the future when that is negative.
    Issued(TimeDelta),
    /// It becomes valid in so long.
    NotBefore(TimeDelta),
    /// When it ends is told as a text.
    ExpiryIsAText,
    /// It answers another sign-in.
    WrongNonce,
    /// The JSON of its header is changed before it is signed.
    HeaderText(Edit<String>),
    /// The JSON of its claims is changed before it is signed.
    ClaimsText(Edit<String>),
    /// The finished token is changed.
    Text(Edit<String>),
    /// Anything else.
    Draft(Edit<Draft>),
}

/// What a forger knows.
pub(crate) struct Scene {
    pub(crate) issuer: String,
    pub(crate) client_secret: String,
    pub(crate) now: DateTime<Utc>,
}

impl Forgery {
    pub(crate) fn apply(&self, draft: &mut Draft, scene: &Scene) {
        let ago = |span: TimeDelta| json!((scene.now - span).timestamp());
        match self {
            Self::NotSigned(letters) => {
                draft.header.insert("alg".to_owned(), json!(letters));
                draft.signing = Signing::Nothing;
            }
            Self::PublicKeyAsSecret => by_secret(draft, PUBLIC_RSA_A.as_bytes()),
            Self::ClientSecretAsKey => by_secret(draft, scene.client_secret.as_bytes()),
            Self::BadSignature => {
                if let Signing::Key(key, algorithm) = draft.signing {
                    draft.signing = Signing::Broken(key, algorithm);
                }
            }
            Self::NoSignature => draft.signing = Signing::Nothing,
            Self::UnknownKey => by_key(draft, KeyPair::FOREIGN, Algorithm::RS256),
            Self::StolenKid => draft.signing = Signing::Key(KeyPair::FOREIGN, Algorithm::RS256),
            Self::Kid(kid) => set(draft, "kid", json!(kid)),
            Self::KeyInHeader => {
                by_key(draft, KeyPair::FOREIGN, Algorithm::RS256);
                set(draft, "jwk", KeyPair::FOREIGN.jwk(Algorithm::RS256));
            }
            Self::KeyByAddress => {
                by_key(draft, KeyPair::FOREIGN, Algorithm::RS256);
                set(draft, "jku", json!(format!("{}/foreign", scene.issuer)));
            }
            Self::CertificateByAddress => {
                by_key(draft, KeyPair::FOREIGN, Algorithm::RS256);
                set(draft, "x5u", json!(format!("{}/foreign", scene.issuer)));
            }
            Self::SignedBy(key, algorithm) => by_key(draft, *key, *algorithm),
            Self::Header(field, value) => replace(&mut draft.header, field, value.clone()),
            Self::Claim(field, value) => replace(&mut draft.claims, field, value.clone()),
            Self::IssuerWithSlash => claim(draft, "iss", json!(format!("{}/", scene.issuer))),
            Self::ExtraAudience => {
                let ours = draft.claims["aud"].clone();
                claim(draft, "aud", json!([ours, "somebody-else"]));
            }
            Self::AudienceIsAnObject => {
                let ours = draft.claims["aud"].clone();
                claim(draft, "aud", json!({ "0": ours }));
            }
            Self::Expired(span) => claim(draft, "exp", ago(*span)),
            Self::Issued(span) => claim(draft, "iat", ago(*span)),
            Self::NotBefore(span) => claim(draft, "nbf", ago(-*span)),
            Self::ExpiryIsAText => {
                let until = draft.claims["exp"].to_string();
                claim(draft, "exp", json!(until));
            }
            Self::WrongNonce => claim(draft, "nonce", json!("nonce-of-another-sign-in-that-was-never-begun")),
            Self::HeaderText(edit) => draft.texts.header = Some(edit.clone()),
            Self::ClaimsText(edit) => draft.texts.claims = Some(edit.clone()),
            Self::Text(edit) => draft.texts.token = Some(edit.clone()),
            Self::Draft(edit) => edit.apply(draft),
        }
    }
}

fn by_secret(draft: &mut Draft, secret: &[u8]) {
    set(draft, "alg", json!("HS256"));
    draft.signing = Signing::Secret(secret.to_vec());
}

fn by_key(draft: &mut Draft, key: KeyPair, algorithm: Algorithm) {
    set(draft, "alg", json!(name(algorithm)));
    set(draft, "kid", json!(key.kid));
    draft.signing = Signing::Key(key, algorithm);
}

fn set(draft: &mut Draft, field: &str, value: Value) {
    draft.header.insert(field.to_owned(), value);
}

fn claim(draft: &mut Draft, field: &str, value: Value) {
    draft.claims.insert(field.to_owned(), value);
}

/// Puts a value there, or takes away what is there.
pub(crate) fn replace(fields: &mut serde_json::Map<String, Value>, field: &str, value: Option<Value>) {
    match value {
        Some(value) => fields.insert(field.to_owned(), value),
        None => fields.remove(field),
    };
}
