//! Changing what an action says of itself.

use async_graphql::{ID, InputObject, MaybeUndefined, SimpleObject};
use serde::{Deserialize, Serialize};

use super::content::Content;
use super::details::{self, ActionDetailsInput};
use super::model::{ActionStatus, ProgressMode};
use super::standing::Standing;
use super::{Action, ActionConflict, repo};
use crate::access::{self, Edit, Granted};
use crate::domain::record::{self, Checks};
use crate::gql::mutation::{Payload, UserError, payload};
use crate::gql::plan::Ref;
use crate::gql::text::TextInput;
use crate::kernel::error::{Error, Fault, Result};
use crate::kernel::kind::Kind;
use crate::kernel::locale::Locale;
use crate::store::Tx;
use crate::store::record::Change;
use crate::store::transaction::Act;

/// An action to be changed: what is absent stays as it is, what is null is emptied.
#[derive(Clone, Debug, InputObject)]
pub struct UpdateActionInput {
    /// The action.
    pub id: ID,
    /// The version of the action that you read.
    pub expected_version: i32,
    /// Its title, at most 200 characters; it cannot be emptied.
    pub title: MaybeUndefined<TextInput>,
    /// The rest of what it says of itself.
    #[graphql(flatten)]
    pub details: ActionDetailsInput,
    /// Where its progress comes from; it cannot be emptied. STEPS counts its steps again.
    pub progress_mode: MaybeUndefined<ProgressMode>,
    /// How far it has come, in per cent, when that is told by hand; it cannot be emptied.
    pub progress_pct: MaybeUndefined<i32>,
}

/// The answer to a change of what an action says of itself.
#[derive(Debug, Default, SimpleObject, Serialize, Deserialize)]
pub(crate) struct UpdateActionPayload {
    /// The action, when nothing had to be mended.
    action: Option<Ref<Action>>,
    /// What happened to the action since the version that you named; nothing was written then.
    conflict: Option<ActionConflict>,
    /// What has to be mended; nothing was written then.
    user_errors: Vec<UserError>,
}

payload!(UpdateActionPayload);

/// Changes an action. What says nothing new writes nothing.
pub(super) struct UpdateAction {
    pub(super) input: UpdateActionInput,
}

impl Act for UpdateAction {
    type Outcome = UpdateActionPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<UpdateActionPayload> {
        let input = &self.input;
        let facts = record::named(tx, Kind::Action, &input.id).await?;
        let granted: Granted<Edit> = access::over(&tx.scene.viewer, facts, "input.id")?;
        if let Some(since) = tx.since(&granted, input.expected_version).await? {
            let conflict = Some(ActionConflict::new(granted.id(), since));
            return Ok(UpdateActionPayload { conflict, ..Payload::refused(vec![record::stale()]) });
        }
        let before = repo::content(tx, &granted).await?;
        let stood = repo::standing(tx, &granted).await?;
        let (mut after, told) = input.check(before.clone(), &stood).map_err(Error::Refused)?;
        input.details.find_pilots(tx, &mut after.details).await?;
        let stands = told.recounted(repo::count_steps(tx, granted.id()).await?);
        let mut fields = after.changes(&before);
        fields.extend(stands.changes(&stood));
        if !fields.is_empty() {
            repo::set_content(tx, &granted, &after).await?;
            repo::set_standing(tx, &granted, &stands).await?;
            let detail = serde_json::json!({ "fields": fields });
            let name = after.title.get(Locale::Fr).filter(|_| fields.contains(&"title"));
            let is_assigned = fields.contains(&"pilotMember");
            let version = tx.change(&granted, Change { event: "action.updated", fields, name }).await?;
            let pilot = after.details.pilot_member.filter(|_| is_assigned);
            details::tell_pilot(tx, granted.id(), version, pilot).await?;
            tx.audit("action.update", Some(granted.id()), detail).await?;
        }
        Ok(UpdateActionPayload { action: Some(Ref::new(granted.id())), ..Default::default() })
    }
}

impl UpdateActionInput {
    /// Checks the whole, but for what it names, and answers every fault at once. Steps stay to be counted.
    fn check(&self, before: Content, stood: &Standing) -> Result<(Content, Standing), Vec<Fault>> {
        let mut checks = Checks::default();
        checks.not_null("input.title", &self.title);
        let said = |given| details::title(&mut checks, given);
        let title = record::over(Some(before.title), self.title.clone(), said);
        let details = self.details.check(&mut checks, before.details);
        let told = self.told(&mut checks, stood);
        checks.finish(title).map(|title| (Content { title, details }, told))
    }

    /// Where it stands once its progress is told. What is DONE stays at 100.
    fn told(&self, checks: &mut Checks, stood: &Standing) -> Standing {
        checks.not_null("input.progressMode", &self.progress_mode);
        checks.not_null("input.progressPct", &self.progress_pct);
        let mode = self.progress_mode.value().copied().unwrap_or(stood.mode);
        let progress = self.progress_pct.value().copied();
        let by_hand = mode == ProgressMode::Manual && stood.status != ActionStatus::Done;
        let message = "progress is told by hand in the mode MANUAL only, and before the action is DONE";
        checks.that(by_hand || progress.is_none(), "input.progressPct", message);
        let progress = progress.unwrap_or(stood.progress);
        checks.that((0..=100).contains(&progress), "input.progressPct", "progress lies between 0 and 100");
        Standing { mode, progress, ..stood.clone() }
    }
}
