//! Merging a structure into another one.

use async_graphql::{ID, InputObject, SimpleObject};
use serde::{Deserialize, Serialize};

use super::repo::{self, Merge, identifiers, rivals};
use crate::access::{self, Granted, Moderate};
use crate::domain::record;
use crate::domain::structure::model::StructureStatus;
use crate::domain::structure::repo::standing;
use crate::domain::structure::{Structure, StructureConflict};
use crate::gql::mutation::{Payload, UserError, payload};
use crate::gql::plan::Ref;
use crate::kernel::error::{Code, Fault, Result};
use crate::kernel::kind::Kind;
use crate::store::Tx;
use crate::store::record::Change;
use crate::store::transaction::Act;

/// Two structures that are one.
#[derive(Clone, Debug, InputObject)]
pub struct MergeStructuresInput {
    /// The structure that stays.
    pub winner: ID,
    /// The structure that goes; its identifier then stands for the winner.
    pub loser: ID,
    /// The version of the winner that you read.
    pub expected_version: i32,
    /// The version of the loser that you read.
    pub expected_loser_version: i32,
}

/// The answer to a merge.
#[derive(Debug, Default, SimpleObject, Serialize, Deserialize)]
pub(crate) struct MergeStructuresPayload {
    /// The structure that stays, when they were merged.
    structure: Option<Ref<Structure>>,
    /// What happened to one of them since the version that you named; nothing was written then.
    conflict: Option<StructureConflict>,
    /// What has to be mended; nothing was written then.
    user_errors: Vec<UserError>,
}

payload!(MergeStructuresPayload);

/// Merges, as those who run the network may.
pub(in crate::domain::structure) struct MergeStructures {
    pub(in crate::domain::structure) input: MergeStructuresInput,
}

impl Act for MergeStructures {
    type Outcome = MergeStructuresPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<MergeStructuresPayload> {
        let input = &self.input;
        // Merges change much at once: one after the other, none of them meets another half-way.
        tx.hold("structure.merge").await?;
        let open = async |given: &ID, field: &str| -> Result<Granted<Moderate>> {
            let facts = record::named(tx, Kind::Structure, given).await?;
            Ok(access::over(&tx.scene.viewer, facts, field)?)
        };
        let winner = open(&input.winner, "input.winner").await?;
        let loser = open(&input.loser, "input.loser").await?;
        for (granted, expected) in [(&winner, input.expected_version), (&loser, input.expected_loser_version)]
        {
            if let Some(since) = tx.since(granted, expected).await? {
                let conflict = Some(StructureConflict::new(granted.id(), since));
                return Ok(MergeStructuresPayload { conflict, ..Payload::refused(vec![record::stale()]) });
            }
        }
        check(tx, &winner, &loser).await?;
        let merge = repo::begin(tx, &winner, &loser).await?;
        carry_out(tx, &merge, &winner, &loser).await?;
        let detail = serde_json::json!({ "winner": winner.id(), "loser": loser.id(), "merge": merge.id });
        tx.audit("structure.merge", Some(winner.id()), detail).await?;
        Ok(MergeStructuresPayload { structure: Some(Ref::new(winner.id())), ..Default::default() })
    }
}

async fn check(tx: &Tx<'_>, winner: &Granted<Moderate>, loser: &Granted<Moderate>) -> Result<()> {
    if winner.id() == loser.id() {
        return Err(Fault::on("input.loser", Code::Invalid, "a structure is not merged into itself").into());
    }
    if standing(tx, winner.id()).await?.status == StructureStatus::Archived {
        let message = "this structure is out of use: bring it back first, or merge it into the other one";
        return Err(Fault::on("input.winner", Code::InvalidTransition, message).into());
    }
    if repo::is_below(tx, winner.id(), loser.id()).await? {
        let message = "the winner is part of the loser: give it another parent first, or merge them the other way round";
        return Err(Fault::on("input.winner", Code::Invalid, message).into());
    }
    Ok(())
}

async fn carry_out(
    tx: &mut Tx<'_>,
    merge: &Merge,
    winner: &Granted<Moderate>,
    loser: &Granted<Moderate>,
) -> Result<()> {
    rivals::settle(tx, merge).await?;
    repo::move_references(tx, merge).await?;
    let owned = repo::list_records(tx, merge, "owner_id").await?;
    tx.change_owner(&owned, winner).await?;
    let under = repo::list_records(tx, merge, "parent_id").await?;
    tx.change_parent(&under, winner.facts()).await?;
    repo::set_merged(tx, merge).await?;
    identifiers::take_over(tx, merge).await?;
    tx.absorb(loser, StructureStatus::Merged.event()).await?;
    let fields = vec!["members", "participations", "notes", "files", "branches"];
    tx.change(winner, Change { event: "structure.updated", fields, name: None }).await?;
    Ok(())
}
