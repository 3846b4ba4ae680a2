//! Asking providers now and then whether the people of open sessions are still known there.

use chrono::{DateTime, TimeDelta, Utc};
use oidc::Refresh;
use sea_orm::QueryResult;
use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;

use super::SignIn;
use crate::identity::provider::Provider;
use crate::identity::row::get;
use crate::identity::session::{Ended, Tokens, end_where};
use crate::kernel::error::Result;
use crate::store::Tx;
use crate::store::transaction::Act;

/// How often a session is asked about.
const EVERY: TimeDelta = TimeDelta::minutes(15);
/// Sessions of one turn; the others come in the next.
const AT_ONCE: usize = 200;

/// A session that is due.
struct Due {
    session: Uuid,
    provider: Uuid,
    subject: String,
    tokens: String,
}

impl SignIn {
    /// Asks about the sessions that are due, each by one of several servers; answers how many ended. A provider that
    /// cannot answer ends none.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn refresh_sessions(&self) -> Result<usize> {
        let due = self.store.write_as_hub(&Claim { before: self.store.clock().now() - EVERY }).await?;
        let mut ended = 0;
        for due in due {
            match self.refresh(&due).await {
                Ok(is_over) => ended += usize::from(is_over),
                Err(error) => {
                    tracing::warn!(session = %due.session, %error, "a session cannot be asked about")
                }
            }
        }
        Ok(ended)
    }

    /// Whether the session ended.
    async fn refresh(&self, due: &Due) -> Result<bool> {
        let Some(provider) = Provider::with_id(&self.store, due.provider).await? else { return Ok(false) };
        let tokens = Tokens::open(&self.vault, due.session, &due.tokens)?;
        let Some(refresh_token) = tokens.refresh_token.map(SecretString::from) else { return Ok(false) };
        let settings = provider.settings(&self.vault)?;
        match self.client.refresh(&settings, &refresh_token, &due.subject).await {
            Ok(Refresh::Refreshed { refresh_token: next, id_token }) => {
                let next = next.unwrap_or(refresh_token).expose_secret().to_owned();
                let id_token = id_token.map_or(tokens.id_token, |token| token.expose_secret().to_owned());
                let tokens = Tokens { id_token, refresh_token: Some(next) };
                let sealed = tokens.seal(&self.vault, due.session)?;
                self.store.write_as_hub(&Keep { session: due.session, sealed }).await?;
                Ok(false)
            }
            Ok(Refresh::Ended) | Err(oidc::Error::Refused(_)) => {
                self.store.write_as_hub(&Forget(due.session)).await?;
                Ok(true)
            }
            Err(error) => {
                tracing::info!(provider = provider.slug, %error, "a session lives on unasked");
                Ok(false)
            }
        }
    }
}

/// Takes the sessions that are due, so that no other server asks about them.
struct Claim {
    before: DateTime<Utc>,
}

impl Act for Claim {
    type Outcome = Vec<Due>;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<Vec<Due>> {
        let mut sql = tx.sql();
        sql.push("update session set refreshed_at = ").bind(tx.scene.now);
        sql.push(" where token_hash in (select token_hash from session where ended_at is null and refreshed_at <= ");
        sql.bind(self.before).push(" and sealed_tokens is not null and expires_at > ").bind(tx.scene.now);
        sql.push(" order by refreshed_at limit ").push_number(AT_ONCE);
        sql.push(") and refreshed_at <= ").bind(self.before);
        sql.push(" returning id, provider_id, subject, sealed_tokens");
        let due = |row: &QueryResult| {
            Ok(Due {
                session: get(row, "id")?,
                provider: get(row, "provider_id")?,
                subject: get(row, "subject")?,
                tokens: get(row, "sealed_tokens")?,
            })
        };
        tx.all(sql).await?.iter().map(due).collect()
    }
}

struct Keep {
    session: Uuid,
    sealed: String,
}

impl Act for Keep {
    type Outcome = ();

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<()> {
        let mut sql = tx.sql();
        sql.push("update session set sealed_tokens = ").bind(self.sealed.as_str());
        sql.push(" where ended_at is null and id = ").bind(self.session);
        tx.run(sql).await.map(drop)
    }
}

struct Forget(Uuid);

impl Act for Forget {
    type Outcome = ();

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<()> {
        end_where(tx, Ended::Forgotten, |sql| {
            sql.push("id = ").bind(self.0);
        })
        .await
        .map(drop)
    }
}
