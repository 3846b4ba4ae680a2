//! What a provider publishes about itself (OpenID Connect Discovery 1.0, RFC 8414).
//!
//! Only where things are and what is offered is taken from it. What is trusted, the algorithms above all, is in the
//! settings.

use serde::Deserialize;
use serde_json::{Map, Value};
use url::Url;

use crate::error::{Error, Fault, Subject};
use crate::http::GuardedHttp;

/// Where a provider's endpoints are, and what it offers.
#[derive(Debug, Deserialize)]
pub(crate) struct Metadata {
    issuer: String,
    pub(crate) authorization_endpoint: Url,
    pub(crate) token_endpoint: Url,
    pub(crate) jwks_uri: Url,
    pub(crate) userinfo_endpoint: Option<Url>,
    pub(crate) pushed_authorization_request_endpoint: Option<Url>,
    pub(crate) end_session_endpoint: Option<Url>,
    #[serde(default)]
    pub(crate) require_pushed_authorization_requests: bool,
    #[serde(default)]
    pub(crate) authorization_response_iss_parameter_supported: bool,
    #[serde(default)]
    pub(crate) code_challenge_methods_supported: Vec<String>,
}

impl Metadata {
    /// Where a provider publishes it. The issuer may end with a slash, which is not repeated.
    pub(crate) fn address(issuer: &str) -> Result<Url, Error> {
        let address = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
        Url::parse(&address).map_err(|_| Subject::Settings.misconfigured(Fault::Issuer))
    }

    /// Reads it, and refuses it unless it is this issuer's and all its addresses may be called. The browser is sent to
    /// two of them, so they are held to the same.
    pub(crate) fn read(fields: Map<String, Value>, issuer: &str, http: &GuardedHttp) -> Result<Self, Error> {
        let of = Subject::Discovery;
        let read: Self = serde_json::from_value(fields.into()).map_err(|_| of.refused(Fault::Malformed))?;
        if read.issuer != issuer {
            return Err(of.refused(Fault::Issuer));
        }
        let needed = [&read.authorization_endpoint, &read.token_endpoint, &read.jwks_uri];
        let offered = [
            &read.userinfo_endpoint,
            &read.pushed_authorization_request_endpoint,
            &read.end_session_endpoint,
        ];
        for url in needed.into_iter().chain(offered.into_iter().flatten()) {
            http.check(url).map_err(|error| of.refused(error.into()))?;
            if url.fragment().is_some() {
                return Err(of.refused(Fault::Malformed));
            }
        }
        Ok(read)
    }
}
