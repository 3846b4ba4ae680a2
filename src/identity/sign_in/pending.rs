//! Sign-ins that wait for their callback. Each belongs to the browser that began it, and is used once.

use chrono::TimeDelta;
use entities::pending_sign_in;
use oidc::Pending;
use sea_orm::ActiveValue::Set;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::SignIn;
use crate::identity::row::get;
use crate::identity::token;
use crate::identity::vault::Place;
use crate::kernel::error::{Error, Result};
use crate::store::Tx;
use crate::store::transaction::Act;

/// How long people may take at their provider.
pub const PENDING_LIFE: TimeDelta = TimeDelta::minutes(15);

/// A browser, known by a cookie that it has while people sign in. Several of its tabs may do so at once.
#[derive(Clone, Debug)]
pub struct Browser(SecretString);

impl Browser {
    /// One that was never seen.
    #[must_use]
    pub fn fresh() -> Self {
        Self(token::fresh().into())
    }

    /// The one with this cookie.
    #[must_use]
    pub const fn known(cookie: SecretString) -> Self {
        Self(cookie)
    }

    /// Its cookie.
    #[must_use]
    pub const fn cookie(&self) -> &SecretString {
        &self.0
    }

    fn hash(&self) -> String {
        token::hash(self.0.expose_secret())
    }
}

/// What a sign-in is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Purpose {
    /// To open a session.
    Session,
    /// To add an identity to the member who is signed in.
    Link(Uuid),
    /// To sign in for the first time, invited by this link.
    Invitation(String),
    /// To see what a provider says, by one of its administrators.
    Trial(Uuid),
}

/// A sign-in that waits.
#[derive(Serialize, Deserialize)]
struct Kept {
    issuer: String,
    redirect_uri: String,
    state: String,
    nonce: String,
    code_verifier: Option<String>,
    purpose: Purpose,
    return_to: String,
}

/// A sign-in whose callback came.
pub(super) struct Taken {
    pub(super) pending: Pending,
    pub(super) purpose: Purpose,
    pub(super) return_to: String,
}

impl SignIn {
    /// Keeps a sign-in until its callback.
    pub(super) async fn keep(
        &self,
        provider: Uuid,
        browser: &Browser,
        pending: &Pending,
        purpose: Purpose,
        return_to: &str,
    ) -> Result<()> {
        let exposed = |secret: &SecretString| secret.expose_secret().to_owned();
        let kept = Kept {
            issuer: pending.issuer.clone(),
            redirect_uri: pending.redirect_uri.clone(),
            state: exposed(&pending.state),
            nonce: exposed(&pending.nonce),
            code_verifier: pending.code_verifier.as_ref().map(exposed),
            purpose,
            return_to: return_to.to_owned(),
        };
        let text = serde_json::to_string(&kept).map_err(|error| Error::Internal(error.to_string()))?;
        let state_hash = token::hash(&kept.state);
        let sealed = self.vault.seal(place(&state_hash), &text)?;
        let act = Keep { provider, state_hash, browser_hash: browser.hash(), sealed };
        self.store.write_as_hub(&act).await
    }

    /// Takes the sign-in that a callback belongs to, if it was begun by this browser with this provider and waits still.
    pub(super) async fn take(&self, provider: Uuid, browser: &Browser, state: &str) -> Result<Option<Taken>> {
        let state_hash = token::hash(state);
        let act = Take { provider, state_hash: state_hash.clone(), browser_hash: browser.hash() };
        let Some(sealed) = self.store.write_as_hub(&act).await? else { return Ok(None) };
        let text = self.vault.open(place(&state_hash), &sealed)?;
        let kept: Kept = serde_json::from_str(text.expose_secret())
            .map_err(|_| Error::Internal("a sign-in that waits cannot be read".to_owned()))?;
        let pending = Pending {
            issuer: kept.issuer,
            redirect_uri: kept.redirect_uri,
            state: kept.state.into(),
            nonce: kept.nonce.into(),
            code_verifier: kept.code_verifier.map(SecretString::from),
        };
        Ok(Some(Taken { pending, purpose: kept.purpose, return_to: kept.return_to }))
    }
}

const fn place(state_hash: &str) -> Place<'_> {
    Place { what: "sign-in", row: state_hash }
}

struct Keep {
    provider: Uuid,
    state_hash: String,
    browser_hash: String,
    sealed: String,
}

impl Act for Keep {
    type Outcome = ();

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<()> {
        let row = pending_sign_in::ActiveModel {
            state_hash: Set(self.state_hash.clone()),
            provider_id: Set(self.provider),
            browser_hash: Set(self.browser_hash.clone()),
            sealed: Set(self.sealed.clone()),
            created_at: Set(tx.scene.now),
            expires_at: Set(tx.scene.now + PENDING_LIFE),
        };
        tx.insert(row).await
    }
}

struct Take {
    provider: Uuid,
    state_hash: String,
    browser_hash: String,
}

impl Act for Take {
    type Outcome = Option<String>;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<Option<String>> {
        let mut sql = tx.sql();
        sql.push("delete from pending_sign_in where state_hash = ").bind(self.state_hash.as_str());
        sql.push(" and browser_hash = ").bind(self.browser_hash.as_str());
        sql.push(" and provider_id = ").bind(self.provider);
        sql.push(" and expires_at > ").bind(tx.scene.now).push(" returning sealed");
        tx.all(sql).await?.first().map(|row| get(row, "sealed")).transpose()
    }
}
