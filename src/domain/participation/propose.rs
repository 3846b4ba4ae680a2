//! Proposing that a structure take part in a project.

use async_graphql::{ID, InputObject, SimpleObject};
use serde::{Deserialize, Serialize};

use super::model::{ParticipationRole, ParticipationState};
use super::repo::{self, Proposal};
use super::side::Spokesperson;
use super::{Participation, event};
use crate::access;
use crate::domain::record::{self, Checks};
use crate::gql::mutation::{UserError, payload};
use crate::gql::plan::Ref;
use crate::gql::scalar::Date;
use crate::kernel::error::{Code, Error, Fault, Result};
use crate::kernel::kind::Kind;
use crate::store::Tx;
use crate::store::transaction::Act;

/// A participation to be proposed.
#[derive(Clone, Debug, InputObject)]
pub struct ProposeParticipationInput {
    /// The project.
    pub project: ID,
    /// The structure.
    pub structure: ID,
    /// What the structure would do in it.
    pub role: ParticipationRole,
    /// Its first day.
    pub since: Option<Date>,
    /// Its last day.
    pub until: Option<Date>,
}

/// The answer to a proposal.
#[derive(Debug, Default, SimpleObject, Serialize, Deserialize)]
pub(crate) struct ProposeParticipationPayload {
    /// The participation, which waits for the other side.
    participation: Option<Ref<Participation>>,
    /// What has to be mended; nothing was proposed then.
    user_errors: Vec<UserError>,
}

payload!(ProposeParticipationPayload);

const WHO: &str = "only those who may change the project, and editors of the structure, may propose this";

/// Proposes a participation, for the project's side or for the structure's: the other side decides.
pub(super) struct ProposeParticipation {
    pub(super) input: ProposeParticipationInput,
}

impl Act for ProposeParticipation {
    type Outcome = ProposeParticipationPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<ProposeParticipationPayload> {
        let input = &self.input;
        let project = record::named(tx, Kind::Project, &input.project).await?;
        let project = access::seen(project, "input.project")?;
        let structure = record::named(tx, Kind::Structure, &input.structure).await?;
        let structure = access::seen(structure, "input.structure")?;
        let by = Spokesperson::of_either(&tx.scene.viewer, &project, &structure, "input.project")
            .map_err(|fault| Fault { message: WHO.to_owned(), ..fault })?;
        access::in_use(&project, "input.project")?;
        let mut checks = Checks::default();
        checks.in_order("input.until", input.since, input.until);
        checks.finish(Some(())).map_err(Error::Refused)?;
        let proposal = Proposal {
            project: project.id,
            structure: structure.id,
            role: input.role,
            since: input.since.map(|day| day.0),
            until: input.until.map(|day| day.0),
        };
        if repo::is_live(tx, project.id, structure.id, proposal.role).await? {
            let message = "the structure has this role in the project, or is proposed for it";
            return Err(Fault::on("input.role", Code::Duplicate, message).into());
        }
        let id = repo::propose(tx, &by, &proposal).await?;
        event::note(tx, &project, ParticipationState::Proposed);
        let (sides, other) = ((&project, structure.id), by.side().other());
        event::tell(tx, sides, other, ParticipationState::Proposed, (id, 1)).await?;
        let detail =
            serde_json::json!({ "participation": id, "structure": structure.id, "role": input.role });
        tx.audit("participation.propose", Some(project.id), detail).await?;
        Ok(ProposeParticipationPayload { participation: Some(Ref::new(id)), ..Default::default() })
    }
}
