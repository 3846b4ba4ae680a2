//! What a token claims, checked one by one (OpenID Connect Core 1.0, sections 2 and 3.1.3.7).
//!
//! The signature is proved before any of it is looked at.

use chrono::{DateTime, TimeDelta, Utc};
use data_encoding::BASE64URL_NOPAD;
use serde_json::Value;
use subtle::ConstantTimeEq;

use crate::error::{Error, Fault, Subject};
use crate::json::Object;
use crate::jws::Algorithm;
use crate::settings::Settings;

/// How far the provider's clock may be from ours.
pub(crate) const LEEWAY: TimeDelta = TimeDelta::seconds(30);
/// A token that is older was not made for what it is used for.
pub(crate) const MAX_AGE: TimeDelta = TimeDelta::minutes(5);

/// The claims of one token, with what is needed to say what is wrong with them.
pub(crate) struct Checked<'a> {
    pub(crate) of: Subject,
    pub(crate) claims: &'a Object,
}

impl Checked<'_> {
    /// Made by this issuer, for us and for nobody else.
    pub(crate) fn is_ours(&self, settings: &Settings) -> Result<(), Error> {
        let said = |name: &str| self.claims.contains_key(name);
        self.require(said("iss"), Fault::Issuer)?;
        self.require(said("aud"), Fault::Audience)?;
        self.is_ours_where_said(settings)
    }

    /// The same, of a token that need not say it.
    pub(crate) fn is_ours_where_said(&self, settings: &Settings) -> Result<(), Error> {
        let issuer = self.claims.get("iss");
        self.require(issuer.is_none_or(|issuer| *issuer == settings.issuer), Fault::Issuer)?;
        let ours = |audience: &Value| match audience {
            Value::Array(audience) => matches!(audience.as_slice(), [only] if *only == settings.client_id),
            audience => *audience == settings.client_id,
        };
        self.require(self.claims.get("aud").is_none_or(ours), Fault::Audience)?;
        let party = self.claims.get("azp");
        self.require(party.is_none_or(|party| *party == settings.client_id), Fault::AuthorizedParty)
    }

    /// Made a moment ago, and not over before.
    pub(crate) fn is_fresh(&self, now: DateTime<Utc>) -> Result<(), Error> {
        let at = self.seconds("iat")?.ok_or_else(|| self.of.refused(Fault::IssuedAt))?;
        let oldest = seconds(now - MAX_AGE - LEEWAY);
        self.require(at >= oldest && at <= seconds(now + LEEWAY), Fault::IssuedAt)?;
        self.require(self.seconds("exp")?.is_none_or(|until| until > at), Fault::Expired)
    }

    /// Neither over nor yet to come. What it does not say does not bound it.
    pub(crate) fn is_in_force(&self, now: DateTime<Utc>) -> Result<(), Error> {
        let expired = self.seconds("exp")?.is_some_and(|until| until <= seconds(now - LEEWAY));
        self.require(!expired, Fault::Expired)?;
        let early = self.seconds("nbf")?.is_some_and(|from| from > seconds(now + LEEWAY));
        self.require(!early, Fault::NotBefore)
    }

    /// Not about someone who has yet to be authenticated. Nothing else depends on that moment.
    pub(crate) fn is_of_the_past(&self, now: DateTime<Utc>) -> Result<(), Error> {
        let at = self.claims.get("auth_time").and_then(Value::as_f64);
        self.require(at.is_none_or(|at| at <= seconds(now + LEEWAY)), Fault::AuthTime)
    }

    /// It says until when it is valid.
    pub(crate) fn ends(&self) -> Result<(), Error> {
        self.require(self.claims.contains_key("exp"), Fault::Expired)
    }

    /// The answer to the question that held this nonce.
    pub(crate) fn answers(&self, nonce: &str) -> Result<(), Error> {
        let said = self.text("nonce")?.unwrap_or_default();
        self.require(said.as_bytes().ct_eq(nonce.as_bytes()).into(), Fault::Nonce)
    }

    /// Goes with this token or code, where it says with which.
    pub(crate) fn goes_with(&self, name: &str, text: &str, by: Algorithm, fault: Fault) -> Result<(), Error> {
        let expected = BASE64URL_NOPAD.encode(&by.half_digest(text));
        self.require(self.claims.get(name).is_none_or(|said| *said == expected), fault)
    }

    /// One of the authentication contexts that are asked for.
    pub(crate) fn is_strong_enough(&self, settings: &Settings) -> Result<(), Error> {
        let said = self.text("acr")?;
        let enough =
            settings.required_acr.is_empty() || settings.required_acr.iter().any(|acr| said == Some(acr));
        self.require(enough, Fault::Acr)
    }

    /// Whom it is about: 1 to 255 letters of ASCII (section 2), so that nobody can be written in two ways, or look like
    /// somebody else.
    pub(crate) fn sub(&self) -> Result<&str, Error> {
        let sub = self.claims.get("sub").and_then(Value::as_str).unwrap_or_default();
        let is_plain = sub.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic());
        self.require((1..=255).contains(&sub.len()) && is_plain, Fault::Sub)?;
        Ok(sub)
    }

    /// A claim that is a text where it is there. Where control characters begin, readers differ on whether it ends.
    pub(crate) fn text(&self, name: &str) -> Result<Option<&str>, Error> {
        match self.claims.get(name) {
            None => Ok(None),
            Some(Value::String(text)) if !text.contains(char::is_control) => Ok(Some(text)),
            Some(_) => Err(self.of.refused(Fault::Malformed)),
        }
    }

    /// A moment, in seconds since 1970, which may have a fraction (RFC 7519, section 2).
    pub(crate) fn seconds(&self, name: &str) -> Result<Option<f64>, Error> {
        match self.claims.get(name) {
            None => Ok(None),
            Some(Value::Number(number)) => Ok(number.as_f64()),
            Some(_) => Err(self.of.refused(Fault::Malformed)),
        }
    }

    /// The same, as a moment, without its fraction.
    #[expect(clippy::cast_possible_truncation, reason = "a moment too far away is the last one there is")]
    pub(crate) fn moment(&self, name: &str) -> Result<Option<DateTime<Utc>>, Error> {
        Ok(self.seconds(name)?.and_then(|seconds| DateTime::from_timestamp(seconds as i64, 0)))
    }

    fn require(&self, holds: bool, fault: Fault) -> Result<(), Error> {
        if holds { Ok(()) } else { Err(self.of.refused(fault)) }
    }
}

#[expect(clippy::cast_precision_loss, reason = "whole seconds of any year that will come fit")]
fn seconds(moment: DateTime<Utc>) -> f64 {
    moment.timestamp() as f64
}
