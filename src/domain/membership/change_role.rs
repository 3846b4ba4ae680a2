//! Giving a member another role.

use async_graphql::{ID, InputObject};

use super::model::{MembershipRole, MembershipState};
use super::party::Party;
use super::payload::MembershipPayload;
use super::{event, last_admin, repo, step};
use crate::access::{self, Administer};
use crate::domain::notification::{self, Notice, NotificationTopic, To};
use crate::domain::record::{self, State};
use crate::kernel::error::Result;
use crate::store::Tx;
use crate::store::transaction::Act;

/// Another role for a member.
#[derive(Clone, Debug, InputObject)]
pub struct ChangeMembershipRoleInput {
    /// The membership.
    pub id: ID,
    /// What the member will do in the structure.
    pub role: MembershipRole,
    /// The version of the membership that you read.
    pub expected_version: i32,
}

/// Changes the role of a membership that is not over.
pub(super) struct ChangeMembershipRole {
    pub(super) input: ChangeMembershipRoleInput,
}

impl Act for ChangeMembershipRole {
    type Outcome = MembershipPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<MembershipPayload> {
        let (found, structure) = step::both(tx, &self.input.id).await?;
        let granted = access::over::<Administer>(&tx.scene.viewer, Some(structure), "input.id")?;
        if found.version != self.input.expected_version {
            return Ok(MembershipPayload::stale(&found));
        }
        if found.state.next().is_empty() {
            return Err(record::no_such_step("input.id", found.state).into());
        }
        let role = self.input.role;
        if role == found.role {
            return Ok(MembershipPayload::changed(&found));
        }
        last_admin::check(tx, &found, "input.role").await?;
        repo::set(tx, &Party::administrator(&granted), &found, role, found.state).await?;
        let in_force = matches!(found.state, MembershipState::Active | MembershipState::Suspended);
        event::note(tx, granted.facts(), "membership.role_changed", in_force);
        let event = (found.id, found.version + 1);
        let changed = Notice::about(granted.facts(), NotificationTopic::MembershipRoleChanged, event);
        notification::tell(tx, &changed, To::Member(found.member)).await?;
        let detail = serde_json::json!({ "membership": found.id, "from": found.role, "to": role });
        tx.audit("membership.change_role", Some(granted.id()), detail).await?;
        Ok(MembershipPayload::changed(&found))
    }
}
