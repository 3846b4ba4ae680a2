//! Taking a person out of a project.

use async_graphql::{ID, InputObject, SimpleObject};
use serde::{Deserialize, Serialize};

use super::Project;
use super::repo::member;
use crate::access::{self, Edit, Granted};
use crate::domain::notification::{self, Notice, NotificationTopic, To};
use crate::domain::record;
use crate::gql::mutation::{UserError, payload};
use crate::gql::plan::Ref;
use crate::kernel::error::{Code, Fault, Result};
use crate::store::Tx;
use crate::store::transaction::Act;

/// A person to be taken out of a project.
#[derive(Clone, Debug, InputObject)]
pub struct RemoveProjectMemberInput {
    /// The person in the project: the identifier of a `ProjectMember`.
    pub id: ID,
}

/// The answer to the going of a person out of a project.
#[derive(Debug, Default, SimpleObject, Serialize, Deserialize)]
pub(crate) struct RemoveProjectMemberPayload {
    /// The project without the person; null when you no longer read it.
    project: Option<Ref<Project>>,
    /// What has to be mended; nothing was written then.
    user_errors: Vec<UserError>,
}

payload!(RemoveProjectMemberPayload);

/// Takes a person out of a project.
pub(super) struct RemoveProjectMember {
    pub(super) input: RemoveProjectMemberInput,
}

impl Act for RemoveProjectMember {
    type Outcome = RemoveProjectMemberPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<RemoveProjectMemberPayload> {
        let absent =
            || Fault::on("input.id", Code::NotFound, "nobody is so in a project, or you may not see it");
        let id = record::row_named("projectmember", &self.input.id).ok_or_else(absent)?;
        let (project, person) = member::find(tx, id).await?.ok_or_else(absent)?;
        let project: Granted<Edit> = access::over(&tx.scene.viewer, tx.facts(project).await?, "input.id")?;
        if !member::delete(tx, &project, id).await? {
            return Err(absent().into());
        }
        tx.note_beside(project.facts(), "project.member_removed", "members");
        let removed = Notice::about(project.facts(), NotificationTopic::ProjectMemberRemoved, (id, 1));
        notification::tell(tx, &removed, To::Member(person)).await?;
        let detail = serde_json::json!({ "projectMember": id });
        tx.audit("project.remove_member", Some(project.id()), detail).await?;
        Ok(RemoveProjectMemberPayload { project: Some(Ref::new(project.id())), ..Default::default() })
    }
}
