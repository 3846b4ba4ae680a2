//! The steps of a membership's life, after its making.

use async_graphql::{ID, InputObject};

use super::event;
use super::last_admin;
use super::model::MembershipState;
use super::party::Party;
use super::payload::MembershipPayload;
use super::repo::{self, Found};
use crate::access::{self, Administer, Facts, Viewer};
use crate::domain::notification::{self, Notice, NotificationTopic, To};
use crate::domain::record;
use crate::kernel::actor::ActiveMembership;
use crate::kernel::error::{Code, Error, Fault, Result};
use crate::store::Tx;
use crate::store::transaction::Act;

/// A membership that takes its next step.
#[derive(Clone, Debug, InputObject)]
pub struct MembershipStepInput {
    /// The membership.
    pub id: ID,
    /// The version of the membership that you read.
    pub expected_version: i32,
}

/// A step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MembershipStep {
    /// The side that was asked agrees.
    Accept,
    /// The side that was asked refuses, or the side that asked takes it back.
    Decline,
    /// An administrator sets it aside.
    Suspend,
    /// An administrator puts it in force again.
    Resume,
    /// The person leaves, or an administrator ends it.
    End,
}

impl MembershipStep {
    /// The states from which it is taken.
    const fn from(self) -> &'static [MembershipState] {
        match self {
            Self::Accept | Self::Decline => &[MembershipState::Invited, MembershipState::Requested],
            Self::Suspend => &[MembershipState::Active],
            Self::Resume => &[MembershipState::Suspended],
            Self::End => &[MembershipState::Active, MembershipState::Suspended],
        }
    }

    /// The state to which it leads.
    const fn to(self) -> MembershipState {
        match self {
            Self::Accept | Self::Resume => MembershipState::Active,
            Self::Decline => MembershipState::Declined,
            Self::Suspend => MembershipState::Suspended,
            Self::End => MembershipState::Ended,
        }
    }

    const fn event(self) -> &'static str {
        match self {
            Self::Accept | Self::Resume => "membership.activated",
            Self::Decline => "membership.declined",
            Self::Suspend => "membership.suspended",
            Self::End => "membership.ended",
        }
    }

    /// What the person is told when somebody else takes it.
    const fn topic(self) -> NotificationTopic {
        match self {
            Self::Accept => NotificationTopic::MembershipAccepted,
            Self::Decline => NotificationTopic::MembershipDeclined,
            Self::Suspend => NotificationTopic::MembershipSuspended,
            Self::Resume => NotificationTopic::MembershipResumed,
            Self::End => NotificationTopic::MembershipEnded,
        }
    }

    /// The viewer as one who may take it.
    fn party(self, viewer: &Viewer, found: &Found, structure: Facts) -> Result<Party, Fault> {
        let member = || Party::member(viewer, found.member, "input.id");
        let administrator = || {
            let granted = access::over::<Administer>(viewer, Some(structure), "input.id")?;
            Ok(Party::administrator(&granted))
        };
        match self {
            Self::Accept if found.state == MembershipState::Requested => administrator(),
            Self::Accept => member(),
            Self::Suspend | Self::Resume => administrator(),
            Self::Decline | Self::End => member().or_else(|_| administrator()),
        }
    }
}

/// Takes a step.
pub(super) struct TakeMembershipStep {
    pub(super) input: MembershipStepInput,
    pub(super) step: MembershipStep,
}

impl Act for TakeMembershipStep {
    type Outcome = MembershipPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<MembershipPayload> {
        let (found, structure) = both(tx, &self.input.id).await?;
        let by = self.step.party(&tx.scene.viewer, &found, structure.clone())?;
        if found.version != self.input.expected_version {
            return Ok(MembershipPayload::stale(&found));
        }
        if !self.step.from().contains(&found.state) {
            return Err(record::no_such_step("input.id", found.state).into());
        }
        last_admin::check(tx, &found, "input.id").await?;
        let to = self.step.to();
        repo::set(tx, &by, &found, found.role, to).await?;
        if to == MembershipState::Active && tx.scene.viewer.member == Some(found.member) {
            let partner = repo::active_partner(tx, found.structure).await?;
            tx.gain(ActiveMembership { structure: found.structure, role: found.role.into(), partner });
        }
        event::note(tx, &structure, self.step.event(), to != MembershipState::Declined);
        let taken = Notice::about(&structure, self.step.topic(), (found.id, found.version + 1));
        notification::tell(tx, &taken, To::Member(found.member)).await?;
        let detail = serde_json::json!({ "membership": found.id, "from": found.state, "to": to });
        tx.audit("membership.step", Some(structure.id), detail).await?;
        Ok(MembershipPayload::changed(&found))
    }
}

/// The membership that the caller names in `input.id` and sees, with what is known of its structure.
pub(super) async fn both(tx: &Tx<'_>, given: &ID) -> Result<(Found, Facts)> {
    let absent = || Fault::on("input.id", Code::NotFound, "no such membership, or you may not see it");
    let id = record::row_named("membership", given).ok_or_else(absent)?;
    let found = repo::hold(tx, id).await?.ok_or_else(absent)?;
    let structure = tx.facts(found.structure).await?;
    let structure = structure.ok_or_else(|| Error::Internal(format!("the structure of {id} is gone")))?;
    Ok((found, structure))
}
