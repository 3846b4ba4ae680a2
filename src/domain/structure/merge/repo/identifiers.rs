//! Public identifiers in a merge: what the winner lacks it takes from the loser, so that nobody declares the same body again.

use entities::structure;
use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::{ActiveModelTrait, EntityTrait};
use uuid::Uuid;

use super::{self as repo, Merge};
use crate::domain::structure::duplicates::{self, UniqueIdentifiers};
use crate::kernel::error::{Code, Error, Fault, Result};
use crate::store::{Tx, fault};

const PLACE: &str = "identifier";

async fn row(tx: &Tx<'_>, id: Uuid) -> Result<structure::Model> {
    let row = structure::Entity::find_by_id(id).one(tx.connection()).await.map_err(fault)?;
    row.ok_or_else(|| Error::Internal(format!("the structure {id} is gone")))
}

/// Gives the winner what it lacks, as far as it may have it, and lists that. The loser is MERGED already.
pub(in crate::domain::structure::merge) async fn take_over(tx: &Tx<'_>, merge: &Merge) -> Result<()> {
    let (winner, loser) = (row(tx, merge.winner).await?, row(tx, merge.loser).await?);
    let mut after = structure::ActiveModel { id: Unchanged(winner.id), ..Default::default() };
    let mut taken = Vec::new();
    let same_body = winner.siren.is_none() || winner.siren == loser.siren;
    if winner.siren.is_none() && loser.siren.is_some() {
        after.siren = Set(loser.siren.clone());
        taken.push("siren");
    }
    if winner.siret.is_none() && loser.siret.is_some() && same_body && !winner.is_branch {
        after.siret = Set(loser.siret.clone());
        taken.push("siret");
    }
    if winner.rna.is_none() && loser.rna.is_some() && winner.kind == "ASSOCIATIVE" && !winner.is_branch {
        after.rna = Set(loser.rna.clone());
        taken.push("rna");
    }
    if winner.uai.is_none() && loser.uai.is_some() {
        after.uai = Set(loser.uai.clone());
        taken.push("uai");
    }
    if taken.is_empty() {
        return Ok(());
    }
    after.update(tx.connection()).await.map_err(fault)?;
    for name in taken {
        repo::list(tx, merge, PLACE, winner.id, name.to_owned()).await?;
    }
    Ok(())
}

/// Takes from the winner what it took, as far as it still has that.
pub(in crate::domain::structure::merge) async fn give_back(tx: &Tx<'_>, merge: &Merge) -> Result<()> {
    let (winner, loser) = (row(tx, merge.winner).await?, row(tx, merge.loser).await?);
    let mut after = structure::ActiveModel { id: Unchanged(winner.id), ..Default::default() };
    let taken = repo::listed(tx, merge, PLACE).await?;
    let took = |name: &str| taken.iter().any(|(_, taken)| taken == name);
    let siret = took("siret") && winner.siret == loser.siret;
    if siret {
        after.siret = Set(None);
    }
    if took("siren") && winner.siren == loser.siren && (siret || winner.siret.is_none()) {
        after.siren = Set(None);
    }
    if took("rna") && winner.rna == loser.rna {
        after.rna = Set(None);
    }
    if took("uai") && winner.uai == loser.uai {
        after.uai = Set(None);
    }
    if after.is_changed() {
        after.update(tx.connection()).await.map_err(fault)?;
    }
    Ok(())
}

/// What the loser cannot have back, since a structure in use holds it by now.
pub(in crate::domain::structure::merge) async fn taken(tx: &Tx<'_>, merge: &Merge) -> Result<Vec<Fault>> {
    if matches!(merge.loser_status.as_str(), "ARCHIVED" | "MERGED") {
        return Ok(Vec::new());
    }
    let loser = row(tx, merge.loser).await?;
    let unique = UniqueIdentifiers { siret: loser.siret, rna: loser.rna, uai: loser.uai };
    let held = duplicates::holders(tx, &unique).await?;
    let refuse = |column: &str| {
        let message = format!("another structure in use has its {} by now", column.to_uppercase());
        Fault::on("input.loser", Code::Duplicate, message)
    };
    Ok(held.into_iter().map(|(column, ..)| refuse(column)).collect())
}
