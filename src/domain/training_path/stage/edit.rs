//! Adding, naming, moving and removing the stages of a path.

use serde_json::json;
use uuid::Uuid;

use super::super::change::{ChangeTrainingPathPayload as Payload, Named, arranged};
use super::super::outline::Stage;
use super::super::repo;
use super::{AddPathStageInput, MovePathStageInput, RemovePathStageInput, UpdatePathStageInput};
use crate::access::{Edit, Granted};
use crate::domain::record::{Checks, opened};
use crate::gql::text::TextInput;
use crate::kernel::error::{Code, Error, Fault, Result};
use crate::kernel::text::Text;
use crate::store::Tx;
use crate::store::transaction::Act;

/// Adds a stage.
pub(in super::super) struct AddPathStage {
    pub(in super::super) input: AddPathStageInput,
}

/// Gives a stage another title.
pub(in super::super) struct UpdatePathStage {
    pub(in super::super) input: UpdatePathStageInput,
}

/// Gives a stage another place: what its modules require must still come before.
pub(in super::super) struct MovePathStage {
    pub(in super::super) input: MovePathStageInput,
}

/// Removes a stage, with its modules: what required them does so no longer.
pub(in super::super) struct RemovePathStage {
    pub(in super::super) input: RemovePathStageInput,
}

impl Act for AddPathStage {
    type Outcome = Payload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<Payload> {
        let input = &self.input;
        let named = Named { id: &input.path, field: "input.path", expected_version: input.expected_version };
        let granted = opened!(named.path(tx).await?);
        let title = title(&input.title)?;
        let mut outline = repo::outline::load(tx, &granted).await?;
        let id = tx.new_id();
        outline.put_stage(Stage { id, modules: Vec::new() }, input.position)?;
        repo::parts::insert_stage(tx, &granted, id, &title).await?;
        repo::arrange(tx, &granted, &outline).await?;
        end(tx, &granted, "training_path.add_stage", id).await?;
        Ok(Payload::of_stage(&granted, id))
    }
}

impl Act for UpdatePathStage {
    type Outcome = Payload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<Payload> {
        let input = &self.input;
        let named = Named { id: &input.id, field: "input.id", expected_version: input.expected_version };
        let (id, granted) = opened!(named.stage(tx).await?);
        let title = title(&input.title)?;
        if repo::parts::rename_stage(tx, &granted, id, &title).await? {
            end(tx, &granted, "training_path.update_stage", id).await?;
        }
        Ok(Payload::of_stage(&granted, id))
    }
}

impl Act for MovePathStage {
    type Outcome = Payload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<Payload> {
        let input = &self.input;
        let named = Named { id: &input.id, field: "input.id", expected_version: input.expected_version };
        let (id, granted) = opened!(named.stage(tx).await?);
        let before = repo::outline::load(tx, &granted).await?;
        let mut outline = before.clone();
        let stage = outline.take_stage(id).ok_or_else(no_such_stage)?;
        outline.put_stage(stage, Some(input.position))?;
        outline.check("input.position")?;
        if outline != before {
            repo::arrange(tx, &granted, &outline).await?;
            end(tx, &granted, "training_path.move_stage", id).await?;
        }
        Ok(Payload::of_stage(&granted, id))
    }
}

impl Act for RemovePathStage {
    type Outcome = Payload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<Payload> {
        let input = &self.input;
        let named = Named { id: &input.id, field: "input.id", expected_version: input.expected_version };
        let (id, granted) = opened!(named.stage(tx).await?);
        let mut outline = repo::outline::load(tx, &granted).await?;
        let stage = outline.take_stage(id).ok_or_else(no_such_stage)?;
        let modules: Vec<Uuid> = stage.modules.iter().map(|module| module.id).collect();
        repo::parts::delete_modules(tx, &granted, &modules).await?;
        repo::parts::delete_stage(tx, &granted, id).await?;
        repo::arrange(tx, &granted, &outline).await?;
        end(tx, &granted, "training_path.remove_stage", id).await?;
        Ok(Payload::done(&granted))
    }
}

fn title(given: &TextInput) -> Result<Text> {
    let mut checks = Checks::default();
    let title = checks.text("input.title", Some(given.clone()), 300);
    checks.finish(title).map_err(Error::Refused)
}

/// Somebody removed it since the caller named it.
fn no_such_stage() -> Fault {
    Fault::on("input.id", Code::NotFound, "this path has no such stage")
}

async fn end(tx: &mut Tx<'_>, granted: &Granted<Edit>, act: &'static str, stage: Uuid) -> Result<()> {
    arranged(tx, granted, act, json!({ "stage": stage })).await
}
