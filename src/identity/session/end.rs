//! Ending sessions: one way, whoever ends them. Open sockets of an ended session close when their watcher looks next.

use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use uuid::Uuid;

use crate::identity::row::get;
use crate::identity::token;
use crate::kernel::actor::Actor;
use crate::kernel::error::Result;
use crate::store::transaction::Act;
use crate::store::{Sql, Store, Tx};

/// Why a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::identity) enum Ended {
    /// Its bearer signed out.
    Logout,
    /// Its bearer signed in again in the same browser.
    Replaced,
    /// The provider said that its bearer signed out there.
    BackChannel,
    /// The provider does not know its bearer any more.
    Forgotten,
    /// Its bearer ended it from another one, or an administrator did.
    Revoked,
}

impl Ended {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Logout => "logout",
            Self::Replaced => "replaced",
            Self::BackChannel => "back_channel_logout",
            Self::Forgotten => "provider",
            Self::Revoked => "revoked",
        }
    }
}

/// Ends the open sessions that a condition names; answers their ids.
pub(in crate::identity) async fn end_where(
    tx: &Tx<'_>,
    why: Ended,
    condition: impl FnOnce(&mut Sql) + Send,
) -> Result<Vec<Uuid>> {
    let mut sql = tx.sql();
    sql.push("update session set sealed_tokens = null, ended_at = ").bind(tx.scene.now);
    sql.push(" where ended_at is null and ");
    condition(&mut sql);
    sql.push(" returning id, member_id");
    let mut ended = Vec::new();
    for row in tx.all(sql).await? {
        let (session, member): (Uuid, Uuid) = (get(&row, "id")?, get(&row, "member_id")?);
        let detail = json!({ "by": why.as_str(), "session": session });
        tx.audit("session.ended", Some(member), detail).await?;
        ended.push(session);
    }
    Ok(ended)
}

/// Ends a session; one that is over already, or never was, stays so.
///
/// # Errors
/// When the database does not answer.
pub async fn end_session(store: &Store, session: &SecretString) -> Result<()> {
    let act = End { token_hash: token::hash(session.expose_secret()) };
    store.write(&Actor::Anonymous, &store.scene(&Actor::Anonymous), &act).await
}

struct End {
    token_hash: String,
}

impl Act for End {
    type Outcome = ();

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<()> {
        end_where(tx, Ended::Logout, |sql| {
            sql.push("token_hash = ").bind(self.token_hash.as_str());
        })
        .await
        .map(drop)
    }
}
