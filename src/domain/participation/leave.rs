//! Ending a participation that is in force.

use async_graphql::{ID, InputObject, SimpleObject};
use serde::{Deserialize, Serialize};

use super::model::{ParticipationRole, ParticipationState};
use super::side::{BothSides, Spokesperson, both_sides};
use super::{Participation, ParticipationConflict, event, repo};
use crate::domain::record::{self, State};
use crate::gql::mutation::{Payload, UserError, payload};
use crate::gql::plan::Ref;
use crate::kernel::error::{Code, Fault, Result};
use crate::store::Tx;
use crate::store::transaction::Act;

/// A participation to be ended.
#[derive(Clone, Debug, InputObject)]
pub struct LeaveProjectInput {
    /// The participation.
    pub id: ID,
    /// The version of the participation that you read.
    pub expected_version: i32,
}

/// The answer to the end of a participation.
#[derive(Debug, Default, SimpleObject, Serialize, Deserialize)]
pub(crate) struct LeaveProjectPayload {
    /// The participation, when it was ended; null when you no longer read the project.
    participation: Option<Ref<Participation>>,
    /// What happened to the participation since the version that you named; nothing was written then.
    conflict: Option<ParticipationConflict>,
    /// What has to be mended; nothing was written then.
    user_errors: Vec<UserError>,
}

payload!(LeaveProjectPayload);

const WHO: &str = "only those who may change the project, and editors of the structure, may end this";

const LEAD: &str =
    "the structure that bears a project stays in it: take the project to COMPLETED or ABANDONED instead";

/// Ends a participation, for either of its sides. A project is never without the structure that bears it.
pub(super) struct LeaveProject {
    pub(super) input: LeaveProjectInput,
}

impl Act for LeaveProject {
    type Outcome = LeaveProjectPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<LeaveProjectPayload> {
        let BothSides { found, project, structure } = both_sides(tx, &self.input.id).await?;
        let by = Spokesperson::of_either(&tx.scene.viewer, &project, &structure, "input.id")
            .map_err(|fault| Fault { message: WHO.to_owned(), ..fault })?;
        if found.version != self.input.expected_version {
            let conflict = Some(found.conflict());
            return Ok(LeaveProjectPayload { conflict, ..Payload::refused(vec![record::stale()]) });
        }
        if !found.state.next().contains(&ParticipationState::Left) {
            return Err(record::no_such_step("input.id", found.state).into());
        }
        if found.role == ParticipationRole::Lead {
            return Err(Fault::on("input.id", Code::InvalidTransition, LEAD).into());
        }
        repo::decide(tx, &by, &found, ParticipationState::Left).await?;
        event::note(tx, &project, ParticipationState::Left);
        let (sides, row) = ((&project, structure.id), (found.id, found.version + 1));
        event::tell(tx, sides, by.side().other(), ParticipationState::Left, row).await?;
        let detail = serde_json::json!({ "participation": found.id, "by": by.side() });
        tx.audit("participation.leave", Some(project.id), detail).await?;
        Ok(LeaveProjectPayload { participation: Some(Ref::new(found.id)), ..Default::default() })
    }
}
