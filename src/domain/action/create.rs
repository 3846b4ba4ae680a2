//! Making an action.

use async_graphql::SimpleObject;
use serde::{Deserialize, Serialize};

use super::input::CreateActionInput;
use super::repo::{self, Placement};
use super::{Action, details};
use crate::access::{self, Edit, Facts, Granted, Visibility};
use crate::domain::record;
use crate::gql::mutation::{UserError, payload};
use crate::gql::plan::Ref;
use crate::kernel::error::{Code, Error, Fault, Result};
use crate::kernel::kind::Kind;
use crate::kernel::locale::Locale;
use crate::store::Tx;
use crate::store::record::NewRecord;
use crate::store::transaction::Act;

/// The answer to the making of an action.
#[derive(Debug, Default, SimpleObject, Serialize, Deserialize)]
pub(crate) struct CreateActionPayload {
    /// The action, when it was made.
    action: Option<Ref<Action>>,
    /// What has to be mended; nothing was made then.
    user_errors: Vec<UserError>,
}

payload!(CreateActionPayload);

/// Makes an action at the end of its project, which whoever may change the project may do.
pub(super) struct CreateAction {
    pub(super) input: CreateActionInput,
}

impl Act for CreateAction {
    type Outcome = CreateActionPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<CreateActionPayload> {
        let input = &self.input;
        let facts = record::named(tx, Kind::Project, &input.project).await?;
        let project: Granted<Edit> = access::over(&tx.scene.viewer, facts, "input.project")?;
        let granted = access::create_under(&tx.scene.viewer, Kind::Action, &project, "input.project")?;
        let mut new = input.clone().check().map_err(Error::Refused)?;
        let parent = self.parent(tx, &project).await?;
        let id = tx.new_id();
        input.details.find_pilots(tx, &mut new.content.details).await?;
        let at = Placement { id, project: project.id(), parent: parent.as_ref().map(|parent| parent.id) };
        let above = parent.as_ref().unwrap_or_else(|| project.facts());
        let record = NewRecord {
            kind: Kind::Action,
            visibility: input.visibility.map_or(Visibility::Public, Visibility::from),
            under: Some((above.id, above.effective)),
            withheld: false,
            project: Some(project.id()),
            origin_partner: None,
            name: new.content.title.get(Locale::Fr).unwrap_or_default(),
            event: "action.created",
        };
        tx.insert_record(&granted, id, record).await?;
        repo::insert(tx, &granted, at, &new).await?;
        details::tell_pilot(tx, id, 1, new.content.details.pilot_member).await?;
        tx.audit("action.create", Some(id), serde_json::json!({})).await?;
        Ok(CreateActionPayload { action: Some(Ref::new(id)), ..Default::default() })
    }
}

impl CreateAction {
    /// The action that it is part of, which is one of the same project.
    async fn parent(&self, tx: &Tx<'_>, project: &Granted<Edit>) -> Result<Option<Facts>> {
        let parent = record::seen(tx, Kind::Action, self.input.parent.as_ref(), "input.parent").await?;
        if parent.as_ref().is_some_and(|parent| parent.project != Some(project.id())) {
            let message = "an action is part of an action of the same project";
            return Err(Fault::on("input.parent", Code::Invalid, message).into());
        }
        Ok(parent)
    }
}
