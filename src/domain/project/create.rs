//! Making a project.

use async_graphql::SimpleObject;
use serde::{Deserialize, Serialize};

use super::{CreateProjectInput, Project, programme, repo};
use crate::access::{self, Visibility};
use crate::domain::record;
use crate::gql::mutation::{UserError, payload};
use crate::gql::plan::Ref;
use crate::kernel::error::{Error, Result};
use crate::kernel::kind::Kind;
use crate::kernel::locale::Locale;
use crate::store::Tx;
use crate::store::record::NewRecord;
use crate::store::transaction::Act;

/// The answer to the making of a project.
#[derive(Debug, Default, SimpleObject, Serialize, Deserialize)]
pub(crate) struct CreateProjectPayload {
    /// The project, when it was made.
    project: Option<Ref<Project>>,
    /// What has to be mended; nothing was made then.
    user_errors: Vec<UserError>,
}

payload!(CreateProjectPayload);

/// Makes a project of a structure for which the caller writes. A programme gathers projects and does not narrow who
/// reads them: whoever does not see the programme sees the project without it.
pub(super) struct CreateProject {
    pub(super) input: CreateProjectInput,
}

impl Act for CreateProject {
    type Outcome = CreateProjectPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<CreateProjectPayload> {
        let input = &self.input;
        let owner = record::named(tx, Kind::Structure, &input.owner).await?;
        let owner = access::seen(owner, "input.owner")?;
        let granted = access::create(&tx.scene.viewer, Kind::Project, Some(owner.id), "input.owner")?;
        let mut new = input.check().map_err(Error::Refused)?;
        new.details.programme = programme::over(tx, None, &input.details.programme).await?;
        let lead = record::seen(tx, Kind::Structure, input.lead.as_ref(), "input.lead").await?;
        let id = tx.new_id();
        let record = NewRecord {
            kind: Kind::Project,
            visibility: input.visibility.map_or(Visibility::Team, Visibility::from),
            under: None,
            withheld: false,
            project: Some(id),
            origin_partner: None,
            name: new.title.get(Locale::Fr).unwrap_or_default(),
            event: "project.created",
        };
        tx.insert_record(&granted, id, record).await?;
        repo::insert(tx, &granted, id, &new).await?;
        repo::lead_by(tx, &granted, id, lead.map_or(owner.id, |lead| lead.id)).await?;
        tx.audit("project.create", Some(id), serde_json::json!({})).await?;
        Ok(CreateProjectPayload { project: Some(Ref::new(id)), ..Default::default() })
    }
}
