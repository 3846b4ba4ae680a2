//! What the provider says of the person when it is asked (OpenID Connect Core 1.0, section 5.3).

use oauth2::AccessToken;

use crate::call;
use crate::claims::Checked;
use crate::client::Client;
use crate::error::{Error, Fault, Subject};
use crate::http::header::{AUTHORIZATION, HeaderValue};
use crate::json::{self, Object};
use crate::jws::{Expected, Unproved};
use crate::metadata::Metadata;
use crate::settings::{Settings, Userinfo};

/// Claims that only mean something together: one without the other must not be joined to another source's.
const PAIRS: [(&str, &str); 2] = [("email", "email_verified"), ("phone_number", "phone_number_verified")];

impl Client {
    /// Asks the provider about the one who has just signed in; nothing where the settings say not to ask.
    pub(crate) async fn userinfo(
        &self,
        settings: &Settings,
        metadata: &Metadata,
        access_token: &AccessToken,
        sub: &str,
    ) -> Result<Object, Error> {
        let of = Subject::Userinfo;
        let media_type = match settings.userinfo {
            Userinfo::None => return Ok(Object::new()),
            Userinfo::Json => "application/json",
            Userinfo::Signed(_) => "application/jwt",
        };
        let endpoint = metadata.userinfo_endpoint.clone().ok_or_else(|| of.misconfigured(Fault::Missing))?;
        let bearer = HeaderValue::try_from(format!("Bearer {}", access_token.secret()))
            .map_err(|_| Subject::Token.refused(Fault::Malformed))?;
        let mut request = call::get(endpoint, media_type);
        request.headers_mut().insert(AUTHORIZATION, bearer);
        let body = call::body(&self.http, of, request, &[media_type]).await?;
        let claims = match &settings.userinfo {
            Userinfo::Signed(algorithms) => {
                let token = std::str::from_utf8(&body).map_err(|_| of.refused(Fault::Malformed))?;
                let token =
                    Unproved::read(token.trim_ascii(), Expected { of, algorithms, media_type: None })?;
                let claims = self.directory.prove(&settings.issuer, &token).await?;
                self.check_signed(settings, &claims)?;
                claims
            }
            Userinfo::None | Userinfo::Json => {
                json::object(&body).ok_or_else(|| of.refused(Fault::Malformed))?
            }
        };
        if (Checked { of, claims: &claims }).sub()? != sub {
            return Err(of.refused(Fault::Sub));
        }
        Ok(claims)
    }

    /// A signed answer should say who made it and for whom, but not all do (LemonLDAP::NG): what it says has to hold.
    fn check_signed(&self, settings: &Settings, claims: &Object) -> Result<(), Error> {
        let checked = Checked { of: Subject::Userinfo, claims };
        checked.is_ours_where_said(settings)?;
        checked.is_in_force(self.now())?;
        if claims.contains_key("iat") { checked.is_fresh(self.now()) } else { Ok(()) }
    }
}

/// The claims of the id token, and beside them what else userinfo says. What the id token says is never replaced, and
/// of a pair both come from one of the two.
pub(crate) fn joined(id_token: &Object, userinfo: Object) -> Object {
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
