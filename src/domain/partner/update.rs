//! Changing a partner.

use async_graphql::SimpleObject;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::govern::govern_named;
use super::input::{self, UpdatePartnerInput};
use super::{Partner, PartnerConflict, repo};
use crate::access::{self, GrantedPartner};
use crate::domain::record::{self, over_seen};
use crate::gql::mutation::{Payload, UserError, payload};
use crate::gql::plan::Ref;
use crate::kernel::error::{Code, Error, Fault, Result};
use crate::kernel::kind::Kind;
use crate::store::Tx;
use crate::store::transaction::Act;

/// The answer to a change of a partner.
#[derive(Debug, Default, SimpleObject, Serialize, Deserialize)]
pub(crate) struct UpdatePartnerPayload {
    /// The partner, when nothing had to be mended.
    partner: Option<Ref<Partner>>,
    /// What happened to the partner since the version that you named; nothing was written then.
    conflict: Option<PartnerConflict>,
    /// What has to be mended; nothing was written then.
    user_errors: Vec<UserError>,
}

payload!(UpdatePartnerPayload);

/// Changes what a partner is called, where its site is and who governs it; what says nothing new makes no new version.
pub(super) struct UpdatePartner {
    pub(super) input: UpdatePartnerInput,
}

impl Act for UpdatePartner {
    type Outcome = UpdatePartnerPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<UpdatePartnerPayload> {
        let input = &self.input;
        let partner = govern_named(tx, &input.id, "input.id").await?;
        let network = access::run_network(&tx.scene.viewer, "input.id")?;
        let before = repo::kept(tx, &partner).await?;
        if let Some(since) = before.history.since(before.version, input.expected_version) {
            let conflict = Some(PartnerConflict::new(partner.id(), since));
            return Ok(UpdatePartnerPayload { conflict, ..Payload::refused(vec![record::stale()]) });
        }
        let mut content = input::checked(input, &before.content).map_err(Error::Refused)?;
        content.structure = self.structure(tx, &partner, content.structure).await?;
        let fields = before.content.changed(&content);
        if !fields.is_empty() {
            repo::update(tx, (&partner, &network), before, content, &fields).await?;
            let detail = serde_json::json!({ "partner": partner.id(), "fields": fields });
            tx.audit("partner.update", None, detail).await?;
        }
        Ok(UpdatePartnerPayload { partner: Some(Ref::new(partner.id())), ..Default::default() })
    }
}

impl UpdatePartner {
    /// The structure that is to be the partner's own: one that the caller reads, and that belongs to the partner.
    async fn structure(
        &self,
        tx: &Tx<'_>,
        partner: &GrantedPartner,
        before: Option<Uuid>,
    ) -> Result<Option<Uuid>> {
        let field = "input.structure";
        let structure = over_seen(tx, before, &self.input.structure, Kind::Structure, field).await?;
        match structure.filter(|_| !self.input.structure.is_undefined()) {
            Some(own) if !repo::is_own(tx, partner, own).await? => {
                Err(Fault::on(field, Code::Invalid, "this structure is not one of the partner's").into())
            }
            _ => Ok(structure),
        }
    }
}
