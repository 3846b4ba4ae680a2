//! Letting in somebody who came through a provider and waits.

use async_graphql::{ID, InputObject};
use serde_json::json;

use super::in_person;
use super::payload::MemberPayload;
use crate::access::{self, Administer};
use crate::domain::member::{self, MemberState};
use crate::domain::record;
use crate::gql::plan::Ref;
use crate::kernel::error::{Code, Fault, Result};
use crate::kernel::kind::Kind;
use crate::store::Tx;
use crate::store::transaction::Act;

/// A member to be let in.
#[derive(Clone, Debug, InputObject)]
pub(in crate::identity) struct AdmitMemberInput {
    /// The member, who is PENDING.
    pub id: ID,
}

/// Lets the member in. For the administrators of the structure to which the account belongs.
pub(in crate::identity) struct Admit {
    pub(in crate::identity) input: AdmitMemberInput,
}

impl Act for Admit {
    type Outcome = MemberPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<MemberPayload> {
        let facts = access::seen(record::named(tx, Kind::Member, &self.input.id).await?, "input.id")?;
        in_person(&tx.scene.viewer, "input.id")?;
        let owner = match facts.owner {
            Some(owner) => tx.facts(owner).await?,
            None => None,
        };
        let structure = access::over::<Administer>(&tx.scene.viewer, owner, "input.id")?;
        match member::state_of(tx, facts.id).await? {
            Some(MemberState::Active) => return Ok(admitted(facts.id)),
            Some(MemberState::Pending) => {}
            _ => {
                let message = "only somebody who waits is let in";
                return Err(Fault::on("input.id", Code::InvalidTransition, message).into());
            }
        }
        member::activate_in_tx(tx, facts.id).await?;
        tx.audit("member.admitted", Some(facts.id), json!({ "structure": structure.id() })).await?;
        Ok(admitted(facts.id))
    }
}

fn admitted(id: uuid::Uuid) -> MemberPayload {
    MemberPayload { member: Some(Ref::new(id)), ..Default::default() }
}
