//! From what a request carries to who sends it. A key is a partner's program, a session is a member; a key that opens
//! nothing is refused, a session that is over is nobody.
//!
//! At most two statements a request: they are on the path of every one.

mod client;
mod member;

use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;

use super::{key, token};
use crate::kernel::actor::Actor;
use crate::kernel::error::Error;
use crate::store::Store;

/// Who calls, as far as the request tells.
#[derive(Clone, Debug, Default)]
pub struct Credentials {
    /// The key of an API client. When it is there the session is left out: what a program says of itself goes before
    /// what a browser sends by itself.
    pub bearer: Option<SecretString>,
    /// The token of a session.
    pub session_cookie: Option<SecretString>,
    /// The web origin of the page that calls, for keys that are bound to some.
    pub origin: Option<String>,
}

/// Why a caller is turned away. A session that is over is no fault: its bearer is `Actor::Anonymous`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthFault {
    /// The key was not copied whole: its checksum does not fit.
    Malformed,
    /// The key is unknown, expired or revoked, or its partner is not active.
    Invalid,
    /// The key is good, but not from this origin.
    Origin,
    /// It cannot be told now.
    Unavailable,
}

/// Says who calls.
///
/// # Errors
/// When a key opens nothing here, or the database does not answer.
pub async fn authenticate(store: &Store, credentials: Credentials) -> Result<Actor, AuthFault> {
    let answer = match (&credentials.bearer, &credentials.session_cookie) {
        (Some(given), _) => {
            let key = read(given, &credentials).ok_or(AuthFault::Malformed)?;
            return client::actor(store, key).await;
        }
        (None, Some(session)) => member::actor(store, session.expose_secret()).await,
        (None, None) => return Ok(Actor::Anonymous),
    };
    answer.map(|member| member.map_or(Actor::Anonymous, Actor::Member)).map_err(unavailable)
}

/// Says who the bearers of `credentials` are now, each as [`authenticate`] does, in three statements at most. A key is not
/// noted as used: it was, when its bearer came.
///
/// # Errors
/// When the database does not answer.
pub async fn reauthenticate(
    store: &Store,
    credentials: &[Arc<Credentials>],
) -> Result<Vec<Result<Actor, AuthFault>>, AuthFault> {
    let (mut keys, mut sessions) = (Vec::new(), Vec::new());
    for one in credentials {
        match (&one.bearer, &one.session_cookie) {
            (Some(given), _) => keys.extend(read(given, one)),
            (None, Some(session)) => sessions.push(token::hash(session.expose_secret())),
            (None, None) => {}
        }
    }
    let mut clients = client::actors(store, &keys).await.map_err(unavailable)?.into_iter();
    let members = member::actors(store, &sessions).await.map_err(unavailable)?;
    let mut sessions = sessions.iter();
    let answer = |one: &Arc<Credentials>| match (&one.bearer, &one.session_cookie) {
        (Some(given), _) => {
            read(given, one).and_then(|_| clients.next()).unwrap_or(Err(AuthFault::Malformed))
        }
        (None, Some(_)) => {
            let member = sessions.next().and_then(|session| members.get(session)).cloned();
            Ok(member.map_or(Actor::Anonymous, Actor::Member))
        }
        (None, None) => Ok(Actor::Anonymous),
    };
    Ok(credentials.iter().map(answer).collect())
}

/// A key that was copied whole.
struct Key<'a> {
    client: Uuid,
    given: &'a SecretString,
    origin: Option<&'a str>,
}

fn read<'a>(given: &'a SecretString, credentials: &'a Credentials) -> Option<Key<'a>> {
    let client = key::read(given.expose_secret())?;
    Some(Key { client, given, origin: credentials.origin.as_deref() })
}

fn unavailable(error: Error) -> AuthFault {
    tracing::error!(%error, "nobody can be told");
    AuthFault::Unavailable
}
