//! Saying who may read a record.

use async_graphql::{ID, InputObject, SimpleObject};
use serde::{Deserialize, Serialize};

use super::Visibility;
use crate::access::{self, Facts, Granted, Manage};
use crate::domain::member::Member;
use crate::gql::mutation::{Payload, UserError, payload};
use crate::gql::plan::{RecordRef, Ref};
use crate::gql::scalar::DateTime;
use crate::kernel::error::Result;
use crate::store::Tx;
use crate::store::record::Since;
use crate::store::transaction::Act;

/// Another level for a record.
#[derive(Clone, Debug, InputObject)]
pub struct ChangeVisibilityInput {
    /// The record.
    pub id: ID,
    /// Who may read it; under a record that fewer may read, those only.
    pub to: Visibility,
    /// The version of the record that you read.
    pub expected_version: i32,
}

/// What happened to a record since the version that the caller named.
#[derive(Debug, SimpleObject, Serialize, Deserialize)]
pub struct RecordConflict {
    /// What it is now.
    current: Option<RecordRef>,
    /// The person who changed it last; null for a program, or for a person whom you may not see.
    changed_by: Option<Ref<Member>>,
    /// The fields that changed since the version that you named.
    changed_fields: Vec<String>,
    /// When it last changed.
    changed_at: Option<DateTime>,
}

/// The answer to a change of who may read a record.
#[derive(Debug, Default, SimpleObject, Serialize, Deserialize)]
pub(crate) struct ChangeVisibilityPayload {
    /// The record, when it was changed; null when you are no longer among those who may read it.
    record: Option<RecordRef>,
    /// What happened to the record since the version that you named; nothing was written then.
    conflict: Option<RecordConflict>,
    /// What has to be mended; nothing was written then.
    user_errors: Vec<UserError>,
}

payload!(ChangeVisibilityPayload);

/// Changes who may read a record, and with it what lies under it.
pub(super) struct ChangeVisibility {
    pub(super) input: ChangeVisibilityInput,
}

impl Act for ChangeVisibility {
    type Outcome = ChangeVisibilityPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<ChangeVisibilityPayload> {
        let facts = super::any_named(tx, &self.input.id).await?;
        let granted: Granted<Manage> = access::over(&tx.scene.viewer, facts, "input.id")?;
        let facts = granted.facts();
        if let Some(since) = tx.since(&granted, self.input.expected_version).await? {
            let conflict = Some(RecordConflict::new(facts, since));
            return Ok(ChangeVisibilityPayload { conflict, ..Payload::refused(vec![super::stale()]) });
        }
        let to = access::Visibility::from(self.input.to);
        if to != facts.visibility {
            tx.change_visibility(&granted, to).await?;
            let detail = serde_json::json!({ "from": facts.visibility.as_str(), "to": to.as_str() });
            tx.audit("record.change_visibility", Some(facts.id), detail).await?;
        }
        let record = Some(RecordRef { kind: facts.kind, id: facts.id });
        Ok(ChangeVisibilityPayload { record, ..Default::default() })
    }
}

impl RecordConflict {
    /// What happened to the record since the caller read it.
    pub(super) fn new(facts: &Facts, since: Since) -> Self {
        Self {
            current: Some(RecordRef { kind: facts.kind, id: facts.id }),
            changed_by: since.member.map(Ref::new),
            changed_fields: since.fields,
            changed_at: since.at.map(DateTime),
        }
    }
}
