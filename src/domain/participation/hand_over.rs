//! Handing a project over to another structure that takes part in it.

use async_graphql::{ID, InputObject, SimpleObject};
use serde::{Deserialize, Serialize};

use super::model::{ParticipationRole, ParticipationState};
use super::repo::Found;
use super::side::{BothSides, Spokesperson, both_sides};
use super::{Participation, ParticipationConflict, event, repo};
use crate::domain::notification::{self, Notice, NotificationTopic, To};
use crate::domain::record;
use crate::gql::mutation::{Payload, UserError, payload};
use crate::gql::plan::Ref;
use crate::kernel::error::{Code, Error, Fault, Result};
use crate::store::Tx;
use crate::store::transaction::Act;

/// A project to be handed over.
#[derive(Clone, Debug, InputObject)]
pub struct HandOverLeadInput {
    /// The participation, in force, of the structure that is to bear the project. It takes the place of that role.
    pub id: ID,
    /// The version of that participation that you read.
    pub expected_version: i32,
    /// What the structure that bore the project does in it from now on.
    #[graphql(default_with = "ParticipationRole::Partner")]
    pub former_lead_role: ParticipationRole,
}

/// The answer to the handing over of a project.
#[derive(Debug, Default, SimpleObject, Serialize, Deserialize)]
pub(crate) struct HandOverLeadPayload {
    /// The participation of the structure that bears the project now, when it was handed over.
    lead: Option<Ref<Participation>>,
    /// The new participation of the structure that bore it.
    former_lead: Option<Ref<Participation>>,
    /// What happened to the participation since the version that you named; nothing was written then.
    conflict: Option<ParticipationConflict>,
    /// What has to be mended; nothing was written then.
    user_errors: Vec<UserError>,
}

payload!(HandOverLeadPayload);

const WHO: &str =
    "only those who may change the project, and editors of the structure that bears it, may hand it over";

/// Hands a project over. Both structures leave the role that they had and take another one, on the same day; the project
/// belongs to whom it belonged.
pub(super) struct HandOverLead {
    pub(super) input: HandOverLeadInput,
}

impl Act for HandOverLead {
    type Outcome = HandOverLeadPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<HandOverLeadPayload> {
        let input = &self.input;
        let BothSides { found, project, .. } = both_sides(tx, &input.id).await?;
        // The project is held by now: no other transaction changes who bears it.
        let absent = || Fault::on("input.id", Code::InvalidTransition, "no structure bears this project yet");
        let lead = repo::lead(tx, project.id).await?.ok_or_else(absent)?;
        let gone = || Error::Internal(format!("the structure {} is gone", lead.structure));
        let structure = tx.facts(lead.structure).await?.ok_or_else(gone)?;
        let by = Spokesperson::of_either(&tx.scene.viewer, &project, &structure, "input.id")
            .map_err(|fault| Fault { message: WHO.to_owned(), ..fault })?;
        if found.version != input.expected_version {
            let conflict = Some(found.conflict());
            return Ok(HandOverLeadPayload { conflict, ..Payload::refused(vec![record::stale()]) });
        }
        self.check(tx, &found, &lead).await?;
        let former = repo::change_role(tx, &by, &lead, input.former_lead_role).await?;
        let new = repo::change_role(tx, &by, &found, ParticipationRole::Lead).await?;
        event::note_hand_over(tx, &project);
        let handed_over = Notice::about(&project, NotificationTopic::LeadHandedOver, (new, 1));
        let both = [found.structure, lead.structure];
        notification::tell(tx, &handed_over, To::Administrators(&both)).await?;
        let detail = serde_json::json!({ "from": lead.structure, "to": found.structure });
        tx.audit("participation.hand_over_lead", Some(project.id), detail).await?;
        Ok(HandOverLeadPayload {
            lead: Some(Ref::new(new)),
            former_lead: Some(Ref::new(former)),
            ..Default::default()
        })
    }
}

impl HandOverLead {
    /// Whether the two may take their new roles: every reason why not.
    async fn check(&self, tx: &Tx<'_>, found: &Found, lead: &Found) -> Result<()> {
        let mut faults = Vec::new();
        let mut refuse = |field, code, message: &str| faults.push(Fault::on(field, code, message));
        if found.state != ParticipationState::Accepted {
            let message = "a project is handed over to a structure whose participation is ACCEPTED";
            refuse("input.id", Code::InvalidTransition, message);
        } else if found.structure == lead.structure {
            refuse("input.id", Code::InvalidTransition, "this structure bears the project already");
        } else if repo::is_live(tx, found.project, found.structure, ParticipationRole::Lead).await? {
            let message = "this structure is proposed as LEAD beside: decline that proposal first";
            refuse("input.id", Code::Duplicate, message);
        }
        let role = self.input.former_lead_role;
        if role == ParticipationRole::Lead {
            let message = "a project has one LEAD: give the structure that bore it another role";
            refuse("input.formerLeadRole", Code::Invalid, message);
        } else if repo::is_live(tx, lead.project, lead.structure, role).await? {
            let message = "the structure that bears the project has this role beside, or is proposed for it: give it another one";
            refuse("input.formerLeadRole", Code::Duplicate, message);
        }
        if faults.is_empty() { Ok(()) } else { Err(Error::Refused(faults)) }
    }
}
