//! Training paths with what they teach; those that were published have their first revision, which says the same.

use entities::{module_prerequisite, path_module, path_revision, path_stage, training_path};
use sea_orm::ActiveValue::{NotSet, Set};
use serde_json::json;
use uuid::Uuid;

use super::term::{self, Said};
use super::{structure_id, top};
use crate::access::{self, Visibility};
use crate::demo::data::training_path::{Module, TrainingPath};
use crate::demo::data::{Demo, id};
use crate::domain::training_path::TrainingPathStatus;
use crate::kernel::error::Result;
use crate::kernel::kind::Kind;
use crate::kernel::locale::Locale;
use crate::store::Tx;
use crate::store::record::NewRecord;

/// Inserts them all.
pub(in crate::demo) async fn insert(tx: &mut Tx<'_>, demo: &Demo) -> Result<()> {
    for path in &demo.training_paths {
        insert_record(tx, path).await?;
    }
    let rows = demo.training_paths.iter().map(path_row);
    tx.insert_all(rows).await?;
    let published = demo.training_paths.iter().filter(|path| path.has_revision());
    let rows = published.map(|path| revision_row(tx, path));
    tx.insert_all(rows).await?;
    for path in &demo.training_paths {
        insert_outline(tx, path, None).await?;
        if path.has_revision() {
            insert_outline(tx, path, Some(revision_id(path))).await?;
        }
    }
    term::say(tx, &said(demo)).await
}

fn path_id(path: &TrainingPath) -> Uuid {
    id("training_path", &path.key)
}

fn revision_id(path: &TrainingPath) -> Uuid {
    id("path_revision", &format!("{}:1", path.key))
}

/// What stands at `place` in the path as it is, or in its revision.
fn part_id(kind: &str, path: &TrainingPath, revision: Option<Uuid>, place: &str) -> Uuid {
    let copy = if revision.is_some() { ":r1" } else { "" };
    id(kind, &format!("{}{copy}:{place}", path.key))
}

async fn insert_record(tx: &mut Tx<'_>, path: &TrainingPath) -> Result<()> {
    let owner = Some(structure_id(&path.owner));
    let granted = access::create(&tx.scene.viewer, Kind::TrainingPath, owner, "demo")?;
    let withheld = TrainingPathStatus::parse(&path.status).is_none_or(|status| !status.is_published());
    let name = path.title.get(Locale::Fr).unwrap_or_default();
    let visibility = Visibility::parse(&path.visibility);
    let record = top(Kind::TrainingPath, name, visibility, "path.created");
    tx.insert_record(&granted, path_id(path), NewRecord { withheld, ..record }).await
}

fn path_row(path: &TrainingPath) -> training_path::ActiveModel {
    training_path::ActiveModel {
        id: Set(path_id(path)),
        provider_id: Set(structure_id(&path.owner)),
        code: NotSet,
        title: Set(json!(path.title)),
        summary: Set(Some(json!(path.summary))),
        objectives: NotSet,
        order_policy: Set(path.order_policy.clone()),
        modality: Set(Some(path.modality.clone())),
        certification: Set(path.certification.clone()),
        certification_code: NotSet,
        eu_level: Set(path.eu_level),
        price: Set(path.price),
        languages: Set(json!(path.languages)),
        status: Set(path.status.clone()),
        revision: Set(i32::from(path.has_revision())),
        changed: Set(!path.has_revision()),
    }
}

fn revision_row(tx: &Tx<'_>, path: &TrainingPath) -> path_revision::ActiveModel {
    path_revision::ActiveModel {
        id: Set(revision_id(path)),
        path_id: Set(path_id(path)),
        number: Set(1),
        published_at: Set(tx.scene.now),
        published_by: NotSet,
        provider_id: Set(structure_id(&path.owner)),
        code: NotSet,
        title: Set(json!(path.title)),
        summary: Set(Some(json!(path.summary))),
        objectives: NotSet,
        order_policy: Set(path.order_policy.clone()),
        modality: Set(path.modality.clone()),
        certification: Set(path.certification.clone()),
        certification_code: NotSet,
        eu_level: Set(path.eu_level),
        price: Set(path.price),
        languages: Set(json!(path.languages)),
    }
}

async fn insert_outline(tx: &Tx<'_>, path: &TrainingPath, revision: Option<Uuid>) -> Result<()> {
    let stages = (1..).zip(&path.stages).map(|(position, stage): (i32, _)| path_stage::ActiveModel {
        id: Set(part_id("path_stage", path, revision, &position.to_string())),
        path_id: Set(path_id(path)),
        revision_id: Set(revision),
        position: Set(position),
        title: Set(json!(stage.title)),
    });
    tx.insert_all(stages).await?;
    let modules = path.modules().map(|(place, module)| module_row(path, revision, place, module));
    tx.insert_all(modules).await?;
    let part = |place: &str| part_id("path_module", path, revision, place);
    let required = path.modules().flat_map(|((stage, position), module)| {
        let own = part(&format!("{stage}.{position}"));
        module.after.iter().map(move |before| (own, before))
    });
    let rows = required.map(|(own, before)| module_prerequisite::ActiveModel {
        module_id: Set(own),
        requires_id: Set(part(before)),
    });
    tx.insert_all(rows).await
}

fn module_row(
    path: &TrainingPath,
    revision: Option<Uuid>,
    (stage, position): (i32, i32),
    module: &Module,
) -> path_module::ActiveModel {
    path_module::ActiveModel {
        id: Set(part_id("path_module", path, revision, &format!("{stage}.{position}"))),
        path_id: Set(path_id(path)),
        revision_id: Set(revision),
        stage_id: Set(part_id("path_stage", path, revision, &stage.to_string())),
        position: Set(position),
        kind: Set(module.kind.clone()),
        title: Set(json!(module.title)),
        minutes: Set(Some(module.minutes)),
        required: Set(!module.optional),
        resource_id: NotSet,
    }
}

fn said(demo: &Demo) -> Vec<Said<'_>> {
    let mut said = Vec::new();
    for path in &demo.training_paths {
        let id = path_id(path);
        let named = [("SECTOR", &path.sectors), ("AUDIENCE", &path.audiences), ("THEME", &path.themes)];
        for (scheme, codes) in named {
            said.extend(codes.iter().map(|code| (id, scheme, code.as_str())));
        }
    }
    said
}
