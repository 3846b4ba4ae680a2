//! Declaring a structure.

use async_graphql::SimpleObject;
use serde::{Deserialize, Serialize};

use super::Structure;
use super::duplicates::{self, DuplicateCandidate};
use super::input::{NewStructure, StructureInput};
use super::model::StructureStatus;
use super::repo;
use crate::access::{self, Visibility};
use crate::gql::mutation::{Payload, UserError, payload};
use crate::gql::plan::Ref;
use crate::kernel::actor::{ActiveMembership, Role};
use crate::kernel::error::{Error, Result};
use crate::kernel::kind::Kind;
use crate::store::Tx;
use crate::store::record::NewRecord;
use crate::store::transaction::Act;

/// The answer to the declaration of a structure.
#[derive(Debug, Default, SimpleObject, Serialize, Deserialize)]
pub(crate) struct CreateStructurePayload {
    /// The structure, when it was made.
    structure: Option<Ref<Structure>>,
    /// Structures that look the same.
    duplicates: Vec<DuplicateCandidate>,
    /// What has to be mended; nothing was made then.
    user_errors: Vec<UserError>,
}

payload!(CreateStructurePayload);

/// Declares a structure. It waits for the network to accept it, unless who declares it runs the network.
pub(super) struct CreateStructure {
    pub(super) input: StructureInput,
}

impl Act for CreateStructure {
    type Outcome = CreateStructurePayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<CreateStructurePayload> {
        let granted = access::create(&tx.scene.viewer, Kind::Structure, None, "input")?;
        let mut new = self.input.clone().check().map_err(Error::Refused)?;
        self.input.details.find(tx, &mut new.content.details).await?;
        let found = duplicates::find(tx, &new).await?;
        if !found.faults.is_empty() {
            return Ok(CreateStructurePayload {
                duplicates: found.candidates,
                ..Payload::refused(found.faults)
            });
        }
        let id = tx.new_id();
        let visibility = new.input.visibility.map_or(Visibility::Network, Visibility::from);
        let record = NewRecord {
            kind: Kind::Structure,
            visibility,
            under: None,
            withheld: false,
            project: None,
            origin_partner: None,
            name: &new.content.name,
            event: "structure.created",
        };
        tx.insert_record(&granted, id, record).await?;
        repo::insert(tx, &granted, id, &new, first_status(tx, &new)).await?;
        super::place(tx, &[id]).await?;
        if let Some(member) = tx.scene.viewer.member {
            repo::make_admin(tx, &granted, member, id).await?;
            tx.gain(ActiveMembership { structure: id, role: Role::Admin, partner: None });
        }
        tx.audit("structure.create", Some(id), serde_json::json!({})).await?;
        Ok(CreateStructurePayload { structure: Some(Ref::new(id)), ..Default::default() })
    }
}

/// The hub's operators need nobody's acceptance; without an identifier or a reason for having none it stays a draft.
fn first_status(tx: &Tx<'_>, new: &NewStructure) -> StructureStatus {
    let identified = [&new.siren, &new.rna, &new.uai].into_iter().any(Option::is_some);
    if !identified && new.content.details.identifier_waiver.is_none() {
        StructureStatus::Draft
    } else if tx.scene.viewer.operator || tx.scene.viewer.system {
        StructureStatus::Active
    } else {
        StructureStatus::Pending
    }
}
