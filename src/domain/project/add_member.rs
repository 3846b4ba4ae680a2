//! Bringing a person into a project.

use async_graphql::{ID, InputObject, SimpleObject};
use serde::{Deserialize, Serialize};

use super::ProjectMember;
use super::model::ProjectMemberRole;
use super::repo::member::{self, NewProjectMember};
use crate::access::{self, Edit, Granted};
use crate::domain::notification::{self, Notice, NotificationTopic, To};
use crate::domain::record;
use crate::gql::mutation::{UserError, payload};
use crate::gql::plan::Ref;
use crate::gql::scalar::Date;
use crate::kernel::error::{Code, Fault, Result};
use crate::kernel::kind::Kind;
use crate::store::Tx;
use crate::store::transaction::Act;

/// A person to be brought into a project.
#[derive(Clone, Debug, InputObject)]
pub struct AddProjectMemberInput {
    /// The project; you may change it.
    pub project: ID,
    /// The person, whom you see.
    pub member: ID,
    /// What the person does in it.
    pub role: ProjectMemberRole,
    /// The structure for which the person is there.
    pub structure: Option<ID>,
    /// The first day; today when nothing is said.
    pub since: Option<Date>,
}

/// The answer to the coming of a person into a project.
#[derive(Debug, Default, SimpleObject, Serialize, Deserialize)]
pub(crate) struct AddProjectMemberPayload {
    /// The person in the project, once there.
    project_member: Option<Ref<ProjectMember>>,
    /// What has to be mended; nothing was written then.
    user_errors: Vec<UserError>,
}

payload!(AddProjectMemberPayload);

/// Brings a person into a project, once.
pub(super) struct AddProjectMember {
    pub(super) input: AddProjectMemberInput,
}

impl Act for AddProjectMember {
    type Outcome = AddProjectMemberPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<AddProjectMemberPayload> {
        let input = &self.input;
        let facts = record::named(tx, Kind::Project, &input.project).await?;
        let project: Granted<Edit> = access::over(&tx.scene.viewer, facts, "input.project")?;
        let person = access::seen(record::named(tx, Kind::Member, &input.member).await?, "input.member")?;
        let structure =
            record::seen(tx, Kind::Structure, input.structure.as_ref(), "input.structure").await?;
        if member::is_in(tx, &project, person.id).await? {
            let message = "this person is in the project: take the person out first to give another role";
            return Err(Fault::on("input.member", Code::Duplicate, message).into());
        }
        let new = NewProjectMember {
            member: person.id,
            role: input.role,
            structure: structure.map(|structure| structure.id),
            since: input.since.map_or(tx.scene.today, |day| day.0),
        };
        let id = member::insert(tx, &project, &new).await?;
        tx.note_beside(project.facts(), "project.member_added", "members");
        let added = Notice::about(project.facts(), NotificationTopic::ProjectMemberAdded, (id, 1));
        notification::tell(tx, &added, To::Member(person.id)).await?;
        let detail = serde_json::json!({ "member": person.id, "role": input.role });
        tx.audit("project.add_member", Some(project.id()), detail).await?;
        Ok(AddProjectMemberPayload { project_member: Some(Ref::new(id)), ..Default::default() })
    }
}
