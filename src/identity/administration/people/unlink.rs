//! Taking an identity away from a member.

use async_graphql::{ID, InputObject};
use entities::external_identity;
use sea_orm::EntityTrait;
use serde_json::json;

use super::super::provider;
use super::payload::ExternalIdentityPayload;
use crate::domain::identity::{ExternalIdentity, IDENTITY_PREFIX};
use crate::domain::record;
use crate::gql::plan;
use crate::identity::session::{Ended, end_where};
use crate::kernel::error::{Code, Fault, Result};
use crate::store::transaction::Act;
use crate::store::{Tx, fault};

/// An identity to be taken away.
#[derive(Clone, Debug, InputObject)]
pub(in crate::identity) struct UnlinkIdentityInput {
    /// The identity.
    pub id: ID,
}

/// Takes it away, with the sessions that were opened by it: the person is unknown to the hub from now on.
pub(in crate::identity) struct Unlink {
    pub(in crate::identity) input: UnlinkIdentityInput,
}

impl Act for Unlink {
    type Outcome = ExternalIdentityPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<ExternalIdentityPayload> {
        let unseen = || Fault::on("input.id", Code::NotFound, "no such identity, or you may not see it");
        let id = record::row_named(IDENTITY_PREFIX, &self.input.id).ok_or_else(unseen)?;
        plan::hold::<ExternalIdentity>(tx, id, "1").await?.ok_or_else(unseen)?;
        let row = external_identity::Entity::find_by_id(id).one(tx.connection()).await.map_err(fault)?;
        let row = row.ok_or_else(unseen)?;
        let held = provider::governed(tx, row.provider_id, "input.id").await?;
        end_where(tx, Ended::Revoked, |sql| {
            sql.push("provider_id = ")
                .bind(row.provider_id)
                .push(" and subject = ")
                .bind(row.subject.as_str());
        })
        .await?;
        external_identity::Entity::delete_by_id(id).exec(tx.connection()).await.map_err(fault)?;
        let detail = json!({ "provider": held.row.id, "identity": id });
        tx.audit("identity.unlinked", Some(row.member_id), detail).await?;
        Ok(ExternalIdentityPayload::default())
    }
}
