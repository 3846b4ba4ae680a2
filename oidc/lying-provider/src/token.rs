//! Tokens as they are made: a draft that can be changed at will, then signed.

use data_encoding::BASE64URL_NOPAD;
use jsonwebtoken::{Algorithm, EncodingKey};
use serde_json::{Map, Value, json};

use crate::keys::KeyPair;
use crate::lie::Edit;

/// A token before it is signed.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Its header, told as it stands even where it does not fit the signature.
    pub header: Map<String, Value>,
    /// What it claims.
    pub claims: Map<String, Value>,
    /// How it is signed.
    pub signing: Signing,
    pub(crate) texts: TextEdits,
}

/// What is changed after the draft has become text.
#[derive(Clone, Debug, Default)]
pub(crate) struct TextEdits {
    /// The JSON of the header.
    pub(crate) header: Option<Edit<String>>,
    /// The JSON of the claims.
    pub(crate) claims: Option<Edit<String>>,
    /// The token, signed.
    pub(crate) token: Option<Edit<String>>,
}

/// How a token is signed.
#[derive(Clone, Debug)]
pub enum Signing {
    /// By a key, with an algorithm that fits it.
    Key(KeyPair, Algorithm),
    /// By HMAC-SHA-256 with a secret.
    Secret(Vec<u8>),
    /// Not at all: the signature is empty.
    Nothing,
    /// By a key, and then one bit is another.
    Broken(KeyPair, Algorithm),
}

impl Draft {
    pub(crate) fn new(claims: Value, key: KeyPair, algorithm: Algorithm) -> Self {
        let header = json!({ "alg": name(algorithm), "kid": key.kid, "typ": "JWT" });
        Self {
            header: object(header),
            claims: object(claims),
            signing: Signing::Key(key, algorithm),
            texts: TextEdits::default(),
        }
    }

    pub(crate) fn seal(self) -> String {
        let texts = &self.texts;
        let part = |fields: Map<String, Value>, edit: &Option<Edit<String>>| {
            let mut text = Value::Object(fields).to_string();
            apply(edit, &mut text);
            BASE64URL_NOPAD.encode(text.as_bytes())
        };
        let message = format!("{}.{}", part(self.header, &texts.header), part(self.claims, &texts.claims));
        let signature = match self.signing {
            Signing::Key(key, algorithm) => key.sign(&message, algorithm),
            Signing::Secret(secret) => {
                let key = EncodingKey::from_secret(&secret);
                jsonwebtoken::crypto::sign(message.as_bytes(), &key, Algorithm::HS256).expect("a secret")
            }
            Signing::Nothing => String::new(),
            Signing::Broken(key, algorithm) => broken(&key.sign(&message, algorithm)),
        };
        let mut token = format!("{message}.{signature}");
        apply(&texts.token, &mut token);
        token
    }
}

fn apply(edit: &Option<Edit<String>>, text: &mut String) {
    if let Some(edit) = edit {
        edit.apply(text);
    }
}

fn broken(signature: &str) -> String {
    let mut bytes = BASE64URL_NOPAD.decode(signature.as_bytes()).expect("base64url");
    bytes[16] ^= 1;
    BASE64URL_NOPAD.encode(&bytes)
}

pub(crate) fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(fields) => fields,
        other => panic!("{other} is no object"),
    }
}

/// The registry's name of an algorithm.
pub(crate) fn name(algorithm: Algorithm) -> String {
    format!("{algorithm:?}")
}
