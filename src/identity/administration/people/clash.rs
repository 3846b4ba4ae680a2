//! Deciding whether somebody who came through a provider is the member who has the address.

use async_graphql::{ID, InputObject};
use entities::{external_identity, identity_clash};
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;
use serde_json::json;
use uuid::Uuid;

use super::super::provider::{self, Held};
use super::payload::ExternalIdentityPayload;
use crate::access;
use crate::domain::identity::{CLASH_PREFIX, ExternalIdentity, IdentityClash};
use crate::domain::record;
use crate::gql::plan::{self, Ref};
use crate::kernel::error::{Code, Fault, Result};
use crate::store::transaction::Act;
use crate::store::{Tx, fault};

/// A clash to be decided.
#[derive(Clone, Debug, InputObject)]
pub(in crate::identity) struct IdentityClashInput {
    /// The clash.
    pub id: ID,
}

/// What is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::identity) enum Same {
    /// They are the same person.
    Yes,
    /// They are not, or it does not matter any more: when the person comes again, the clash is there again.
    No,
}

/// Decides.
pub(in crate::identity) struct DecideClash {
    pub(in crate::identity) input: IdentityClashInput,
    pub(in crate::identity) same: Same,
}

impl Act for DecideClash {
    type Outcome = ExternalIdentityPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<ExternalIdentityPayload> {
        let unseen = || Fault::on("input.id", Code::NotFound, "no such clash, or you may not see it");
        let id = record::row_named(CLASH_PREFIX, &self.input.id).ok_or_else(unseen)?;
        plan::hold::<IdentityClash>(tx, id, "1").await?.ok_or_else(unseen)?;
        let clash = identity_clash::Entity::find_by_id(id).one(tx.connection()).await.map_err(fault)?;
        let clash = clash.ok_or_else(unseen)?;
        let held = provider::governed(tx, clash.provider_id, "input.id").await?;
        let identity = match self.same {
            Same::Yes => Some(link(tx, &held, &clash).await?),
            Same::No => None,
        };
        identity_clash::Entity::delete_by_id(id).exec(tx.connection()).await.map_err(fault)?;
        let act = if identity.is_some() { "identity.linked" } else { "identity.clash_dismissed" };
        let detail = json!({ "provider": held.row.id, "identity": identity, "clash": id });
        tx.audit(act, Some(clash.member_id), detail).await?;
        Ok(ExternalIdentityPayload {
            identity: identity.map(Ref::<ExternalIdentity>::new),
            ..Default::default()
        })
    }
}

async fn link(tx: &Tx<'_>, held: &Held, clash: &identity_clash::Model) -> Result<Uuid> {
    require_own(tx, held, clash.member_id).await?;
    let id = tx.new_id();
    let row = external_identity::ActiveModel {
        id: Set(id),
        provider_id: Set(held.row.id),
        subject: Set(clash.subject.clone()),
        member_id: Set(clash.member_id),
        email_at_link: Set(Some(clash.email.clone())),
        linked_at: Set(tx.scene.now),
        last_sign_in_at: Set(None),
    };
    tx.insert(row).await?;
    Ok(id)
}

/// The member is the partner's alone: whoever is linked to an account has all of its rights, and a partner could give
/// itself those of somebody else's people by an address that its own provider says.
///
/// # Errors
/// `FORBIDDEN` for a member who belongs elsewhere too, unless the caller runs the network.
async fn require_own(tx: &Tx<'_>, held: &Held, member: Uuid) -> Result<()> {
    if access::run_network(&tx.scene.viewer, "input.id").is_ok() {
        return Ok(());
    }
    let mut sql = tx.sql();
    sql.push("select 1 from member m join record r on r.id = m.id join structure o on o.id = r.owner_id and o.partner_id = ");
    sql.bind(held.partner.id());
    sql.push(
        " where not m.operator and not exists (select 1 from membership b join structure s on s.id = b.structure_id \
         where b.member_id = m.id and b.state in ('INVITED', 'ACTIVE', 'SUSPENDED') and (s.partner_id is null or s.partner_id <> ",
    );
    sql.bind(held.partner.id()).push(")) and m.id = ").bind(member);
    if tx.all(sql).await?.is_empty() {
        let message =
            "this account belongs to structures of others too: ask those who run the network to link it";
        return Err(Fault::on("input.id", Code::Forbidden, message).into());
    }
    Ok(())
}
