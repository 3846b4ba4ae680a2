//! Memberships that come of a sign-in: given by the rules of a provider, or proposed by what it says.
//!
//! What people decide goes before: a membership that somebody invited, accepted or set aside is left as it is.

use std::collections::BTreeMap;

use serde_json::json;
use uuid::Uuid;

use super::event;
use super::last_admin;
use super::model::{MembershipOrigin, MembershipRole, MembershipState};
use super::party::Party;
use super::repo::{self, Found, NewMembership};
use crate::access::{self, Administer, Granted};
use crate::domain::notification::{self, Notice, NotificationTopic, To};
use crate::kernel::error::{Error, Result};
use crate::store::Tx;

/// Makes the memberships that the rules of a provider give to a person those that are wanted, no more and no fewer. For the
/// hub itself. The last administrator of a structure keeps the role.
///
/// # Errors
/// When the database refuses it, or somebody else than the hub asks.
pub async fn provide(
    tx: &mut Tx<'_>,
    provider: Uuid,
    member: Uuid,
    wanted: &BTreeMap<Uuid, MembershipRole>,
) -> Result<()> {
    for given in repo::given_by(tx, provider, member).await? {
        match wanted.get(&given.structure) {
            Some(role) if *role == given.role => {}
            Some(role) => change(tx, &given, *role, MembershipState::Active).await?,
            None => change(tx, &given, given.role, MembershipState::Ended).await?,
        }
    }
    for (structure, role) in wanted {
        if repo::live(tx, member, *structure).await?.is_none() {
            give(tx, provider, member, (*structure, *role)).await?;
        }
    }
    Ok(())
}

/// Asks for a person to belong to a structure that their provider names; its administrators decide. It is asked once.
///
/// # Errors
/// When the database refuses it, or somebody else than the hub asks.
pub async fn propose(tx: &mut Tx<'_>, provider: Uuid, member: Uuid, structure: Uuid) -> Result<()> {
    let is_settled = repo::live(tx, member, structure).await?.is_some()
        || repo::was_proposed(tx, member, structure).await?;
    if is_settled {
        return Ok(());
    }
    let Some(granted) = administered(tx, structure).await? else { return Ok(()) };
    let request = NewMembership { state: MembershipState::Requested, ..by_sign_in(member, structure) };
    let id = repo::insert(tx, &Party::administrator(&granted), &request).await?;
    event::note(tx, granted.facts(), "membership.requested", false);
    let asked = Notice::about(granted.facts(), NotificationTopic::MembershipRequested, (id, 1));
    notification::tell(tx, &asked, To::Administrators(&[structure])).await?;
    let detail = json!({ "membership": id, "member": member, "provider": provider });
    tx.audit("membership.proposed", Some(structure), detail).await
}

async fn give(
    tx: &mut Tx<'_>,
    provider: Uuid,
    member: Uuid,
    (structure, role): (Uuid, MembershipRole),
) -> Result<()> {
    let Some(granted) = administered(tx, structure).await? else { return Ok(()) };
    let given = NewMembership { role, provider: Some(provider), ..by_sign_in(member, structure) };
    let id = repo::insert(tx, &Party::administrator(&granted), &given).await?;
    event::note(tx, granted.facts(), "membership.activated", true);
    let detail = json!({ "membership": id, "member": member, "role": role, "provider": provider });
    tx.audit("membership.provided", Some(structure), detail).await
}

async fn change(tx: &mut Tx<'_>, given: &Found, role: MembershipRole, state: MembershipState) -> Result<()> {
    let Some(granted) = administered(tx, given.structure).await? else { return Ok(()) };
    match last_admin::check(tx, given, "claims").await {
        Ok(()) => {}
        Err(Error::Refused(_)) => {
            let detail = json!({ "membership": given.id, "reason": "last administrator" });
            return tx.audit("membership.kept", Some(given.structure), detail).await;
        }
        Err(error) => return Err(error),
    }
    repo::set(tx, &Party::administrator(&granted), given, role, state).await?;
    let event = if state == MembershipState::Ended { "membership.ended" } else { "membership.role_changed" };
    event::note(tx, granted.facts(), event, true);
    let detail = json!({ "membership": given.id, "role": role, "state": state, "provider": given.provider });
    tx.audit("membership.provided", Some(given.structure), detail).await
}

/// A membership as a sign-in makes it: where nothing else is said, an ACTIVE one of a MEMBER.
const fn by_sign_in(member: Uuid, structure: Uuid) -> NewMembership {
    NewMembership {
        member,
        structure,
        role: MembershipRole::Member,
        state: MembershipState::Active,
        origin: MembershipOrigin::Sso,
        provider: None,
        expires_at: None,
    }
}

/// The structure, which the hub administers, unless it is gone or out of use.
async fn administered(tx: &Tx<'_>, structure: Uuid) -> Result<Option<Granted<Administer>>> {
    let facts = tx.facts(structure).await?.filter(|facts| !facts.archived);
    let Some(facts) = facts else { return Ok(None) };
    Ok(Some(access::over(&tx.scene.viewer, Some(facts), "structure")?))
}
