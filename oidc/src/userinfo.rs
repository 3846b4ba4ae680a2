//! What the provider says of the person when it is asked (OpenID Connect Core 1.0, section 5.3).

use reqwest::Method;
use secrecy::ExposeSecret;

use crate::claims::Checked;
use crate::client::Client;
use crate::directory::{MAX_DOCUMENT, Published};
use crate::error::{Error, Fault, Subject};
use crate::http::{Request, header};
use crate::json;
use crate::jws::{Claims, Expected, Unproved};
use crate::settings::{Settings, Userinfo};
use crate::token_endpoint::Tokens;

/// Claims that only mean something together: one without the other must not be joined to another source's.
const PAIRS: [(&str, &str); 2] = [("email", "email_verified"), ("phone_number", "phone_number_verified")];

impl Client {
    /// Asks the provider about the one who has just signed in; nothing where the settings say not to ask.
    pub(crate) async fn userinfo(
        &self,
        settings: &Settings,
        published: &Published,
        tokens: &Tokens,
        sub: &str,
    ) -> Result<Claims, Error> {
        let of = Subject::Userinfo;
        let media_type = match settings.userinfo {
            Userinfo::None => return Ok(Claims::new()),
            Userinfo::Json => "application/json",
            Userinfo::Signed(_) => "application/jwt",
        };
        let endpoint = published.metadata.userinfo_endpoint.clone();
        let mut request =
            Request::new(Method::GET, endpoint.ok_or_else(|| of.misconfigured(Fault::Missing))?);
        let bearer = format!("Bearer {}", tokens.access_token.expose_secret());
        let mut bearer =
            header::HeaderValue::try_from(bearer).map_err(|_| Subject::Token.refused(Fault::Malformed))?;
        bearer.set_sensitive(true);
        request.headers_mut().insert(header::AUTHORIZATION, bearer);
        request.headers_mut().insert(header::ACCEPT, header::HeaderValue::from_static(media_type));
        let answer = self.http.send(request, MAX_DOCUMENT).await.map_err(|error| of.unanswered(error))?;
        of.succeeded(&answer)?;
        if answer.media_type() != media_type {
            return Err(of.refused(Fault::MediaType));
        }
        let claims = match &settings.userinfo {
            Userinfo::Signed(algorithms) => {
                let token = std::str::from_utf8(&answer.body).map_err(|_| of.refused(Fault::Malformed))?;
                let token = Unproved::read(token.trim(), Expected { of, algorithms, media_type: None })?;
                let claims = self.directory.prove(&settings.issuer, &token).await?;
                self.check_signed(settings, &claims)?;
                claims
            }
            Userinfo::None | Userinfo::Json => {
                json::object(&answer.body).ok_or_else(|| of.refused(Fault::Malformed))?
            }
        };
        if (Checked { of, claims: &claims }).sub()? != sub {
            return Err(of.refused(Fault::Sub));
        }
        Ok(claims)
    }

    /// A signed answer should say who made it and for whom, but not all do (LemonLDAP::NG): what it says has to hold.
    fn check_signed(&self, settings: &Settings, claims: &Claims) -> Result<(), Error> {
        let checked = Checked { of: Subject::Userinfo, claims };
        checked.is_ours_where_said(settings)?;
        checked.is_in_force(self.now())
    }
}

/// The claims of the id token, and beside them what else userinfo says. What the id token says is never replaced, and of
/// a pair both come from one of the two.
pub(crate) fn joined(id_token: &Claims, userinfo: Claims) -> Claims {
    let mut joined = id_token.clone();
    for (value, verified) in PAIRS {
        if !id_token.contains_key(value) {
            joined.remove(verified);
        }
    }
    for (name, claim) in userinfo {
        let vouches_for_another =
            PAIRS.iter().any(|(value, verified)| name == *verified && id_token.contains_key(*value));
        if !vouches_for_another {
            joined.entry(name).or_insert(claim);
        }
    }
    joined
}
