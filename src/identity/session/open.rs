//! Opening a session. Whatever the browser held before, it gets a new one.

use entities::session;
use oidc::SignedIn;
use sea_orm::ActiveValue::Set;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::{SESSION_LIFE, tokens_place};
use crate::identity::provider::Provider;
use crate::identity::row::get;
use crate::identity::session::end::{Ended, end_where};
use crate::identity::token;
use crate::identity::vault::Vault;
use crate::kernel::actor::Actor;
use crate::kernel::error::{Code, Error, Fault, Result};
use crate::kernel::id::new_id;
use crate::store::transaction::Act;
use crate::store::{Store, Tx};

/// Characters that are kept of what a browser calls itself.
const MAX_USER_AGENT: usize = 200;

/// What a provider gave with a session: to ask again whether the person is still known, and to sign out there too.
#[derive(Serialize, Deserialize)]
pub(in crate::identity) struct Tokens {
    pub(in crate::identity) id_token: String,
    pub(in crate::identity) refresh_token: Option<String>,
}

/// A session to be opened.
pub(in crate::identity) struct NewSession {
    id: Uuid,
    secret: SecretString,
    /// The session that the browser had.
    previous_hash: Option<String>,
    user_agent: Option<String>,
    provider: Option<Uuid>,
    subject: Option<String>,
    provider_session: Option<String>,
    sealed_tokens: Option<String>,
    refreshes: bool,
    by: &'static str,
}

/// The proof that a session was written.
#[derive(Debug)]
pub(in crate::identity) struct Opened(());

impl NewSession {
    fn by_link(store: &Store) -> Self {
        Self {
            id: new_id(store.clock().now()),
            secret: token::fresh().into(),
            previous_hash: None,
            user_agent: None,
            provider: None,
            subject: None,
            provider_session: None,
            sealed_tokens: None,
            refreshes: false,
            by: "link",
        }
    }

    /// One of whoever signed in through a provider.
    pub(in crate::identity) fn through(
        store: &Store,
        provider: &Provider,
        signed_in: &SignedIn,
        vault: &Vault,
        (previous, user_agent): (Option<&SecretString>, Option<&str>),
    ) -> Result<Self> {
        let new = Self::by_link(store);
        let tokens = Tokens {
            id_token: signed_in.id_token.expose_secret().to_owned(),
            refresh_token: signed_in.refresh_token.as_ref().map(|token| token.expose_secret().to_owned()),
        };
        Ok(Self {
            previous_hash: previous.map(|token| token::hash(token.expose_secret())),
            user_agent: user_agent.map(|text| text.chars().take(MAX_USER_AGENT).collect()),
            provider: Some(provider.id),
            subject: Some(signed_in.subject.clone()),
            provider_session: signed_in.sid.clone(),
            sealed_tokens: Some(tokens.seal(vault, new.id)?),
            refreshes: tokens.refresh_token.is_some(),
            by: "provider",
            ..new
        })
    }

    /// What the cookie of an open session holds.
    pub(in crate::identity) fn token(&self, _: &Opened) -> SecretString {
        self.secret.clone()
    }

    /// Writes it, and ends the one that the browser had.
    pub(in crate::identity) async fn open_in_tx(&self, tx: &Tx<'_>, member: Uuid) -> Result<Opened> {
        if let Some(previous) = &self.previous_hash {
            end_where(tx, Ended::Replaced, |sql| {
                sql.push("token_hash = ").bind(previous.as_str());
            })
            .await?;
        }
        let row = session::ActiveModel {
            token_hash: Set(token::hash(self.secret.expose_secret())),
            id: Set(self.id),
            member_id: Set(member),
            created_at: Set(tx.scene.now),
            expires_at: Set(tx.scene.now + SESSION_LIFE),
            ended_at: Set(None),
            user_agent: Set(self.user_agent.clone()),
            provider_id: Set(self.provider),
            subject: Set(self.subject.clone()),
            provider_session: Set(self.provider_session.clone()),
            sealed_tokens: Set(self.sealed_tokens.clone()),
            refreshed_at: Set(self.refreshes.then_some(tx.scene.now)),
        };
        tx.insert(row).await?;
        let detail = json!({ "by": self.by, "provider": self.provider, "session": self.id });
        tx.audit("session.opened", Some(member), detail).await?;
        Ok(Opened(()))
    }
}

impl Tokens {
    pub(in crate::identity) fn seal(&self, vault: &Vault, session: Uuid) -> Result<String> {
        let text = serde_json::to_string(self).map_err(|error| Error::Internal(error.to_string()))?;
        vault.seal(tokens_place(&session.to_string()), &text)
    }

    pub(in crate::identity) fn open(vault: &Vault, session: Uuid, sealed: &str) -> Result<Self> {
        let text = vault.open(tokens_place(&session.to_string()), sealed)?;
        let read = serde_json::from_str(text.expose_secret());
        read.map_err(|_| Error::Internal(format!("the tokens of the session {session} cannot be read")))
    }
}

/// Opens a session with a link, which is used up by it: of requests that race for one link, one wins.
///
/// # Errors
/// `NOT_FOUND` when the link is unknown, used or expired, or its member may not sign in.
pub async fn open_session(store: &Store, link: &SecretString) -> Result<SecretString> {
    let session = NewSession::by_link(store);
    let act = OpenByLink { link_hash: token::hash(link.expose_secret()), session: &session };
    let opened = store.write(&Actor::Anonymous, &store.scene(&Actor::Anonymous), &act).await?;
    Ok(session.token(&opened))
}

struct OpenByLink<'a> {
    link_hash: String,
    session: &'a NewSession,
}

impl Act for OpenByLink<'_> {
    type Outcome = Opened;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<Opened> {
        let member = self.use_up(tx).await?.ok_or_else(no_link)?;
        self.session.open_in_tx(tx, member).await
    }
}

impl OpenByLink<'_> {
    async fn use_up(&self, tx: &Tx<'_>) -> Result<Option<Uuid>> {
        let mut sql = tx.sql();
        sql.push("update sign_in_link set used_at = ").bind(tx.scene.now);
        sql.push(" where token_hash = ").bind(self.link_hash.as_str());
        sql.push(" and used_at is null and expires_at > ").bind(tx.scene.now);
        sql.push(
            " and member_id in (select m.id from member m join record r on r.id = m.id \
             where m.state = 'ACTIVE' and r.deleted_at is null) returning member_id",
        );
        tx.all(sql).await?.first().map(|row| get(row, "member_id")).transpose()
    }
}

fn no_link() -> Error {
    Fault::of(Code::NotFound, "this link is unknown, used or expired").into()
}
