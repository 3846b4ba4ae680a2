//! The token endpoint: a code or a refresh token becomes tokens (RFC 6749, sections 4.1.3, 5 and 6).

use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use url::Url;

use crate::authentication;
use crate::client::Client;
use crate::directory::MAX_DOCUMENT;
use crate::error::{Error, Fault, Subject};
use crate::http::Answer;
use crate::json;
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
        let answer = self.http.send(request, MAX_DOCUMENT).await.map_err(|error| of.unanswered(error))?;
        if answer.status.is_client_error() {
            return Err(error_answer(of, &answer));
        }
        of.succeeded(&answer)?;
        if answer.media_type() != "application/json" {
            return Err(of.refused(Fault::MediaType));
        }
        read(&answer.body)
    }
}

fn read(body: &[u8]) -> Result<Tokens, Error> {
    let of = Subject::Token;
    let fields = json::object(body).ok_or_else(|| of.refused(Fault::Malformed))?;
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

/// What an endpoint means by a status of the 4xx (RFC 6749, section 5.2). Its own words are not repeated.
pub(crate) fn error_answer(of: Subject, answer: &Answer) -> Error {
    if let Err(error @ Error::Unavailable(_)) = of.succeeded(answer) {
        return error;
    }
    let fields = json::object(&answer.body).unwrap_or_default();
    match fields.get("error").and_then(Value::as_str) {
        Some("invalid_grant") => of.refused(Fault::Grant),
        Some("invalid_client" | "unauthorized_client") => of.misconfigured(Fault::Client),
        Some("invalid_scope") => of.misconfigured(Fault::Scope),
        Some("temporarily_unavailable" | "server_error") => of.unavailable(Fault::Refused),
        Some(_) => of.refused(Fault::Refused),
        None => of.refused(Fault::Status),
    }
}
