//! Asking to belong to a structure.

use async_graphql::{ID, InputObject};

use super::event;
use super::model::{MembershipOrigin, MembershipRole, MembershipState};
use super::party::Party;
use super::payload::NewMembershipPayload;
use super::repo::{self, NewMembership};
use crate::access;
use crate::domain::notification::{self, Notice, NotificationTopic, To};
use crate::domain::record;
use crate::kernel::error::{Code, Fault, Result};
use crate::kernel::kind::Kind;
use crate::store::Tx;
use crate::store::transaction::Act;

/// A membership to be asked for.
#[derive(Clone, Debug, InputObject)]
pub struct RequestMembershipInput {
    /// The structure.
    pub structure: ID,
    /// What you would do in it; the structure's administrators may choose another role.
    #[graphql(default_with = "MembershipRole::Member")]
    pub role: MembershipRole,
}

/// Asks for a membership, which the structure's administrators decide on.
pub(super) struct RequestMembership {
    pub(super) input: RequestMembershipInput,
}

impl Act for RequestMembership {
    type Outcome = NewMembershipPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<NewMembershipPayload> {
        let facts = record::named(tx, Kind::Structure, &self.input.structure).await?;
        let structure = access::seen(facts, "input.structure")?;
        let member = tx.scene.viewer.member.unwrap_or_default();
        let by = Party::member(&tx.scene.viewer, member, "input.structure")
            .map_err(|fault| Fault { message: "sign in: a person asks for this".to_owned(), ..fault })?;
        if let Some(live) = repo::live(tx, member, structure.id).await? {
            if live.state != MembershipState::Expired {
                let message = format!("you have a membership in this structure: it is {}", live.state);
                return Err(Fault::on("input.structure", Code::Duplicate, message).into());
            }
            repo::set(tx, &by, &live, live.role, MembershipState::Expired).await?;
        }
        let membership = NewMembership {
            member,
            structure: structure.id,
            role: self.input.role,
            state: MembershipState::Requested,
            origin: MembershipOrigin::Request,
            provider: None,
            expires_at: None,
        };
        let id = repo::insert(tx, &by, &membership).await?;
        event::note(tx, &structure, "membership.requested", false);
        let asked = Notice::about(&structure, NotificationTopic::MembershipRequested, (id, 1));
        notification::tell(tx, &asked, To::Administrators(&[structure.id])).await?;
        let detail = serde_json::json!({ "membership": id, "role": self.input.role });
        tx.audit("membership.request", Some(structure.id), detail).await?;
        Ok(NewMembershipPayload::made(id))
    }
}
