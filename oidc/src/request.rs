//! The beginning of a sign-in: where the browser goes, and what is kept until it comes back.

use oauth2::{AuthUrl, CsrfToken, PkceCodeChallenge, PkceCodeVerifier, Scope};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use url::Url;
use url::form_urlencoded::Serializer;

use crate::authentication;
use crate::call;
use crate::client::Client;
use crate::error::{Error, Fault, Subject};
use crate::metadata::Metadata;
use crate::oauth;
use crate::random::random;
use crate::settings::{Settings, Usage};

/// No honest name of a pushed request is longer, in bytes: browsers and servers carry it in an address.
const MAX_REQUEST_URI: usize = 2048;

/// What a sign-in has to remember until its callback. Keep it where the browser cannot read it, find it by its state,
/// and forget it at its first use.
#[derive(Clone, Debug)]
pub struct Pending {
    /// The issuer that the browser was sent to.
    pub issuer: String,
    /// Where it was told to come back to.
    pub redirect_uri: String,
    /// What it brings back, so that the callback is known to belong to this sign-in; 43 characters.
    pub state: SecretString,
    /// What the id token has to repeat; 43 characters.
    pub nonce: SecretString,
    /// What proves that the code is used by whoever asked for it; 43 characters, absent without PKCE.
    pub code_verifier: Option<SecretString>,
}

/// A sign-in that has begun.
#[derive(Clone, Debug)]
pub struct Begun {
    /// Where to send the browser. It holds the state: do not log it.
    pub url: SecretString,
    /// What to keep.
    pub pending: Pending,
}

/// What the provider may be told to spare people questions. It may ignore them.
#[derive(Clone, Debug, Default)]
pub struct Hints {
    /// Who probably signs in, as they typed it.
    pub login: Option<String>,
}

impl Client {
    /// Begins a sign-in that comes back to `redirect_uri`, which the provider has to know letter by letter.
    ///
    /// # Errors
    /// When the provider cannot be asked what it offers, or does not go together with the settings.
    pub async fn begin(
        &self,
        settings: &Settings,
        redirect_uri: &str,
        hints: &Hints,
    ) -> Result<Begun, Error> {
        settings.check()?;
        let published = self.directory.published(&settings.issuer).await?;
        let metadata = &published.metadata;
        let pending = Pending {
            issuer: settings.issuer.clone(),
            redirect_uri: redirect_uri.to_owned(),
            state: random()?.into(),
            nonce: random()?.into(),
            code_verifier: if uses_pkce(settings, metadata) { Some(random()?.into()) } else { None },
        };
        let mut url = asked(settings, metadata, &pending, hints)?;
        if let Some(endpoint) = push_to(settings, metadata)? {
            let request_uri = self.push(settings, endpoint, &own_query(&url, metadata)).await?;
            url = metadata.authorization_endpoint.clone();
            url.query_pairs_mut()
                .append_pair("client_id", &settings.client_id)
                .append_pair("request_uri", &request_uri);
        }
        Ok(Begun { url: String::from(url).into(), pending })
    }

    /// Hands the request to the provider, and gets the name under which the browser refers to it.
    async fn push(&self, settings: &Settings, endpoint: &Url, form: &str) -> Result<String, Error> {
        let of = Subject::PushedRequest;
        let request = authentication::proved(settings, endpoint, form, self.now())?;
        let fields = call::object(&self.http, of, request, &["application/json"]).await?;
        match fields.get("request_uri").and_then(Value::as_str) {
            None | Some("") => Err(of.refused(Fault::Malformed)),
            Some(name) if name.len() > MAX_REQUEST_URI => Err(of.refused(Fault::TooLarge)),
            Some(name) => Ok(name.to_owned()),
        }
    }
}

/// The request (OpenID Connect Core 1.0, section 3.1.2.1), as the address that the browser is sent to. The extra
/// parameters come last and can be none of the others: their names are on a list.
fn asked(settings: &Settings, metadata: &Metadata, pending: &Pending, hints: &Hints) -> Result<Url, Error> {
    let endpoint = AuthUrl::from_url(metadata.authorization_endpoint.clone());
    let client = oauth::client(settings).set_auth_uri(endpoint);
    let scopes = settings.scopes.iter().filter(|scope| *scope != "openid").cloned().map(Scope::new);
    let mut request = client
        .authorize_url(|| CsrfToken::new(pending.state.expose_secret().to_owned()))
        .set_redirect_uri(oauth::back(pending)?)
        .add_scope(Scope::new("openid".to_owned()))
        .add_scopes(scopes)
        .add_extra_param("nonce", pending.nonce.expose_secret());
    if let Some(verifier) = &pending.code_verifier {
        let verifier = PkceCodeVerifier::new(verifier.expose_secret().to_owned());
        request = request.set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
    }
    if !settings.required_acr.is_empty() {
        request = request.add_extra_param("acr_values", settings.required_acr.join(" "));
    }
    if let Some(login) = &hints.login {
        request = request.add_extra_param("login_hint", login);
    }
    for (name, value) in &settings.extra_parameters {
        request = request.add_extra_param(name, value);
    }
    Ok(request.url().0)
}

/// What the request says beside what the provider's address says already.
fn own_query(url: &Url, metadata: &Metadata) -> String {
    let theirs = metadata.authorization_endpoint.query_pairs().count();
    Serializer::new(String::new()).extend_pairs(url.query_pairs().skip(theirs)).finish()
}

fn uses_pkce(settings: &Settings, metadata: &Metadata) -> bool {
    let offered = metadata.code_challenge_methods_supported.iter().any(|method| method == "S256");
    match settings.pkce {
        Usage::Auto => offered,
        Usage::Never => false,
        // Providers that know it do not all say so: what is sent to one that does not know it is ignored.
        Usage::Always => true,
    }
}

/// Where the request is pushed to, if it is.
fn push_to<'a>(settings: &Settings, metadata: &'a Metadata) -> Result<Option<&'a Url>, Error> {
    let offered = metadata.pushed_authorization_request_endpoint.as_ref();
    match settings.par {
        Usage::Auto => Ok(offered),
        Usage::Always if offered.is_some() => Ok(offered),
        Usage::Never if !metadata.require_pushed_authorization_requests => Ok(None),
        Usage::Always | Usage::Never => Err(Subject::Settings.misconfigured(Fault::Pushed)),
    }
}
