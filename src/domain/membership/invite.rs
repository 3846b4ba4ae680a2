//! Inviting a person into a structure.

use async_graphql::{ID, InputObject};
use chrono::TimeDelta;

use super::event;
use super::model::{MembershipOrigin, MembershipRole, MembershipState};
use super::party::Party;
use super::payload::NewMembershipPayload;
use super::repo::{self, Found, NewMembership};
use crate::access::{self, Administer, Granted};
use crate::domain::member::{self, NewMember};
use crate::domain::notification::{self, Notice, NotificationTopic, To};
use crate::domain::record;
use crate::kernel::error::{Code, Error, Fault, Result};
use crate::kernel::kind::Kind;
use crate::store::Tx;
use crate::store::transaction::Act;

/// How long an invitation may be accepted.
const LIFE: TimeDelta = TimeDelta::days(30);

/// A person to be invited.
#[derive(Clone, Debug, InputObject)]
pub struct InviteMemberInput {
    /// The structure.
    pub structure: ID,
    /// The person's e-mail address: says who it is, whether or not the person is a member of the network already.
    pub email: String,
    /// What others will call the person, at most 200 characters; not read when the person is a member already.
    pub display_name: String,
    /// What the person will do in the structure.
    pub role: MembershipRole,
}

/// Invites a person, who has 30 days to accept.
pub(super) struct InviteMember {
    pub(super) input: InviteMemberInput,
}

impl Act for InviteMember {
    type Outcome = NewMembershipPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<NewMembershipPayload> {
        let input = &self.input;
        let facts = record::named(tx, Kind::Structure, &input.structure).await?;
        let granted: Granted<Administer> = access::over(&tx.scene.viewer, facts, "input.structure")?;
        let by = Party::administrator(&granted);
        let new = NewMember::check(&input.email, &input.display_name).map_err(Error::Refused)?;
        let member = member::find_or_create_in_tx(tx, &granted, &new).await?;
        if let Some(live) = repo::live(tx, member, granted.id()).await? {
            make_way(tx, &by, &live).await?;
        }
        let membership = NewMembership {
            member,
            structure: granted.id(),
            role: input.role,
            state: MembershipState::Invited,
            origin: MembershipOrigin::Invite,
            provider: None,
            expires_at: Some(tx.scene.now + LIFE),
        };
        let id = repo::insert(tx, &by, &membership).await?;
        event::note(tx, granted.facts(), "membership.invited", false);
        let invited = Notice::about(granted.facts(), NotificationTopic::MembershipInvited, (id, 1));
        notification::tell(tx, &invited, To::Member(member)).await?;
        let detail = serde_json::json!({ "membership": id, "member": member, "role": input.role });
        tx.audit("membership.invite", Some(granted.id()), detail).await?;
        Ok(NewMembershipPayload::made(id))
    }
}

/// Writes down that an invitation expired, so that a new one can take its place; anything else stays.
async fn make_way(tx: &Tx<'_>, by: &Party, live: &Found) -> Result<()> {
    if live.state == MembershipState::Expired {
        return repo::set(tx, by, live, live.role, MembershipState::Expired).await;
    }
    let message = match live.state {
        MembershipState::Invited => "this person is invited already",
        MembershipState::Requested => "this person asked to join: accept the request",
        MembershipState::Suspended => "this person's membership is suspended: resume it",
        _ => "this person is a member of the structure already",
    };
    Err(Fault::on("input.email", Code::Duplicate, message).into())
}
