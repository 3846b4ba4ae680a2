//! Secrets that have to be read again: providers' secrets and tokens, sealed before the database sees them.
//!
//! XChaCha20-Poly1305 with a random nonce. What a seal is for and the row that it is in are part of it: a seal that was moved
//! to another row does not open. The keys are the operator's (`SECRET_KEYS`): the first one seals, all of them open, so that a
//! key can be replaced while what it sealed is still in use.

use std::sync::Arc;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use data_encoding::BASE64URL_NOPAD;
use rand::RngCore;
use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;

use crate::kernel::error::{Code, Error, Fault, Result};

/// Bytes of a nonce: enough to draw each at random.
const NONCE: usize = 24;

/// What a provider's secret is sealed as.
const PROVIDER_SECRET: &str = "secret of the provider";

/// A key that seals.
#[derive(Clone)]
pub struct SealingKey {
    /// Its name, which stands before what it sealed: letters and digits.
    pub name: String,
    /// 256 random bits.
    pub bits: [u8; 32],
}

impl std::fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SealingKey").field("name", &self.name).finish_non_exhaustive()
    }
}

/// What a seal is for, and the row that it is in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    pub(super) what: &'static str,
    pub(super) row: &'a str,
}

/// Seals and opens. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Vault(Arc<[SealingKey]>);

impl Vault {
    /// One with these keys, of which the first one seals. Without any it refuses to.
    #[must_use]
    pub fn new(keys: Vec<SealingKey>) -> Self {
        Self(keys.into())
    }

    /// Seals what a provider gave the hub, or the private key that the provider knows the public half of.
    ///
    /// # Errors
    /// When there is no key.
    pub fn seal_provider_secret(&self, provider: Uuid, secret: &SecretString) -> Result<String> {
        self.seal(Place { what: PROVIDER_SECRET, row: &provider.to_string() }, secret.expose_secret())
    }

    /// Opens what was sealed so.
    ///
    /// # Errors
    /// When no key opens it, or it is another provider's.
    pub(super) fn open_provider_secret(&self, provider: Uuid, sealed: &str) -> Result<SecretString> {
        self.open(Place { what: PROVIDER_SECRET, row: &provider.to_string() }, sealed)
    }

    /// Seals a secret.
    ///
    /// # Errors
    /// When there is no key.
    pub(super) fn seal(&self, place: Place<'_>, secret: &str) -> Result<String> {
        let message = "the hub has no key to keep secrets with: its operator has to set SECRET_KEYS";
        let key = self.0.first().ok_or_else(|| Fault::of(Code::InvalidTransition, message))?;
        let mut nonce = [0; NONCE];
        rand::rng().fill_bytes(&mut nonce);
        let bound = place.bound();
        let payload = Payload { msg: secret.as_bytes(), aad: bound.as_bytes() };
        let sealed = key.cipher().encrypt(&XNonce::from(nonce), payload);
        let sealed = sealed.map_err(|_| Error::Internal("a secret is too long to be sealed".to_owned()))?;
        Ok(format!("{}.{}{}", key.name, BASE64URL_NOPAD.encode(&nonce), BASE64URL_NOPAD.encode(&sealed)))
    }

    /// Opens a seal.
    ///
    /// # Errors
    /// When no key opens it, or it is not of this place.
    pub(super) fn open(&self, place: Place<'_>, sealed: &str) -> Result<SecretString> {
        let closed =
            || Error::Internal(format!("no key of SECRET_KEYS opens the {} of {}", place.what, place.row));
        let (name, rest) = sealed.split_once('.').ok_or_else(closed)?;
        let (nonce, sealed) = rest.split_at_checked(NONCE / 3 * 4).ok_or_else(closed)?;
        let decoded = |text: &str| BASE64URL_NOPAD.decode(text.as_bytes()).map_err(|_| closed());
        let (nonce, sealed) = (decoded(nonce)?, decoded(sealed)?);
        let key = self.0.iter().find(|key| key.name == name).ok_or_else(closed)?;
        let bound = place.bound();
        let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| closed())?;
        let payload = Payload { msg: &sealed, aad: bound.as_bytes() };
        let secret = key.cipher().decrypt(&XNonce::from(nonce), payload).map_err(|_| closed())?;
        String::from_utf8(secret).map(SecretString::from).map_err(|_| closed())
    }
}

impl SealingKey {
    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&self.bits.into())
    }
}

impl Place<'_> {
    fn bound(&self) -> String {
        format!("{} {}", self.what, self.row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str, bit: u8) -> SealingKey {
        SealingKey { name: name.to_owned(), bits: [bit; 32] }
    }

    const PLACE: Place<'static> = Place { what: "secret", row: "1" };

    #[test]
    fn what_was_sealed_opens_after_its_key_was_replaced() {
        let sealed = Vault::new(vec![key("a", 1)]).seal(PLACE, "mot de passe").unwrap();
        let later = Vault::new(vec![key("b", 2), key("a", 1)]);
        assert_eq!(later.open(PLACE, &sealed).unwrap().expose_secret(), "mot de passe");
        assert!(later.seal(PLACE, "x").unwrap().starts_with("b."));
    }

    #[test]
    fn a_seal_opens_with_its_key_and_in_its_place_only() {
        let vault = Vault::new(vec![key("a", 1)]);
        let sealed = vault.seal(PLACE, "x").unwrap();
        assert!(vault.open(Place { row: "2", ..PLACE }, &sealed).is_err());
        assert!(vault.open(Place { what: "tokens", ..PLACE }, &sealed).is_err());
        assert!(Vault::new(vec![key("a", 2)]).open(PLACE, &sealed).is_err());
        assert!(vault.open(PLACE, &sealed[..sealed.len() - 1]).is_err());
        assert!(vault.open(PLACE, "a.").is_err());
    }

    #[test]
    fn the_same_secret_is_never_sealed_the_same_way_twice() {
        let vault = Vault::new(vec![key("a", 1)]);
        assert_ne!(vault.seal(PLACE, "x").unwrap(), vault.seal(PLACE, "x").unwrap());
    }

    #[test]
    fn without_a_key_nothing_is_sealed() {
        assert!(matches!(Vault::new(Vec::new()).seal(PLACE, "x"), Err(Error::Refused(_))));
    }
}
