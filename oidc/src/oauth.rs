//! What OAuth 2.0 itself is (RFC 6749, RFC 7636), as the `oauth2` crate speaks it: where the browser is sent, and how a
//! code or a refresh token becomes tokens.
//!
//! The crate makes the questions and knows the answers by their types. It has no way out of its own: what it asks goes
//! through the guard, and it is given no answer that is not known to say each thing once.

use std::borrow::Cow;

use futures_util::future::BoxFuture;
use oauth2::basic::{
    BasicErrorResponse, BasicRevocationErrorResponse, BasicTokenIntrospectionResponse, BasicTokenType,
};
use oauth2::{
    AsyncHttpClient, AuthType, AuthorizationCode, ClientId, ClientSecret, ExtraTokenFields, HttpRequest,
    HttpResponse, PkceCodeVerifier, RedirectUrl, RefreshToken, RequestTokenError, StandardRevocableToken,
    StandardTokenResponse, TokenResponse, TokenUrl,
};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;

use crate::authentication;
use crate::call;
use crate::client::Client;
use crate::error::{Error, Fault, Subject};
use crate::http::Request;
use crate::jws::MAX_TOKEN;
use crate::request::Pending;
use crate::settings::{Authentication, Settings};

/// What is read of an answer. The rest may be as it likes: some providers tell in a text how long a token lives.
const READ: [&str; 4] = ["access_token", "token_type", "refresh_token", "id_token"];

/// What the token endpoint gives.
pub(crate) type Tokens = StandardTokenResponse<OpenIdFields, BasicTokenType>;

/// What OpenID Connect adds to it (Core 1.0, section 3.1.3.3).
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct OpenIdFields {
    #[serde(skip_serializing)]
    pub(crate) id_token: Option<SecretString>,
}

impl ExtraTokenFields for OpenIdFields {}

type OAuthClient = oauth2::Client<
    BasicErrorResponse,
    Tokens,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
>;

/// Us, as the client of a provider.
pub(crate) fn client(settings: &Settings) -> OAuthClient {
    let client = OAuthClient::new(ClientId::new(settings.client_id.clone()));
    let known_by = |secret: &SecretString| ClientSecret::new(secret.expose_secret().to_owned());
    match &settings.authentication {
        Authentication::Basic(secret) => client.set_client_secret(known_by(secret)),
        Authentication::Post(secret) => {
            client.set_auth_type(AuthType::RequestBody).set_client_secret(known_by(secret))
        }
        // See [`authentication::assertion`].
        Authentication::PrivateKey { .. } => client,
    }
}

/// Where the browser comes back to, letter by letter as it was given.
pub(crate) fn back(pending: &Pending) -> Result<Cow<'static, RedirectUrl>, Error> {
    let back = RedirectUrl::new(pending.redirect_uri.clone());
    back.map(Cow::Owned).map_err(|_| Subject::Settings.misconfigured(Fault::Scheme))
}

impl Client {
    /// The tokens for a code.
    pub(crate) async fn exchange(
        &self,
        settings: &Settings,
        endpoint: &Url,
        pending: &Pending,
        code: &str,
    ) -> Result<Tokens, Error> {
        let client = client(settings).set_token_uri(TokenUrl::from_url(endpoint.clone()));
        let code = AuthorizationCode::new(code.to_owned());
        let mut exchange = client.exchange_code(code).set_redirect_uri(back(pending)?);
        if let Some(verifier) = &pending.code_verifier {
            exchange = exchange.set_pkce_verifier(PkceCodeVerifier::new(verifier.expose_secret().to_owned()));
        }
        for (name, value) in authentication::assertion(settings, self.now())? {
            exchange = exchange.add_extra_param(name, value);
        }
        bearer(exchange.request_async(self).await)
    }

    /// The tokens for a refresh token.
    pub(crate) async fn renew(
        &self,
        settings: &Settings,
        endpoint: &Url,
        refresh_token: &SecretString,
    ) -> Result<Tokens, Error> {
        let client = client(settings).set_token_uri(TokenUrl::from_url(endpoint.clone()));
        let refresh_token = RefreshToken::new(refresh_token.expose_secret().to_owned());
        let mut renewal = client.exchange_refresh_token(&refresh_token);
        for (name, value) in authentication::assertion(settings, self.now())? {
            renewal = renewal.add_extra_param(name, value);
        }
        bearer(renewal.request_async(self).await)
    }

    /// What the crate awaits. It would take JSON of any media type and with anything after it, and tell in the
    /// provider's own words what is not there.
    async fn answer(&self, request: HttpRequest) -> Result<HttpResponse, Error> {
        let of = Subject::Token;
        let request = Request::try_from(request).map_err(|_| of.refused(Fault::Scheme))?;
        let mut fields = call::object(&self.http, of, request, &["application/json"]).await?;
        if fields.contains_key("error") {
            return Err(of.refused(Fault::Refused));
        }
        fields.retain(|name, value| READ.contains(&name.as_str()) && !value.is_null());
        if fields.values().any(|value| value == "") {
            return Err(of.refused(Fault::Malformed));
        }
        for (name, lack) in [("token_type", Fault::TokenType), ("access_token", Fault::Missing)] {
            if !fields.contains_key(name) {
                return Err(of.refused(lack));
            }
        }
        Ok(HttpResponse::new(Value::Object(fields).to_string().into_bytes()))
    }
}

/// The crate's way out.
impl<'c> AsyncHttpClient<'c> for Client {
    type Error = Error;
    type Future = BoxFuture<'c, Result<HttpResponse, Error>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.answer(request))
    }
}

/// Tokens that can be shown to userinfo, and kept.
fn bearer(answer: Result<Tokens, RequestTokenError<Error, BasicErrorResponse>>) -> Result<Tokens, Error> {
    let of = Subject::Token;
    let tokens = answer.map_err(|error| match error {
        RequestTokenError::Request(error) => error,
        _ => of.refused(Fault::Malformed),
    })?;
    if *tokens.token_type() != BasicTokenType::Bearer {
        return Err(of.refused(Fault::TokenType));
    }
    let access_token = tokens.access_token().secret();
    let longest = tokens.refresh_token().map_or(0, |token| token.secret().len()).max(access_token.len());
    if longest > MAX_TOKEN {
        return Err(of.refused(Fault::TooLarge));
    }
    // It goes into a header as it is.
    let fits = access_token.bytes().all(|byte| byte.is_ascii_graphic());
    if fits { Ok(tokens) } else { Err(of.refused(Fault::Malformed)) }
}
