//! Sessions of members: opened by a one-time link, ended by their bearer or by time. Their life is absolute: using one
//! does not lengthen it.

use chrono::TimeDelta;
use entities::session;
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use uuid::Uuid;

use super::row::get;
use super::{scene, token};
use crate::kernel::actor::Actor;
use crate::kernel::error::{Code, Error, Fault, Result};
use crate::store::fault;
use crate::store::transaction::Act;
use crate::store::{Store, Tx};

/// How long a session lives at most.
pub const SESSION_LIFE: TimeDelta = TimeDelta::hours(12);

/// Opens a session with a link, which is used up by it: of requests that race for one link, one wins.
///
/// # Errors
/// `NOT_FOUND` when the link is unknown, used or expired, or its member may not sign in.
pub async fn open_session(store: &Store, link: &SecretString) -> Result<SecretString> {
    let secret = token::fresh();
    let act = Open { link_hash: token::hash(link.expose_secret()), token_hash: token::hash(&secret) };
    store.write(&Actor::Anonymous, &scene(store, &Actor::Anonymous), &act).await?;
    Ok(secret.into())
}

struct Open {
    link_hash: String,
    token_hash: String,
}

impl Act for Open {
    type Outcome = ();

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<()> {
        let member = self.use_up(tx).await?.ok_or_else(no_link)?;
        let row = session::ActiveModel {
            token_hash: Set(self.token_hash.clone()),
            member_id: Set(member),
            created_at: Set(tx.scene.now),
            expires_at: Set(tx.scene.now + SESSION_LIFE),
            ended_at: Set(None),
        };
        session::Entity::insert(row).exec_without_returning(tx.connection()).await.map_err(fault)?;
        tx.audit("session.opened", Some(member), json!({ "by": "link" })).await
    }
}

impl Open {
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

/// Ends a session; one that is over already, or never was, stays so.
///
/// # Errors
/// When the database does not answer.
pub async fn end_session(store: &Store, session: &SecretString) -> Result<()> {
    let act = End { token_hash: token::hash(session.expose_secret()) };
    store.write(&Actor::Anonymous, &scene(store, &Actor::Anonymous), &act).await
}

struct End {
    token_hash: String,
}

impl Act for End {
    type Outcome = ();

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<()> {
        let mut sql = tx.sql();
        sql.push("update session set ended_at = ").bind(tx.scene.now);
        sql.push(" where token_hash = ").bind(self.token_hash.as_str());
        sql.push(" and ended_at is null returning member_id");
        let ended = tx.all(sql).await?;
        let Some(row) = ended.first() else { return Ok(()) };
        tx.audit("session.ended", Some(get(row, "member_id")?), json!({ "by": "logout" })).await
    }
}
