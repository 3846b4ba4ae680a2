//! The link by which a person who was invited signs in through a provider for the first time.

use async_graphql::{ID, InputObject};
use chrono::TimeDelta;
use entities::invitation_link;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use uuid::Uuid;

use super::in_person;
use super::payload::InvitationLinkPayload;
use crate::access::{self, Administer};
use crate::domain::member::{self, MemberState};
use crate::domain::membership::{Membership, MembershipState};
use crate::domain::record;
use crate::gql::plan;
use crate::gql::scalar::DateTime;
use crate::identity::row::get;
use crate::identity::token;
use crate::kernel::error::{Code, Fault, Result};
use crate::store::transaction::Act;
use crate::store::{Tx, fault};

/// How long a link works.
const LIFE: TimeDelta = TimeDelta::days(7);

/// Whose link it is.
#[derive(Clone, Debug, InputObject)]
pub(in crate::identity) struct CreateInvitationLinkInput {
    /// The membership to which the person is invited, in a structure that you administer and that made the account.
    pub membership: ID,
}

/// Makes the link, and ends those that the person had.
pub(in crate::identity) struct Invite {
    input: CreateInvitationLinkInput,
    /// The link's address without its secret.
    address: String,
    token: SecretString,
}

impl Invite {
    /// A link on the hub at this address.
    pub(in crate::identity) fn new(input: CreateInvitationLinkInput, public_url: &str) -> Self {
        Self { input, address: format!("{public_url}/auth/invitation/"), token: token::fresh().into() }
    }

    /// The person who is invited, whose account is the structure's own and was never used: a link is a way into it.
    async fn person(&self, tx: &Tx<'_>) -> Result<Uuid> {
        let field = "input.membership";
        let unseen = || Fault::on(field, Code::NotFound, "no such membership, or you may not see it");
        let id = record::row_named("membership", &self.input.membership).ok_or_else(unseen)?;
        let columns = "t.member_id, t.structure_id, t.state, \
                       (select o.owner_id from record o where o.id = t.member_id) as owner_id";
        let row = plan::hold::<Membership>(tx, id, columns).await?.ok_or_else(unseen)?;
        let (person, structure): (Uuid, Uuid) = (get(&row, "member_id")?, get(&row, "structure_id")?);
        access::over::<Administer>(&tx.scene.viewer, tx.facts(structure).await?, field)?;
        in_person(&tx.scene.viewer, field)?;
        let is_invited = get::<String>(&row, "state")? == MembershipState::Invited.as_str();
        if !is_invited || member::state_of(tx, person).await? != Some(MemberState::Invited) {
            let message = "this person does not wait for a first sign-in: they sign in as they did before";
            return Err(Fault::on(field, Code::InvalidTransition, message).into());
        }
        if get::<Option<Uuid>>(&row, "owner_id")? != Some(structure) {
            let message = "another structure made this account: its administrators give the link";
            return Err(Fault::on(field, Code::Forbidden, message).into());
        }
        Ok(person)
    }
}

impl Act for Invite {
    type Outcome = InvitationLinkPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<InvitationLinkPayload> {
        let person = self.person(tx).await?;
        let former = invitation_link::Entity::delete_many()
            .filter(invitation_link::Column::MemberId.eq(person))
            .filter(invitation_link::Column::UsedAt.is_null());
        former.exec(tx.connection()).await.map_err(fault)?;
        let expires_at = tx.scene.now + LIFE;
        let row = invitation_link::ActiveModel {
            token_hash: Set(token::hash(self.token.expose_secret())),
            member_id: Set(person),
            created_by: Set(tx.scene.viewer.member),
            created_at: Set(tx.scene.now),
            expires_at: Set(expires_at),
            used_at: Set(None),
        };
        tx.insert(row).await?;
        tx.audit("invitation_link.created", Some(person), json!({ "expires_at": expires_at })).await?;
        Ok(InvitationLinkPayload {
            url: Some(format!("{}{}", self.address, self.token.expose_secret())),
            expires_at: Some(DateTime(expires_at)),
            ..Default::default()
        })
    }
}
