//! From what a request carries to who sends it. A key is a partner's program, a session is a member; a key that opens
//! nothing is refused, a session that is over is nobody.
//!
//! At most two statements a request: they are on the path of every one.

mod client;
mod member;

use secrecy::{ExposeSecret, SecretString};

use super::key;
use crate::kernel::actor::Actor;
use crate::kernel::error::{Error, Result};
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
            let client = key::read(given.expose_secret()).ok_or(AuthFault::Malformed)?;
            return client::actor(store, client, given, credentials.origin.as_deref()).await;
        }
        (None, Some(session)) => member::actor(store, session.expose_secret()).await,
        (None, None) => return Ok(Actor::Anonymous),
    };
    answer.map(|member| member.map_or(Actor::Anonymous, Actor::Member)).map_err(unavailable)
}

fn unavailable(error: Error) -> AuthFault {
    tracing::error!(%error, "nobody can be told");
    AuthFault::Unavailable
}
