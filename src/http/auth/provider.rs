//! The way to a provider and back.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::{Value, json};
use url::form_urlencoded;

use super::page::Page;
use super::return_to::{HOME, local};
use super::{Shared, link, problem};
use crate::http::cookie::{browser_cookie, give_browser, session_cookie};
use crate::http::origin::{require_own_page, require_same_origin};
use crate::http::problem::Problem;
use crate::identity::{self, Beginning, Browser, Credentials, Finished, SignInFault};
use crate::kernel::actor::Actor;

/// The longest form of an address that is read, in bytes.
const MAX_FORM: usize = 2_048;

/// What the page on which people choose is asked for.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Wanted {
    return_to: Option<String>,
    /// The address that was typed has no provider.
    unknown: Option<String>,
}

/// The page on which people choose their provider.
pub(super) async fn choose(
    State(auth): State<Shared>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let choices = auth.done(auth.sign_in.choices()).await?;
    let return_to = local(&wanted.return_to.unwrap_or_default(), auth.settings.public_url.origin());
    let page =
        Page::Choose { choices: &choices, return_to: &return_to, is_unknown: wanted.unknown.is_some() };
    Ok(auth.page(StatusCode::OK, &page, &headers))
}

/// The page for who was invited: the same choice, with the link.
pub(super) async fn invited(
    State(auth): State<Shared>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let choices = auth.done(auth.sign_in.choices()).await?;
    Ok(auth.page(StatusCode::OK, &Page::Invited { choices: &choices, link: &token }, &headers))
}

/// From an address to its provider, by the domain alone. A form is sent there; a program is told.
pub(super) async fn discover(
    State(auth): State<Shared>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    require_same_origin(&headers, &auth.settings.public_url)?;
    if body.len() > MAX_FORM {
        return Err(Problem::bad_request("An e-mail address is shorter than that."));
    }
    let is_json = media_type(&headers) == "application/json";
    let (email, return_to) = if is_json { of_json(&body) } else { of_form(&body) };
    let return_to = local(&return_to, auth.settings.public_url.origin());
    let slug = auth.done(auth.sign_in.discover(&email)).await?;
    let query =
        |pairs: &[(&str, &str)]| form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    let login = slug.map(|slug| {
        format!("/auth/login/{slug}?{}", query(&[("login_hint", email.trim()), ("return_to", &return_to)]))
    });
    if is_json {
        return Ok(Json(json!({ "login": login })).into_response());
    }
    let unknown = || format!("/auth/sign-in?{}", query(&[("unknown", "1"), ("return_to", &return_to)]));
    Ok(Redirect::to(&login.unwrap_or_else(unknown)).into_response())
}

/// How a sign-in is begun.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Begin {
    return_to: Option<String>,
    login_hint: Option<String>,
    invitation: Option<String>,
    link: Option<String>,
    #[serde(rename = "try")]
    trial: Option<String>,
}

/// Sends the browser to its provider.
pub(super) async fn begin(
    State(auth): State<Shared>,
    Path(slug): Path<String>,
    Query(begin): Query<Begin>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    // A page of another site could lead somebody who is signed in to a provider of its own, and so add its identity to theirs.
    if begin.link.is_some() || begin.trial.is_some() {
        require_own_page(&headers)?;
    }
    let insecure = auth.settings.insecure_cookies;
    let browser = browser_cookie(&headers, insecure).map_or_else(Browser::fresh, Browser::known);
    let beginning = Beginning {
        return_to: local(begin.return_to.as_deref().unwrap_or(HOME), auth.settings.public_url.origin()),
        login_hint: begin.login_hint.filter(|hint| hint.len() <= 254 && !hint.chars().any(char::is_control)),
        invitation: begin.invitation.map(SecretString::from),
        links: begin.link.is_some(),
        is_trial: begin.trial.is_some(),
    };
    let actor = who(&auth, &headers).await?;
    match auth.within(auth.sign_in.begin(&slug, &actor, &browser, beginning)).await? {
        Ok(url) => {
            let mut response = Redirect::to(url.expose_secret()).into_response();
            let cookie = give_browser(browser.cookie(), insecure)
                .map_err(|error| problem(&crate::kernel::error::Error::Internal(error.to_string())))?;
            response.headers_mut().insert(header::SET_COOKIE, cookie);
            response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            Ok(response)
        }
        Err(fault) => refused(&auth, fault, &headers),
    }
}

/// Takes the browser back from its provider.
pub(super) async fn finish(
    State(auth): State<Shared>,
    Path(slug): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let insecure = auth.settings.insecure_cookies;
    let browser = browser_cookie(&headers, insecure).map(Browser::known);
    let previous = session_cookie(&headers, insecure);
    let user_agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    let query = query.unwrap_or_default();
    let finishing = auth.sign_in.finish(&slug, browser.as_ref(), &query, previous.as_ref(), user_agent);
    match auth.within(finishing).await? {
        Ok(Finished::SignedIn { session, return_to }) => {
            link::signed_in(&auth, &session, &return_to, &headers)
        }
        Ok(Finished::Tried(tried)) => Ok(auth.page(StatusCode::OK, &Page::Tried(&tried), &headers)),
        Err(fault) => refused(&auth, fault, &headers),
    }
}

/// The page that says why nobody was signed in, and what to do.
fn refused(auth: &Shared, fault: SignInFault, headers: &HeaderMap) -> Result<Response, Problem> {
    let (status, page) = match &fault {
        SignInFault::NoProvider => (StatusCode::NOT_FOUND, Page::NoProvider),
        SignInFault::Unavailable(_) => (StatusCode::SERVICE_UNAVAILABLE, Page::Unavailable),
        SignInFault::Misconfigured(reason) => (StatusCode::BAD_GATEWAY, Page::Misconfigured(reason)),
        SignInFault::Refused(reason) if reason.starts_with("account.") => {
            (StatusCode::FORBIDDEN, Page::Refused(reason))
        }
        SignInFault::Refused(reason) => (StatusCode::BAD_REQUEST, Page::Refused(reason)),
        SignInFault::Waits(reason) => (StatusCode::FORBIDDEN, Page::Waits(reason)),
        SignInFault::Hub(error) => return Err(problem(error)),
    };
    Ok(auth.page(status, &page, headers))
}

/// Who is signed in already, in this browser.
async fn who(auth: &Shared, headers: &HeaderMap) -> Result<Actor, Problem> {
    let session_cookie = session_cookie(headers, auth.settings.insecure_cookies);
    let credentials = Credentials { session_cookie, ..Credentials::default() };
    auth.within(identity::authenticate(&auth.store, credentials)).await?.map_err(|_| Problem::overloaded())
}

fn media_type(headers: &HeaderMap) -> &str {
    let said = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    said.split(';').next().unwrap_or_default().trim()
}

fn of_json(body: &[u8]) -> (String, String) {
    let value: Value = serde_json::from_slice(body).unwrap_or_default();
    let text = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
    (text("email"), text("returnTo"))
}

fn of_form(body: &[u8]) -> (String, String) {
    let pairs: Vec<_> = form_urlencoded::parse(body).into_owned().collect();
    let text = |name: &str| {
        pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone()).unwrap_or_default()
    };
    (text("email"), text("return_to"))
}
