//! Accepting or declining a participation that the other side proposed.

use async_graphql::{ID, InputObject, SimpleObject};
use serde::{Deserialize, Serialize};

use super::model::{ParticipationRole, ParticipationState};
use super::repo;
use super::side::{BothSides, Spokesperson, both_sides};
use super::{Participation, ParticipationConflict, event};
use crate::domain::record::{self, State};
use crate::gql::mutation::{Payload, UserError, payload};
use crate::gql::plan::Ref;
use crate::kernel::error::{Code, Fault, Result};
use crate::store::Tx;
use crate::store::transaction::Act;

/// A participation to be accepted or declined.
#[derive(Clone, Debug, InputObject)]
pub struct DecideParticipationInput {
    /// The participation.
    pub id: ID,
    /// The version of the participation that you read.
    pub expected_version: i32,
}

/// The answer to a decision on a participation.
#[derive(Debug, Default, SimpleObject, Serialize, Deserialize)]
pub(crate) struct DecideParticipationPayload {
    /// The participation, when it was decided.
    participation: Option<Ref<Participation>>,
    /// What happened to the participation since the version that you named; nothing was written then.
    conflict: Option<ParticipationConflict>,
    /// What has to be mended; nothing was written then.
    user_errors: Vec<UserError>,
}

payload!(DecideParticipationPayload);

/// Decides, for the side that did not propose it. A project has one accepted lead at most.
pub(super) struct DecideParticipation {
    pub(super) input: DecideParticipationInput,
    pub(super) to: ParticipationState,
}

impl Act for DecideParticipation {
    type Outcome = DecideParticipationPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<DecideParticipationPayload> {
        let BothSides { found, project, structure } = both_sides(tx, &self.input.id).await?;
        let decides = found.proposed_by.other();
        let by = Spokesperson::of(decides, &tx.scene.viewer, &project, &structure, "input.id");
        let by = by.map_err(|fault| Fault { message: only(decides.as_str()), ..fault })?;
        if found.version != self.input.expected_version {
            let conflict = Some(found.conflict());
            return Ok(DecideParticipationPayload { conflict, ..Payload::refused(vec![record::stale()]) });
        }
        if !found.state.next().contains(&self.to) {
            return Err(record::no_such_step("input.id", found.state).into());
        }
        let accepted = self.to == ParticipationState::Accepted;
        if accepted && found.role == ParticipationRole::Lead && repo::lead(tx, project.id).await?.is_some() {
            let message = "another structure bears the project: it has one accepted LEAD at most";
            return Err(Fault::on("input.id", Code::Duplicate, message).into());
        }
        repo::decide(tx, &by, &found, self.to).await?;
        event::note(tx, &project, self.to);
        let (sides, row) = ((&project, structure.id), (found.id, found.version + 1));
        event::tell(tx, sides, found.proposed_by, self.to, row).await?;
        let detail = serde_json::json!({ "participation": found.id, "to": self.to });
        tx.audit("participation.decide", Some(project.id), detail).await?;
        Ok(DecideParticipationPayload { participation: Some(Ref::new(found.id)), ..Default::default() })
    }
}

fn only(side: &str) -> String {
    format!("only those who speak for the {side} decide on this")
}
