//! What the provider knows, and what it was asked.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard};

use chrono::{DateTime, Utc};
use jsonwebtoken::Algorithm;
use serde_json::{Map, Value};

use crate::forgery::Scene;
use crate::keys::{self, KeyPair};
use crate::lie::{Endpoint, Lie, Misbehaviour};
use crate::offers::Offers;
use crate::provider::Clock;

/// The parameters of a request, each once.
pub(crate) type Parameters = HashMap<String, String>;

pub(crate) struct Shared {
    pub(crate) issuer: String,
    pub(crate) clock: Clock,
    state: Mutex<State>,
}

#[derive(Default)]
pub(crate) struct State {
    pub(crate) offers: Offers,
    pub(crate) lies: Vec<Lie>,
    pub(crate) account: Map<String, Value>,
    pub(crate) generation: usize,
    /// Codes, each worth one use.
    pub(crate) codes: HashMap<String, Grant>,
    /// Who each access token is about.
    pub(crate) access: HashMap<String, Session>,
    /// Refresh tokens, each worth one use.
    pub(crate) refresh: HashMap<String, Session>,
    pub(crate) pushed: HashMap<String, Parameters>,
    pub(crate) calls: HashMap<Endpoint, usize>,
    pub(crate) asked: HashMap<Endpoint, Parameters>,
    pub(crate) proof: Option<&'static str>,
    /// How many calls brought a cookie.
    pub(crate) cookies: usize,
    made: usize,
}

/// Someone signed in.
#[derive(Clone)]
pub(crate) struct Session {
    pub(crate) account: Map<String, Value>,
    pub(crate) sid: String,
}

/// What a code is worth.
pub(crate) struct Grant {
    pub(crate) session: Session,
    pub(crate) nonce: Option<String>,
    pub(crate) redirect_uri: String,
    pub(crate) challenge: Option<String>,
    pub(crate) until: DateTime<Utc>,
}

impl Shared {
    pub(crate) fn new(issuer: String, clock: Clock) -> Self {
        Self { issuer, clock, state: Mutex::default() }
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("nobody stopped half way")
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        (self.clock)()
    }

    pub(crate) fn scene(&self) -> Scene {
        let client_secret = crate::clients::CLIENT_SECRET.to_owned();
        Scene { issuer: self.issuer.clone(), client_secret, now: self.now() }
    }
}

impl State {
    /// A new name: `code-7`.
    pub(crate) fn make(&mut self, kind: &str) -> String {
        self.made += 1;
        format!("{kind}-{}", self.made)
    }

    /// The key of today that goes with an algorithm.
    pub(crate) fn key(&self, algorithm: Algorithm) -> KeyPair {
        let family = match algorithm {
            Algorithm::ES256 | Algorithm::ES384 | Algorithm::EdDSA => algorithm,
            _ => Algorithm::RS256,
        };
        let keys = keys::generation(self.generation);
        *keys.iter().find(|key| key.algorithm == family).expect("a key of each family")
    }

    pub(crate) fn misbehaviour(&self, at: Endpoint) -> Option<Misbehaviour> {
        self.lies.iter().find_map(|lie| match lie {
            Lie::Answer(endpoint, misbehaviour) if *endpoint == at => Some(misbehaviour.clone()),
            _ => None,
        })
    }
}
