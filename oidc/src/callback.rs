//! What the browser comes back with (RFC 6749, section 4.1.2; RFC 9207).

use std::collections::HashSet;

use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;
use url::form_urlencoded;

use crate::error::{Error, Fault, Subject};
use crate::request::Pending;
use crate::settings::Settings;

/// No honest query is longer, in bytes: codes that are tokens have a few thousand.
const MAX_QUERY: usize = 16 * 1024;

/// The parameters of a callback, each of which came once.
#[derive(Clone, Debug, Default)]
pub struct Callback {
    state: Option<SecretString>,
    code: Option<SecretString>,
    issuer: Option<String>,
    error: Option<String>,
}

impl Callback {
    /// Reads the query of a callback, without its question mark.
    ///
    /// # Errors
    /// `callback.duplicate` when any parameter comes twice: what another reader would take may not be what we take.
    /// `callback.too_large` when it is longer than 16 KiB.
    pub fn parse(query: &str) -> Result<Self, Error> {
        if query.len() > MAX_QUERY {
            return Err(Subject::Callback.refused(Fault::TooLarge));
        }
        let mut callback = Self::default();
        let mut seen = HashSet::new();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            if !seen.insert(name.clone()) {
                return Err(Subject::Callback.refused(Fault::Duplicate));
            }
            let value = value.into_owned();
            match &*name {
                "state" => callback.state = Some(value.into()),
                "code" => callback.code = Some(value.into()),
                "iss" => callback.issuer = Some(value),
                "error" => callback.error = Some(value),
                _ => {}
            }
        }
        Ok(callback)
    }

    /// The state, by which to find the sign-in that it belongs to.
    #[must_use]
    pub fn state(&self) -> Option<&str> {
        self.state.as_ref().map(ExposeSecret::expose_secret)
    }

    /// Whether it answers this sign-in, as far as can be seen without asking the provider.
    pub(crate) fn answers(&self, settings: &Settings, pending: &Pending) -> Result<(), Error> {
        let of = Subject::Callback;
        let expected = pending.state.expose_secret().as_bytes();
        if !self.state().is_some_and(|state| state.as_bytes().ct_eq(expected).into()) {
            return Err(of.refused(Fault::State));
        }
        if pending.issuer != settings.issuer {
            return Err(of.refused(Fault::Provider));
        }
        if self.issuer.as_ref().is_some_and(|issuer| *issuer != settings.issuer) {
            return Err(of.refused(Fault::Issuer));
        }
        Ok(())
    }

    /// The code, from a provider that says who it is in each answer or in none. An answer that only says no has to
    /// say who it is from as well.
    pub(crate) fn code(&self, says_issuer: bool) -> Result<&SecretString, Error> {
        let of = Subject::Callback;
        if says_issuer && self.issuer.is_none() {
            return Err(of.refused(Fault::Issuer));
        }
        match self.error.as_deref() {
            None => {}
            Some("access_denied") => return Err(of.refused(Fault::Denied)),
            Some("temporarily_unavailable" | "server_error") => return Err(of.unavailable(Fault::Refused)),
            Some("unauthorized_client") => return Err(of.misconfigured(Fault::Client)),
            Some("invalid_scope") => return Err(of.misconfigured(Fault::Scope)),
            Some("unmet_authentication_requirements") => return Err(of.refused(Fault::Acr)),
            Some(_) => return Err(of.refused(Fault::Refused)),
        }
        self.code
            .as_ref()
            .filter(|code| !code.expose_secret().is_empty())
            .ok_or_else(|| of.refused(Fault::Code))
    }
}
