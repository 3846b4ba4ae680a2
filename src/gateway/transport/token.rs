//! The word by which a partner's service knows that the hub asks, and in whose name: a signed token (RFC 7519), good for a
//! minute.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use hkdf::Hkdf;
use jsonwebtoken::jwk::{Jwk, PublicKeyUse};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use moka::sync::Cache;
use p256::SecretKey;
use p256::pkcs8::EncodePrivateKey;
use serde_json::{Value, json};
use sha2::Sha256;

use crate::kernel::error::{Error, Result};

/// For how long a token is good, in seconds.
const LIFE: i64 = 60;
/// For how long it is given again.
const REUSE: Duration = Duration::from_secs(30);
/// Tokens that are kept.
const KEPT: u64 = 10_000;
/// What of the operator's secret is used here.
const PURPOSE: &[u8] = b"respyrem: key that signs tokens for subgraphs, ES256";

/// One of the operator's secrets, of which a key is made.
#[derive(Clone)]
pub struct SigningSecret {
    /// The id under which the key's public half is published.
    pub name: String,
    /// 256 random bits.
    pub bits: [u8; 32],
}

/// Signs tokens with a key that is made of the operator's secrets, the same on every server. Cheap to clone.
#[derive(Clone)]
pub struct Signer {
    key: Option<Arc<(Header, EncodingKey)>>,
    published: Arc<Value>,
    issuer: Arc<str>,
    kept: Cache<(String, Option<String>), Arc<str>>,
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Signer").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

impl Signer {
    /// Signs for the hub at `issuer` with the first secret; the public halves of all are published, so that tokens stay
    /// good while a secret is replaced. Without any it signs nothing.
    ///
    /// # Errors
    /// When no key can be made of a secret.
    pub fn new(issuer: &str, secrets: &[SigningSecret]) -> Result<Self> {
        let keys = secrets.iter().map(key).collect::<Result<Vec<_>>>()?;
        let published = keys.iter().map(|(header, key)| public(header, key)).collect::<Result<Vec<_>>>()?;
        let kept = Cache::builder().max_capacity(KEPT).time_to_live(REUSE).build();
        Ok(Self {
            key: keys.into_iter().next().map(Arc::new),
            published: Arc::new(json!({ "keys": published })),
            issuer: issuer.trim_end_matches('/').into(),
            kept,
        })
    }

    /// The keys by which tokens are proved (RFC 7517).
    #[must_use]
    pub fn published(&self) -> &Value {
        &self.published
    }

    /// Whether it can sign.
    #[must_use]
    pub fn has_key(&self) -> bool {
        self.key.is_some()
    }

    /// A token for the service at `audience`, naming `viewer` if it may be told who asks.
    pub(super) fn token(
        &self,
        audience: &str,
        viewer: Option<String>,
        now: DateTime<Utc>,
    ) -> Option<Arc<str>> {
        let signing = self.key.as_ref()?;
        let place = (audience.to_owned(), viewer);
        self.kept.optionally_get_with_by_ref(&place, || {
            let mut claims = json!({
                "iss": &*self.issuer,
                "aud": audience,
                "iat": now.timestamp(),
                "exp": now.timestamp() + LIFE,
            });
            if let Some(viewer) = &place.1 {
                claims["sub"] = json!(viewer);
            }
            let signed = jsonwebtoken::encode(&signing.0, &claims, &signing.1);
            signed
                .inspect_err(|error| tracing::error!(%error, "a token cannot be signed"))
                .ok()
                .map(Arc::from)
        })
    }
}

fn key(secret: &SigningSecret) -> Result<(Header, EncodingKey)> {
    let fault = || Error::Internal(format!("no key can be made of the secret {}", secret.name));
    let mut scalar = [0; 32];
    Hkdf::<Sha256>::new(None, &secret.bits).expand(PURPOSE, &mut scalar).map_err(|_| fault())?;
    let private = SecretKey::from_slice(&scalar).map_err(|_| fault())?.to_pkcs8_der().map_err(|_| fault())?;
    let mut header = Header::new(Algorithm::ES256);
    header.kid = Some(secret.name.clone());
    Ok((header, EncodingKey::from_ec_der(private.as_bytes())))
}

fn public(header: &Header, key: &EncodingKey) -> Result<Value> {
    let fault = |error: String| Error::Internal(format!("a public key: {error}"));
    let mut jwk = Jwk::from_encoding_key(key, Algorithm::ES256).map_err(|error| fault(error.to_string()))?;
    jwk.common.key_id.clone_from(&header.kid);
    jwk.common.public_key_use = Some(PublicKeyUse::Signature);
    serde_json::to_value(jwk).map_err(|error| fault(error.to_string()))
}

#[cfg(test)]
mod tests {
    use jsonwebtoken::{DecodingKey, Validation};

    use crate::kernel::clock::Clock;

    use super::*;

    fn signer(names: &[&str]) -> Signer {
        let secret =
            |(at, name): (usize, &&str)| SigningSecret { name: (*name).to_owned(), bits: [at as u8 + 7; 32] };
        let secrets: Vec<_> = names.iter().enumerate().map(secret).collect();
        Signer::new("https://hub.example/", &secrets).unwrap()
    }

    fn proved(signer: &Signer, token: &str, audience: &str) -> Option<Value> {
        let kid = jsonwebtoken::decode_header(token).unwrap().kid.unwrap();
        let keys = signer.published()["keys"].as_array().unwrap().clone();
        let jwk = keys.into_iter().find(|key| key["kid"] == kid.as_str()).unwrap();
        let key = DecodingKey::from_jwk(&serde_json::from_value(jwk).unwrap()).unwrap();
        let mut validation = Validation::new(Algorithm::ES256);
        validation.set_audience(&[audience]);
        validation.set_issuer(&["https://hub.example"]);
        jsonwebtoken::decode::<Value>(token, &key, &validation).ok().map(|data| data.claims)
    }

    #[test]
    fn a_token_is_proved_by_the_published_keys_and_for_its_service_only() {
        let signer = signer(&["a"]);
        let token = signer.token("https://one.example/graphql", None, Clock::system().now()).unwrap();
        assert!(proved(&signer, &token, "https://one.example/graphql").is_some());
        assert!(proved(&signer, &token, "https://two.example/graphql").is_none());
    }

    #[test]
    fn who_asks_is_named_only_where_that_was_granted() {
        let signer = signer(&["a"]);
        let claims = |viewer: Option<&str>| {
            let token = signer
                .token("https://one.example", viewer.map(str::to_owned), Clock::system().now())
                .unwrap();
            proved(&signer, &token, "https://one.example").unwrap()
        };
        assert_eq!(claims(Some("member_1"))["sub"], "member_1");
        assert_eq!(claims(None).get("sub"), None);
    }

    #[test]
    fn tokens_of_a_secret_that_was_replaced_are_still_proved() {
        let (before, after) = (signer(&["b", "a"]), signer(&["b", "a"]));
        let token = before.token("https://one.example", None, Clock::system().now()).unwrap();
        assert!(proved(&after, &token, "https://one.example").is_some());
        assert_eq!(after.published()["keys"].as_array().unwrap().len(), 2);
    }

    #[test]
    fn what_is_published_holds_nothing_private() {
        assert!(signer(&["a"]).published()["keys"][0].get("d").is_none());
    }

    #[test]
    fn without_a_secret_nothing_is_signed() {
        assert!(signer(&[]).token("https://one.example", None, Clock::system().now()).is_none());
    }
}
