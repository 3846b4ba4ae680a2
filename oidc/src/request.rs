//! The beginning of a sign-in: where the browser goes, and what is kept until it comes back.

use data_encoding::BASE64URL_NOPAD;
use rand::TryRngCore;
use rand::rngs::OsRng;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use sha2::{Digest, Sha256};
use url::Url;

use crate::authentication;
use crate::client::Client;
use crate::directory::{MAX_DOCUMENT, Published};
use crate::error::{Error, Fault, Subject};
use crate::json;
use crate::settings::{Settings, Usage};
use crate::token_endpoint::error_answer;

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

/// 256 random bits, as 43 characters of base64url.
pub(crate) fn random() -> Result<String, Error> {
    let mut bytes = [0; 32];
    // A machine without randomness signs nobody in.
    OsRng.try_fill_bytes(&mut bytes).map_err(|_| Subject::Settings.unavailable(Fault::Random))?;
    Ok(BASE64URL_NOPAD.encode(&bytes))
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
        let pending = Pending {
            issuer: settings.issuer.clone(),
            redirect_uri: redirect_uri.to_owned(),
            state: random()?.into(),
            nonce: random()?.into(),
            code_verifier: if uses_pkce(settings, &published)? { Some(random()?.into()) } else { None },
        };
        let parameters = parameters(settings, &pending, hints);
        let metadata = &published.metadata;
        let mut url = metadata.authorization_endpoint.clone();
        match push_to(settings, &published)? {
            Some(endpoint) => {
                let request_uri = self.push(settings, endpoint, &parameters).await?;
                url.query_pairs_mut()
                    .append_pair("client_id", &settings.client_id)
                    .append_pair("request_uri", &request_uri);
            }
            None => {
                url.query_pairs_mut().extend_pairs(&parameters);
            }
        }
        Ok(Begun { url: String::from(url).into(), pending })
    }

    /// Hands the request to the provider, and gets the name under which the browser refers to it.
    async fn push(
        &self,
        settings: &Settings,
        endpoint: &Url,
        parameters: &[(&str, String)],
    ) -> Result<String, Error> {
        let of = Subject::PushedRequest;
        let form: Vec<_> = parameters.iter().map(|(name, value)| (*name, value.as_str())).collect();
        // The client says who it is once, in the way that it proves it.
        let form: Vec<_> = form.into_iter().filter(|(name, _)| *name != "client_id").collect();
        let request = authentication::request(settings, endpoint, &form, self.now())?;
        let answer = self.http.send(request, MAX_DOCUMENT).await.map_err(|error| of.unanswered(error))?;
        if answer.status.is_client_error() {
            return Err(error_answer(of, &answer));
        }
        of.succeeded(&answer)?;
        if answer.media_type() != "application/json" {
            return Err(of.refused(Fault::MediaType));
        }
        let fields = json::object(&answer.body).ok_or_else(|| of.refused(Fault::Malformed))?;
        let request_uri = fields.get("request_uri").and_then(Value::as_str).filter(|uri| !uri.is_empty());
        request_uri.map(str::to_owned).ok_or_else(|| of.refused(Fault::Malformed))
    }
}

/// The parameters of the request (OpenID Connect Core 1.0, section 3.1.2.1). The extra ones come last and can be none of
/// the others: their names are on a list.
fn parameters<'a>(settings: &'a Settings, pending: &Pending, hints: &Hints) -> Vec<(&'a str, String)> {
    let mut scopes = vec!["openid"];
    scopes.extend(settings.scopes.iter().map(String::as_str).filter(|scope| *scope != "openid"));
    let mut parameters = vec![
        ("response_type", "code".to_owned()),
        ("client_id", settings.client_id.clone()),
        ("redirect_uri", pending.redirect_uri.clone()),
        ("scope", scopes.join(" ")),
        ("state", pending.state.expose_secret().to_owned()),
        ("nonce", pending.nonce.expose_secret().to_owned()),
    ];
    if let Some(verifier) = &pending.code_verifier {
        let digest = Sha256::digest(verifier.expose_secret());
        parameters.push(("code_challenge", BASE64URL_NOPAD.encode(&digest)));
        parameters.push(("code_challenge_method", "S256".to_owned()));
    }
    if !settings.required_acr.is_empty() {
        parameters.push(("acr_values", settings.required_acr.join(" ")));
    }
    if let Some(login) = &hints.login {
        parameters.push(("login_hint", login.clone()));
    }
    parameters.extend(settings.extra_parameters.iter().map(|(name, value)| (name.as_str(), value.clone())));
    parameters
}

fn uses_pkce(settings: &Settings, published: &Published) -> Result<bool, Error> {
    let offered = published.metadata.code_challenge_methods_supported.iter().any(|method| method == "S256");
    match settings.pkce {
        Usage::Auto => Ok(offered),
        Usage::Never => Ok(false),
        // Providers that know it do not all say so: what is sent to one that does not know it is ignored.
        Usage::Always => Ok(true),
    }
}

/// Where the request is pushed to, if it is.
fn push_to<'a>(settings: &Settings, published: &'a Published) -> Result<Option<&'a Url>, Error> {
    let metadata = &published.metadata;
    let offered = metadata.pushed_authorization_request_endpoint.as_ref();
    match settings.par {
        Usage::Auto => Ok(offered),
        Usage::Always if offered.is_some() => Ok(offered),
        Usage::Never if !metadata.require_pushed_authorization_requests => Ok(None),
        Usage::Always | Usage::Never => Err(Subject::Settings.misconfigured(Fault::Pushed)),
    }
}
