//! Adding, changing, moving and removing the modules of a path.

use std::collections::BTreeSet;

use async_graphql::{ID, MaybeUndefined};
use serde_json::json;
use uuid::Uuid;

use super::super::change::{ChangeTrainingPathPayload as Payload, Named, arranged};
use super::super::model::ModuleKind;
use super::super::outline::Module;
use super::super::repo;
use super::{
    AddPathModuleInput, ModuleContent, MovePathModuleInput, RemovePathModuleInput, UpdatePathModuleInput,
};
use crate::access::{Edit, Granted};
use crate::domain::record::{self, Checks, opened};
use crate::kernel::error::{Code, Error, Fault, Result};
use crate::kernel::kind::Kind;
use crate::store::Tx;
use crate::store::transaction::Act;

/// Minutes of one module, at most.
const MAX_MINUTES: i32 = 100_000;

/// Adds a module to a stage.
pub(in super::super) struct AddPathModule {
    pub(in super::super) input: AddPathModuleInput,
}

/// Changes what a module says.
pub(in super::super) struct UpdatePathModule {
    pub(in super::super) input: UpdatePathModuleInput,
}

/// Gives a module another place: what requires it and what it requires must still stand in their order.
pub(in super::super) struct MovePathModule {
    pub(in super::super) input: MovePathModuleInput,
}

/// Removes a module: what required it does so no longer.
pub(in super::super) struct RemovePathModule {
    pub(in super::super) input: RemovePathModuleInput,
}

impl Act for AddPathModule {
    type Outcome = Payload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<Payload> {
        let input = &self.input;
        let named =
            Named { id: &input.stage, field: "input.stage", expected_version: input.expected_version };
        let (stage, granted) = opened!(named.stage(tx).await?);
        let content = self.content(tx).await?;
        let requires = input.requires.iter();
        let requires: BTreeSet<Uuid> =
            requires.map(|id| record::row_named("pathmodule", id).unwrap_or_default()).collect();
        let module = Module { id: tx.new_id(), requires };
        let mut outline = repo::outline::load(tx, &granted).await?;
        outline.put_module(stage, module.clone(), input.position)?;
        outline.check("input.requires")?;
        repo::parts::insert_module(tx, &granted, stage, &module, &content).await?;
        repo::arrange(tx, &granted, &outline).await?;
        end(tx, &granted, "training_path.add_module", module.id).await?;
        Ok(Payload::of_module(&granted, module.id))
    }
}

impl AddPathModule {
    /// What it will say, once all of it is checked.
    async fn content(&self, tx: &Tx<'_>) -> Result<ModuleContent> {
        let input = &self.input;
        let mut checks = Checks::default();
        let title = checks.text("input.title", Some(input.title.clone()), 300);
        let resource = resource(tx, &mut checks, None, &given(input.resource.as_ref())).await?;
        let content = ModuleContent {
            kind: input.kind,
            title,
            minutes: Some(input.minutes),
            required: input.required,
            resource,
        };
        check(content, checks)
    }
}

impl Act for UpdatePathModule {
    type Outcome = Payload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<Payload> {
        let input = &self.input;
        let named = Named { id: &input.id, field: "input.id", expected_version: input.expected_version };
        let (id, granted) = opened!(named.module(tx).await?);
        let before = repo::parts::module(tx, id).await?;
        let after = self.content(tx, &before).await?;
        if after != before {
            repo::parts::update_module(tx, &granted, id, &after).await?;
            end(tx, &granted, "training_path.update_module", id).await?;
        }
        Ok(Payload::of_module(&granted, id))
    }
}

impl UpdatePathModule {
    /// What it will say, once all of it is checked.
    async fn content(&self, tx: &Tx<'_>, before: &ModuleContent) -> Result<ModuleContent> {
        let input = &self.input;
        let mut checks = Checks::default();
        let title = match input.title.clone() {
            Some(title) => checks.text("input.title", Some(title), 300),
            None => before.title.clone(),
        };
        let resource = resource(tx, &mut checks, before.resource, &input.resource).await?;
        let content = ModuleContent {
            kind: input.kind.unwrap_or(before.kind),
            title,
            minutes: input.minutes.or(before.minutes),
            required: input.required.unwrap_or(before.required),
            resource,
        };
        check(content, checks)
    }
}

impl Act for MovePathModule {
    type Outcome = Payload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<Payload> {
        let input = &self.input;
        let named = Named { id: &input.id, field: "input.id", expected_version: input.expected_version };
        let (id, granted) = opened!(named.module(tx).await?);
        let before = repo::outline::load(tx, &granted).await?;
        let mut outline = before.clone();
        let (stage, module) = outline.take_module(id).ok_or_else(no_such_module)?;
        let given = input.stage.as_ref().map(|stage| record::row_named("pathstage", stage));
        let stage = given.map_or(stage, Option::unwrap_or_default);
        outline.put_module(stage, module, Some(input.position))?;
        outline.check("input.stage")?;
        if outline != before {
            repo::arrange(tx, &granted, &outline).await?;
            end(tx, &granted, "training_path.move_module", id).await?;
        }
        Ok(Payload::of_module(&granted, id))
    }
}

impl Act for RemovePathModule {
    type Outcome = Payload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<Payload> {
        let input = &self.input;
        let named = Named { id: &input.id, field: "input.id", expected_version: input.expected_version };
        let (id, granted) = opened!(named.module(tx).await?);
        let mut outline = repo::outline::load(tx, &granted).await?;
        outline.take_module(id).ok_or_else(no_such_module)?;
        repo::parts::delete_modules(tx, &granted, &[id]).await?;
        repo::arrange(tx, &granted, &outline).await?;
        end(tx, &granted, "training_path.remove_module", id).await?;
        Ok(Payload::done(&granted))
    }
}

fn given(id: Option<&ID>) -> MaybeUndefined<ID> {
    id.cloned().map_or(MaybeUndefined::Undefined, MaybeUndefined::Value)
}

/// The resource that it works with: one that the caller sees.
async fn resource(
    tx: &Tx<'_>,
    checks: &mut Checks,
    before: Option<Uuid>,
    given: &MaybeUndefined<ID>,
) -> Result<Option<Uuid>> {
    let found = record::over_seen(tx, before, given, Kind::Resource, "input.resource").await;
    Ok(checks.found(found)?.flatten())
}

/// Checks what goes together.
fn check(content: ModuleContent, mut checks: Checks) -> Result<ModuleContent> {
    let in_range = content.minutes.is_none_or(|minutes| (1..=MAX_MINUTES).contains(&minutes));
    checks.that(in_range, "input.minutes", "give 1 to 100 000 minutes");
    let has_resource = content.kind != ModuleKind::Resource || content.resource.is_some();
    checks.that(has_resource, "input.resource", "a module of the kind RESOURCE names the one to work with");
    let is_whole = content.title.is_some();
    checks.finish(Some(content).filter(|_| is_whole)).map_err(Error::Refused)
}

/// Somebody removed it since the caller named it.
fn no_such_module() -> Fault {
    Fault::on("input.id", Code::NotFound, "this path has no such module")
}

async fn end(tx: &mut Tx<'_>, granted: &Granted<Edit>, act: &'static str, module: Uuid) -> Result<()> {
    arranged(tx, granted, act, json!({ "module": module })).await
}
