//! The token endpoint: a code or a refresh token becomes tokens (RFC 6749, sections 4.1.3, 5 and 6).

use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use url::Url;

use crate::authentication;
use crate::call;
use crate::client::Client;
use crate::error::{Error, Fault, Subject};
use crate::json::Object;
use crate::settings::Settings;

/// What the provider gives.
pub(crate) struct Tokens {
    pub(crate) access_token: SecretString,
    pub(crate) id_token: Option<SecretString>,
    pub(crate) refresh_token: Option<SecretString>,
}

impl Client {
    /// Asks for tokens with a grant.
    pub(crate) async fn tokens(
        &self,
        settings: &Settings,
        endpoint: &Url,
        grant: &[(&str, &str)],
    ) -> Result<Tokens, Error> {
        let of = Subject::Token;
        let request = authentication::request(settings, endpoint, grant, self.now())?;
        read(&call::object(&self.http, of, request, &["application/json"]).await?)
    }
}

fn read(fields: &Object) -> Result<Tokens, Error> {
    let of = Subject::Token;
    let optional = |name: &str| match fields.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(token)) if !token.is_empty() => Ok(Some(SecretString::from(token.as_str()))),
        Some(_) => Err(of.refused(Fault::Malformed)),
    };
    let bearer = fields
        .get("token_type")
        .and_then(Value::as_str)
        .is_some_and(|kind| kind.eq_ignore_ascii_case("bearer"));
    if !bearer {
        return Err(of.refused(Fault::TokenType));
    }
    let access_token = optional("access_token")?.ok_or_else(|| of.refused(Fault::Missing))?;
    // It goes into a header as it is.
    if !access_token.expose_secret().bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(of.refused(Fault::Malformed));
    }
    Ok(Tokens { access_token, id_token: optional("id_token")?, refresh_token: optional("refresh_token")? })
}
