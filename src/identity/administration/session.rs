//! Ending sessions: one's own, and those that were opened through the provider of a partner that one governs.

use async_graphql::{ID, InputObject, SimpleObject};
use serde::{Deserialize, Serialize};

use crate::domain::identity::{MemberSession, SESSION_PREFIX};
use crate::domain::record;
use crate::gql::mutation::{UserError, payload};
use crate::gql::plan::{self, Ref};
use crate::identity::session::{Ended, end_where};
use crate::kernel::error::{Code, Fault, Result};
use crate::store::Tx;
use crate::store::transaction::Act;

/// A session to be ended.
#[derive(Clone, Debug, InputObject)]
pub(in crate::identity) struct EndSessionInput {
    /// The session.
    pub id: ID,
}

/// The answer to the end of sessions.
#[derive(Debug, Default, SimpleObject, Serialize, Deserialize)]
pub(in crate::identity) struct EndSessionsPayload {
    /// The sessions that were ended now; one that was over already is not among them.
    sessions: Vec<Ref<MemberSession>>,
    /// What has to be mended; nothing was written then.
    user_errors: Vec<UserError>,
}

payload!(EndSessionsPayload);

impl EndSessionsPayload {
    fn of(ended: Vec<uuid::Uuid>) -> Self {
        Self { sessions: ended.into_iter().map(Ref::new).collect(), ..Self::default() }
    }
}

/// Ends a session. Whoever reads one may end it.
pub(in crate::identity) struct EndOne {
    pub(in crate::identity) input: EndSessionInput,
}

impl Act for EndOne {
    type Outcome = EndSessionsPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<EndSessionsPayload> {
        let unseen = || Fault::on("input.id", Code::NotFound, "no such session, or you may not see it");
        let id = record::row_named(SESSION_PREFIX, &self.input.id).ok_or_else(unseen)?;
        plan::hold::<MemberSession>(tx, id, "1").await?.ok_or_else(unseen)?;
        let ended = end_where(tx, Ended::Revoked, |sql| {
            sql.push("id = ").bind(id);
        });
        Ok(EndSessionsPayload::of(ended.await?))
    }
}

/// Ends every session of who asks, this one too.
pub(in crate::identity) struct EndOwn;

impl Act for EndOwn {
    type Outcome = EndSessionsPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<EndSessionsPayload> {
        let Some(member) = tx.scene.viewer.member else {
            return Err(Fault::of(Code::Forbidden, "only a person who is signed in has sessions").into());
        };
        let ended = end_where(tx, Ended::Revoked, |sql| {
            sql.push("member_id = ").bind(member);
        });
        Ok(EndSessionsPayload::of(ended.await?))
    }
}
