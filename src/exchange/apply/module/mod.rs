//! Modules of training paths: they stand in the path as it is being written, in the order in which files tell them.
//!
//! A module is known again by what its source calls it. A path whose stages a person has changed since its modules came
//! is left as it is. All modules of a path in one batch make one change of it; one that is published has its next
//! revision then.

mod desk;

use std::collections::HashMap;

use serde_json::json;
use uuid::Uuid;

use super::{
    Judged, Words,
    batch::Told,
    placed::{Parted, checksum, part},
    problem::ApplyProblem,
    repo,
    source::source,
};
use crate::{
    access::{self, Edit, Facts, Granted},
    domain::training_path,
    exchange::{
        fields::CellFault,
        form::Form,
        module::ModuleRow,
        names::{Names, Wanted},
        value::Value,
    },
    kernel::{
        error::{Code, Result},
        kind::Kind,
    },
    store::{Tx, record::Change},
};
use desk::Desk;
pub(super) use desk::{Changes, Module, Outline, Stage};

const PATH: Form = Form::Record(Kind::TrainingPath);
const RESOURCE: Form = Form::Record(Kind::Resource);

/// What stands behind the names of a module.
#[derive(Clone, Copy, Debug)]
struct Found {
    path: Uuid,
    resource: Option<Uuid>,
}

type Placed<'r> = super::placed::Placed<'r, ModuleRow, Found>;

/// Applies the modules of one batch.
pub(super) async fn apply(tx: &mut Tx<'_>, words: &Words, rows: &[Told<ModuleRow>]) -> Result<Vec<Judged>> {
    let source = source(tx, &words.plan.source, &words.options).await?;
    let names = names(tx, &source.slug, rows).await?;
    let Parted { before, mut judged, pending } =
        part(tx, &source, rows, |told| placed(words, told, &names)).await?;
    let mut paths: Vec<Uuid> = pending.iter().map(|placed| placed.found.path).collect();
    paths.sort_unstable();
    paths.dedup();
    if !paths.is_empty() {
        let facts = tx.facts_of(&paths).await?;
        let locked = tx.locked(&paths).await?;
        let outline: Outline = repo::part::outline(tx, &paths).await?;
        let mut desk = Desk {
            words,
            viewer: &tx.scene.viewer,
            facts: &facts,
            locked,
            before,
            outline,
            changes: Default::default(),
        };
        judged.extend(pending.into_iter().map(|placed| desk.take(placed, || tx.new_id())));
        let changes = desk.changes;
        tx.write_for_source();
        repo::part::write(tx, &changes).await?;
        end(tx, facts, &changes.touched, source.id).await?;
        repo::source::link(tx, source.id, changes.links).await?;
    }
    Ok(judged)
}

async fn names(tx: &Tx<'_>, source: &str, rows: &[Told<ModuleRow>]) -> Result<Names> {
    let mut wanted = Wanted::default();
    for told in rows {
        wanted.add(PATH, &Value::Text(told.row.path.clone()));
        if let Some(resource) = &told.row.resource {
            wanted.add(RESOURCE, &Value::Text(resource.clone()));
        }
    }
    wanted.find(tx, source).await
}

/// Looks up what the row names; the inner error is the fault of a row that names something unknown.
fn placed<'r>(
    words: &Words,
    told: &'r Told<ModuleRow>,
    names: &Names,
) -> Result<Result<Placed<'r>, CellFault>> {
    let (origin, row) = (told.origin, &*told.row);
    let unknown = |field, name: &str| {
        words.fault(origin, field, Code::NotFound, &ApplyProblem::UnknownRecord(name.to_owned()))
    };
    let Some(path) = names.record(Kind::TrainingPath, &row.path).copied() else {
        return Ok(Err(unknown("path", &row.path)));
    };
    let resource = row.resource.as_deref();
    let found = resource.and_then(|name| names.record(Kind::Resource, name)).copied();
    let mut warnings = Vec::new();
    if let Some(name) = resource.filter(|_| found.is_none()) {
        let fault = unknown("resource", name);
        if !words.forgives(origin, "resource") {
            return Ok(Err(fault));
        }
        warnings.push(fault);
    }
    let checksum = checksum(&(row, path, found))?;
    Ok(Ok(Placed { origin, row, found: Found { path, resource: found }, checksum, warnings }))
}

/// Ends the change of each path that was touched.
async fn end(tx: &mut Tx<'_>, facts: Vec<Facts>, touched: &[Uuid], source: Uuid) -> Result<()> {
    let mut granted: HashMap<Uuid, Granted<Edit>> = HashMap::new();
    for facts in facts.into_iter().filter(|facts| touched.contains(&facts.id)) {
        granted.insert(facts.id, access::over(&tx.scene.viewer, Some(facts), "path")?);
    }
    let published = repo::part::published(tx, touched).await?;
    let (mut changes, mut open) = (Vec::new(), Vec::new());
    for path in touched {
        let Some(granted) = granted.get(path) else { continue };
        let (event, fields) = if published.contains(path) {
            training_path::revise(tx, granted).await?;
            ("path.revised", vec!["stages", "revision"])
        } else {
            open.push(*path);
            ("path.updated", vec!["stages"])
        };
        changes.push((granted, Change { event, fields, name: None }));
    }
    if changes.is_empty() {
        return Ok(());
    }
    repo::part::mark_changed(tx, &open).await?;
    tx.change_many(changes).await?;
    let fields: Vec<(Uuid, &'static str)> = touched.iter().map(|path| (*path, "stages")).collect();
    tx.said_by(source, &fields).await?;
    tx.audit("training_path.import_modules", None, json!({ "paths": touched.len() })).await
}
