//! Undoing a merge.

use async_graphql::{ID, InputObject, SimpleObject};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::repo::{self, Merge, identifiers, rivals};
use crate::access::{self, Granted, Moderate};
use crate::domain::record;
use crate::domain::structure::{Structure, StructureConflict};
use crate::gql::mutation::{Payload, UserError, payload};
use crate::gql::plan::Ref;
use crate::kernel::error::{Code, Error, Fault, Result};
use crate::kernel::kind::Kind;
use crate::store::Tx;
use crate::store::record::Change;
use crate::store::transaction::Act;

/// How long a merge can be undone.
const LIFE: TimeDelta = TimeDelta::days(30);

/// A merge to be undone.
#[derive(Clone, Debug, InputObject)]
pub struct UndoMergeInput {
    /// The structure that went.
    pub loser: ID,
    /// The version, that you read, of the structure that stayed.
    pub expected_version: i32,
}

/// The answer to the undoing of a merge.
#[derive(Debug, Default, SimpleObject, Serialize, Deserialize)]
pub(crate) struct UndoMergePayload {
    /// The structure that stayed, when the merge was undone.
    winner: Option<Ref<Structure>>,
    /// The structure that came back.
    loser: Option<Ref<Structure>>,
    /// What happened to the structure that stayed since the version that you named; nothing was written then.
    conflict: Option<StructureConflict>,
    /// What has to be mended; nothing was written then.
    user_errors: Vec<UserError>,
}

payload!(UndoMergePayload);

/// Undoes a merge, as those who run the network may.
pub(in crate::domain::structure) struct UndoMerge {
    pub(in crate::domain::structure) input: UndoMergeInput,
}

impl Act for UndoMerge {
    type Outcome = UndoMergePayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<UndoMergePayload> {
        let input = &self.input;
        tx.hold("structure.merge").await?;
        let absent = || {
            Fault::on("input.loser", Code::NotFound, "no structure that was merged, or you may not see it")
        };
        let loser = record::row_named(Kind::Structure.prefix(), &input.loser).ok_or_else(absent)?;
        let merge = repo::open(tx, loser).await?.ok_or_else(absent)?;
        let Some(facts) = tx.facts(merge.winner).await? else {
            return Err(self.outdone(tx).into());
        };
        let winner: Granted<Moderate> = access::over(&tx.scene.viewer, Some(facts), "input.loser")?;
        if tx.scene.now >= merge.merged_at + LIFE {
            let message = "it was merged more than 30 days ago: declare the structure again";
            return Err(Fault::on("input.loser", Code::InvalidTransition, message).into());
        }
        if let Some(since) = tx.since(&winner, input.expected_version).await? {
            let conflict = Some(StructureConflict::new(winner.id(), since));
            return Ok(UndoMergePayload { conflict, ..Payload::refused(vec![record::stale()]) });
        }
        carry_out(tx, &merge, &winner).await?;
        let detail = serde_json::json!({ "winner": merge.winner, "loser": merge.loser, "merge": merge.id });
        tx.audit("structure.undo_merge", Some(merge.winner), detail).await?;
        Ok(UndoMergePayload {
            winner: Some(Ref::new(merge.winner)),
            loser: Some(Ref::new(merge.loser)),
            ..Default::default()
        })
    }
}

impl UndoMerge {
    /// Who does not run the network is told what anybody is of what is not there.
    fn outdone(&self, tx: &Tx<'_>) -> Fault {
        if access::run_network(&tx.scene.viewer, "input.loser").is_err() {
            return Fault::on(
                "input.loser",
                Code::NotFound,
                "no structure that was merged, or you may not see it",
            );
        }
        let message = "the structure that stayed was merged in its turn: undo that first";
        Fault::on("input.loser", Code::InvalidTransition, message)
    }
}

async fn carry_out(tx: &mut Tx<'_>, merge: &Merge, winner: &Granted<Moderate>) -> Result<()> {
    identifiers::give_back(tx, merge).await?;
    let taken = identifiers::taken(tx, merge).await?;
    if !taken.is_empty() {
        return Err(Error::Refused(taken));
    }
    repo::unset_merged(tx, merge).await?;
    let back = tx.release(merge.loser, "structure.unmerged").await?;
    let loser: Granted<Moderate> = access::over(&tx.scene.viewer, Some(back), "input.loser")?;
    repo::move_back(tx, merge).await?;
    let owned = repo::listed_records(tx, merge, "owner_id", merge.winner).await?;
    tx.change_owner(&owned, &loser).await?;
    let under = repo::listed_records(tx, merge, "parent_id", merge.winner).await?;
    tx.change_parent(&under, loser.facts()).await?;
    rivals::part(tx, merge).await?;
    repo::end(tx, merge).await?;
    let fields = vec!["members", "participations", "notes", "files", "branches"];
    tx.change(winner, Change { event: "structure.updated", fields, name: None }).await?;
    Ok(())
}
