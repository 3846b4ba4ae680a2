//! Saying which modules have to be done before which.

use async_graphql::{ID, InputObject};
use serde_json::json;
use uuid::Uuid;

use super::change::{ChangeTrainingPathPayload, Named, Opened, arranged};
use super::outline::Outline;
use super::repo;
use crate::access::{Edit, Granted};
use crate::domain::record::{self, opened};
use crate::kernel::error::{Code, Fault, Result};
use crate::store::Tx;
use crate::store::transaction::Act;

/// That a module has to be done before another one of the same path.
#[derive(Clone, Debug, InputObject)]
pub struct ModulePrerequisiteInput {
    /// The module that requires the other one.
    pub module: ID,
    /// The one that has to be done before: of the same stage, or of an earlier one.
    pub requires: ID,
    /// The version of the training path that you read.
    pub expected_version: i32,
}

/// Says that a module requires another one.
pub(super) struct AddModulePrerequisite {
    pub(super) input: ModulePrerequisiteInput,
}

/// Says so no longer.
pub(super) struct RemoveModulePrerequisite {
    pub(super) input: ModulePrerequisiteInput,
}

/// Two modules of a path that may be changed.
struct Pair {
    granted: Granted<Edit>,
    outline: Outline,
    module: Uuid,
    required: Uuid,
}

impl Act for AddModulePrerequisite {
    type Outcome = ChangeTrainingPathPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<ChangeTrainingPathPayload> {
        let mut pair = opened!(ends(tx, &self.input).await?);
        let module = pair.outline.module(pair.module);
        if module.is_some_and(|module| !module.requires.insert(pair.required)) {
            return Err(Fault::on("input.requires", Code::Duplicate, "it requires that already").into());
        }
        pair.outline.check("input.requires")?;
        repo::parts::require(tx, &pair.granted, pair.module, pair.required).await?;
        pair.end(tx, "training_path.add_prerequisite").await
    }
}

impl Act for RemoveModulePrerequisite {
    type Outcome = ChangeTrainingPathPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<ChangeTrainingPathPayload> {
        let mut pair = opened!(ends(tx, &self.input).await?);
        let module = pair.outline.module(pair.module);
        if !module.is_some_and(|module| module.requires.contains(&pair.required)) {
            return Err(Fault::on("input.requires", Code::NotFound, "it does not require that").into());
        }
        repo::parts::unrequire(tx, &pair.granted, pair.module, pair.required).await?;
        pair.end(tx, "training_path.remove_prerequisite").await
    }
}

async fn ends(tx: &Tx<'_>, input: &ModulePrerequisiteInput) -> Result<Opened<Pair>> {
    let named = Named { id: &input.module, field: "input.module", expected_version: input.expected_version };
    let (module, granted) = match named.module(tx).await? {
        Opened::Granted(named) => named,
        Opened::Stale(payload) => return Ok(Opened::Stale(payload)),
    };
    let outline = repo::outline::load(tx, &granted).await?;
    let required = record::row_named("pathmodule", &input.requires).unwrap_or_default();
    Ok(Opened::Granted(Pair { granted, outline, module, required }))
}

impl Pair {
    async fn end(self, tx: &mut Tx<'_>, act: &'static str) -> Result<ChangeTrainingPathPayload> {
        let detail = json!({ "module": self.module, "requires": self.required });
        arranged(tx, &self.granted, act, detail).await?;
        Ok(ChangeTrainingPathPayload::of_module(&self.granted, self.module))
    }
}
