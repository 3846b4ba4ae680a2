//! The end of a sign-in, and what becomes of it later: whoever it is, proved; and whether they are still known.

use oauth2::TokenResponse;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value};

use crate::callback::Callback;
use crate::claims::Checked;
use crate::client::Client;
use crate::error::{Error, Fault, Reason, Subject};
use crate::json::Object;
use crate::jws::{Algorithm, Expected, Unproved};
use crate::oauth::Tokens;
use crate::request::Pending;
use crate::settings::Settings;
use crate::userinfo::joined;

/// Someone who signed in, as the provider knows them.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Who it is, for this provider alone; 1 to 255 characters. Nothing else identifies a person.
    pub subject: String,
    /// The session at the provider, where it tells one: what a logout token may name.
    pub sid: Option<String>,
    /// How they were authenticated, as the id token says it.
    pub acr: Option<String>,
    /// Their address, as the provider says it; none that has control characters. It identifies nobody.
    pub email: Option<String>,
    /// Whether the provider vouches for that very address; `None` where it does not say, or not with `true` or
    /// `false`.
    pub email_verified: Option<bool>,
    /// All claims: those of the id token, and of userinfo those that the id token does not have.
    pub claims: Map<String, Value>,
    /// The id token as it came, to be shown when they sign out.
    pub id_token: SecretString,
    /// What [`Client::refresh`] takes, where the provider gives one.
    pub refresh_token: Option<SecretString>,
}

/// What the provider says when it is asked again.
#[derive(Clone, Debug)]
pub enum Refresh {
    /// They are still known there.
    Refreshed {
        /// The next refresh token, where it is another one: the one that was used may be worth nothing any more.
        refresh_token: Option<SecretString>,
        /// A newer id token to be shown when they sign out.
        id_token: Option<SecretString>,
    },
    /// They are not, or not by this refresh token (`invalid_grant`): the session is over.
    Ended,
}

impl Client {
    /// Ends a sign-in: uses the code, and proves everything that the provider says.
    ///
    /// # Errors
    /// [`Error::Refused`] for whatever does not hold, and when the person or the provider said no
    /// (`callback.denied`).
    pub async fn finish(
        &self,
        settings: &Settings,
        pending: &Pending,
        callback: &Callback,
    ) -> Result<SignedIn, Error> {
        settings.check()?;
        callback.answers(settings, pending)?;
        let published = self.directory.published(&settings.issuer).await?;
        let metadata = &published.metadata;
        let code = callback.code(metadata.authorization_response_iss_parameter_supported)?.expose_secret();
        let tokens = self.exchange(settings, &metadata.token_endpoint, pending, code).await?;
        let id_token =
            tokens.extra_fields().id_token.clone().ok_or_else(|| Subject::Token.refused(Fault::Missing))?;
        let (claims, algorithm) = self.id_token(settings, &id_token, &tokens).await?;
        let checked = Checked { of: Subject::IdToken, claims: &claims };
        checked.answers(pending.nonce.expose_secret())?;
        checked.goes_with("c_hash", code, algorithm, Fault::CodeHash)?;
        checked.goes_with("s_hash", pending.state.expose_secret(), algorithm, Fault::StateHash)?;
        checked.is_strong_enough(settings)?;
        let subject = checked.sub()?.to_owned();
        let sid = checked.text("sid")?.map(str::to_owned);
        let acr = checked.text("acr")?.map(str::to_owned);
        let userinfo = self.userinfo(settings, metadata, tokens.access_token(), &subject).await?;
        let claims = joined(&claims, userinfo);
        Ok(SignedIn {
            subject,
            sid,
            acr,
            email: claims
                .get("email")
                .and_then(Value::as_str)
                .filter(|text| !text.contains(char::is_control))
                .map(str::to_owned),
            email_verified: claims.get("email_verified").and_then(Value::as_bool),
            claims,
            id_token,
            refresh_token: next(&tokens),
        })
    }

    /// Asks the provider whether it still knows the one who signed in as `subject`.
    ///
    /// # Errors
    /// [`Error::Unavailable`] and [`Error::Misconfigured`] say nothing about them: ask again later.
    /// [`Error::Refused`] means that the answer is not to be believed, a subject that is somebody else's above all,
    /// or that the provider said no in words of its own: then the session is not to go on.
    pub async fn refresh(
        &self,
        settings: &Settings,
        refresh_token: &SecretString,
        subject: &str,
    ) -> Result<Refresh, Error> {
        settings.check()?;
        let published = self.directory.published(&settings.issuer).await?;
        let tokens = match self.renew(settings, &published.metadata.token_endpoint, refresh_token).await {
            Err(Error::Refused(Reason { fault: Fault::Grant, .. })) => return Ok(Refresh::Ended),
            other => other?,
        };
        let id_token = tokens.extra_fields().id_token.clone();
        if let Some(id_token) = &id_token {
            let (claims, _) = self.id_token(settings, id_token, &tokens).await?;
            let checked = Checked { of: Subject::IdToken, claims: &claims };
            if checked.sub()? != subject {
                return Err(Subject::IdToken.refused(Fault::Sub));
            }
            // It need not say again how they were authenticated.
            if claims.contains_key("acr") {
                checked.is_strong_enough(settings)?;
            }
        }
        Ok(Refresh::Refreshed { refresh_token: next(&tokens), id_token })
    }

    /// What an id token says, once everything is proved that does not depend on what it answers.
    async fn id_token(
        &self,
        settings: &Settings,
        id_token: &SecretString,
        tokens: &Tokens,
    ) -> Result<(Object, Algorithm), Error> {
        let of = Subject::IdToken;
        let expected = Expected { of, algorithms: &settings.id_token_algorithms, media_type: None };
        let token = Unproved::read(id_token.expose_secret(), expected)?;
        let claims = self.directory.prove(&settings.issuer, &token).await?;
        let checked = Checked { of, claims: &claims };
        checked.is_ours(settings)?;
        checked.ends()?;
        checked.is_in_force(self.now())?;
        checked.is_fresh(self.now())?;
        checked.is_of_the_past(self.now())?;
        checked.sub()?;
        let access_token = tokens.access_token().secret();
        checked.goes_with("at_hash", access_token, token.algorithm, Fault::AccessTokenHash)?;
        Ok((claims, token.algorithm))
    }
}

/// The refresh token that comes with them.
fn next(tokens: &Tokens) -> Option<SecretString> {
    tokens.refresh_token().map(|token| token.secret().as_str().into())
}
