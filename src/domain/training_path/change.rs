//! What every change of a training path begins with, how it ends, and what it answers.

use async_graphql::{ID, SimpleObject};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::{PathModule, PathStage, TrainingPath, TrainingPathConflict, repo};
use crate::access::{Edit, Facts, Granted};
use crate::domain::record;
use crate::gql::mutation::{Payload, UserError, payload};
use crate::gql::plan::Ref;
use crate::kernel::error::{Code, Fault, Result};
use crate::kernel::kind::Kind;
use crate::store::Tx;
use crate::store::record::Change;

/// The answer to a change of a training path, of its stages or of its modules.
#[derive(Debug, Default, SimpleObject, Serialize, Deserialize)]
pub(crate) struct ChangeTrainingPathPayload {
    /// The training path, when it was changed, or was so already.
    training_path: Option<Ref<TrainingPath>>,
    /// The stage that the change is about, if it is about one that is still there.
    stage: Option<Ref<PathStage>>,
    /// The module that the change is about, if it is about one that is still there.
    module: Option<Ref<PathModule>>,
    /// What happened to the training path since the version that you named; nothing was written then.
    conflict: Option<TrainingPathConflict>,
    /// What has to be mended; nothing was written then.
    user_errors: Vec<UserError>,
}

payload!(ChangeTrainingPathPayload);

impl ChangeTrainingPathPayload {
    /// That the path is as the caller wanted it.
    pub(super) fn done(granted: &Granted<Edit>) -> Self {
        Self { training_path: Some(Ref::new(granted.id())), ..Self::default() }
    }

    /// The same, and of which stage that was said.
    pub(super) fn of_stage(granted: &Granted<Edit>, stage: Uuid) -> Self {
        Self { stage: Some(Ref::new(stage)), ..Self::done(granted) }
    }

    /// The same, and of which module that was said.
    pub(super) fn of_module(granted: &Granted<Edit>, module: Uuid) -> Self {
        Self { module: Some(Ref::new(module)), ..Self::done(granted) }
    }
}

/// A path that may be changed, with what of it was named, or the answer to who read an older version of it.
pub(super) type Opened<T = Granted<Edit>> = record::Opened<T, ChangeTrainingPathPayload>;

/// What a caller names in `field`, and the version of the path that it read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Named<'a> {
    pub(super) id: &'a ID,
    pub(super) field: &'static str,
    pub(super) expected_version: i32,
}

impl Named<'_> {
    /// Opens the path that it names.
    pub(super) async fn path(self, tx: &Tx<'_>) -> Result<Opened> {
        let facts = record::named(tx, Kind::TrainingPath, self.id).await?;
        self.open(tx, facts).await
    }

    /// Opens the path that has the stage that it names; those of revisions are none.
    pub(super) async fn stage(self, tx: &Tx<'_>) -> Result<Opened<(Uuid, Granted<Edit>)>> {
        let stage = record::row_named("pathstage", self.id).unwrap_or_default();
        let path = repo::outline::path_of_stage(tx, stage).await?;
        Ok(self.row(tx, path).await?.map(|granted| (stage, granted)))
    }

    /// Opens the path that has the module that it names; those of revisions are none.
    pub(super) async fn module(self, tx: &Tx<'_>) -> Result<Opened<(Uuid, Granted<Edit>)>> {
        let module = record::row_named("pathmodule", self.id).unwrap_or_default();
        let path = repo::outline::path_of_module(tx, module).await?;
        Ok(self.row(tx, path).await?.map(|granted| (module, granted)))
    }

    async fn row(self, tx: &Tx<'_>, path: Option<Uuid>) -> Result<Opened> {
        let facts = match path {
            Some(path) => tx.facts(path).await?,
            None => None,
        };
        self.open(tx, facts).await
    }

    async fn open(self, tx: &Tx<'_>, facts: Option<Facts>) -> Result<Opened> {
        let stale = |facts: &Facts, since| ChangeTrainingPathPayload {
            conflict: Some(TrainingPathConflict::new(facts.id, since)),
            ..Payload::refused(vec![record::stale()])
        };
        record::open(tx, (facts, self.field), self.expected_version, stale).await
    }
}

/// A change of what a path teaches, which its revisions keep.
#[derive(Debug)]
pub(super) struct Taught<'a> {
    /// The name of the act.
    pub(super) act: &'static str,
    /// The API's names of the fields that change.
    pub(super) fields: Vec<&'static str>,
    /// Its new French title, if that changes.
    pub(super) name: Option<&'a str>,
    /// What the audit keeps beside.
    pub(super) detail: Value,
}

/// As [`taught`], of a change among its stages and modules.
pub(super) async fn arranged(
    tx: &mut Tx<'_>,
    granted: &Granted<Edit>,
    act: &'static str,
    detail: Value,
) -> Result<()> {
    taught(tx, granted, Taught { act, fields: vec!["stages"], name: None, detail }).await
}

/// Ends a change of what a path teaches. One that is PUBLISHED still has a module then, and has its next revision.
pub(super) async fn taught(tx: &mut Tx<'_>, granted: &Granted<Edit>, what: Taught<'_>) -> Result<()> {
    let Taught { act, mut fields, name, detail } = what;
    let event = if repo::status(tx, granted).await?.is_published() {
        if !repo::outline::load(tx, granted).await?.teaches() {
            let message = "a published path has a module at least: suspend it first";
            return Err(Fault::on("input.id", Code::Required, message).into());
        }
        repo::revision::freeze(tx, granted).await?;
        fields.push("revision");
        "path.revised"
    } else {
        repo::mark_changed(tx, granted).await?;
        "path.updated"
    };
    tx.change(granted, Change { event, fields, name }).await?;
    tx.audit(act, Some(granted.id()), detail).await
}
