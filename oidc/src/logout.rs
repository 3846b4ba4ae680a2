//! Signing out, from both sides: here and then at the provider (OpenID Connect RP-Initiated Logout 1.0), and at the
//! provider, which then tells us (OpenID Connect Back-Channel Logout 1.0).

use chrono::{DateTime, Utc};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use crate::claims::{Checked, LEEWAY, MAX_AGE};
use crate::client::Client;
use crate::error::{Error, Fault, Subject};
use crate::jws::{Expected, Unproved};
use crate::settings::Settings;

/// The event that makes a token a logout token.
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// Whom the provider says has signed out: a person in all their sessions, or in one.
///
/// The same token can be sent again. Whoever acts on it remembers `jti` until `forget_at`, and refuses it the second time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogoutToken {
    /// The id of the token, unique for its provider.
    pub jti: String,
    /// The person.
    pub sub: Option<String>,
    /// The session at the provider. At least one of the two is there.
    pub sid: Option<String>,
    /// When it was made.
    pub iat: DateTime<Utc>,
    /// From then on the token is refused for its age, so its id need not be remembered.
    pub forget_at: DateTime<Utc>,
}

impl Client {
    /// Where to send the browser so that the person signs out at the provider too; `None` where it offers no such
    /// place. The address back has to be known to the provider letter by letter.
    ///
    /// # Errors
    /// When the provider cannot be asked what it offers.
    pub async fn end_session_url(
        &self,
        settings: &Settings,
        id_token_hint: &SecretString,
        post_logout_redirect_uri: &str,
        state: &str,
    ) -> Result<Option<SecretString>, Error> {
        settings.check()?;
        let published = self.directory.published(&settings.issuer).await?;
        let Some(mut url) = published.metadata.end_session_endpoint.clone() else { return Ok(None) };
        url.query_pairs_mut()
            .append_pair("id_token_hint", id_token_hint.expose_secret())
            .append_pair("client_id", &settings.client_id)
            .append_pair("post_logout_redirect_uri", post_logout_redirect_uri)
            .append_pair("state", state);
        Ok(Some(String::from(url).into()))
    }

    /// Proves a logout token (section 2.6). A token that was used before is not recognised here: see [`LogoutToken`].
    ///
    /// # Errors
    /// [`Error::Refused`] for whatever does not hold.
    pub async fn check_logout_token(&self, settings: &Settings, token: &str) -> Result<LogoutToken, Error> {
        let of = Subject::LogoutToken;
        settings.check()?;
        let algorithms = &settings.id_token_algorithms;
        let token = Unproved::read(token, Expected { of, algorithms, media_type: Some("logout+jwt") })?;
        let claims = self.directory.prove(&settings.issuer, &token).await?;
        let checked = Checked { of, claims: &claims };
        checked.is_ours(settings)?;
        checked.is_in_force(self.now())?;
        checked.is_fresh(self.now())?;
        if claims.contains_key("nonce") {
            return Err(of.refused(Fault::Nonce));
        }
        if !claims.get("events").and_then(|events| events.get(EVENT)).is_some_and(Value::is_object) {
            return Err(of.refused(Fault::Events));
        }
        let word = |name: &str, fault: Fault| match checked.text(name)? {
            Some(text) if text.is_empty() || text.len() > 255 => Err(of.refused(fault)),
            text => Ok(text.map(str::to_owned)),
        };
        let sub = claims.contains_key("sub").then(|| checked.sub().map(str::to_owned)).transpose()?;
        let sid = word("sid", Fault::Sub)?;
        if sub.is_none() && sid.is_none() {
            return Err(of.refused(Fault::Sub));
        }
        let jti = word("jti", Fault::Jti)?.ok_or_else(|| of.refused(Fault::Jti))?;
        let iat = checked.moment("iat")?.ok_or_else(|| of.refused(Fault::IssuedAt))?;
        Ok(LogoutToken { jti, sub, sid, iat, forget_at: iat + MAX_AGE + LEEWAY + LEEWAY })
    }
}
