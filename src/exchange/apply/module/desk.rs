//! Judging modules one after the other, in memory, each against what those before it leave.

use std::collections::HashMap;

use serde_json::json;
use uuid::Uuid;

use super::Placed;
use crate::{
    access::{self, Edit, Facts, Viewer},
    exchange::{
        apply::{
            Judged, Verdict, Words,
            problem::ApplyProblem,
            source::{Before, Link},
        },
        fields::CellFault,
        module::PREFIX,
    },
    kernel::{error::Code, id},
};

/// Stages of one path, at most.
const MAX_STAGES: usize = 50;
/// Modules of one path, at most.
const MAX_MODULES: usize = 200;

/// The stages and modules of the paths of a batch, as they will be once the rows so far are applied.
#[derive(Debug, Default)]
pub(in super::super) struct Outline {
    pub(in super::super) stages: Vec<Stage>,
    pub(in super::super) modules: HashMap<Uuid, Module>,
}

/// A stage.
#[derive(Clone, Debug)]
pub(in super::super) struct Stage {
    pub(in super::super) id: Uuid,
    pub(in super::super) path: Uuid,
    pub(in super::super) position: i32,
    pub(in super::super) title: serde_json::Value,
}

/// A module.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) struct Module {
    pub(in super::super) id: Uuid,
    pub(in super::super) path: Uuid,
    pub(in super::super) stage: Uuid,
    pub(in super::super) position: i32,
    pub(in super::super) kind: String,
    pub(in super::super) title: serde_json::Value,
    pub(in super::super) minutes: Option<i32>,
    pub(in super::super) required: bool,
    pub(in super::super) resource: Option<Uuid>,
}

/// What a batch does to paths.
#[derive(Debug, Default)]
pub(in super::super) struct Changes {
    pub(in super::super) stages: Vec<Stage>,
    /// New ones and those that change.
    pub(in super::super) modules: Vec<Module>,
    pub(in super::super) links: Vec<Link>,
    /// The paths that change.
    pub(in super::super) touched: Vec<Uuid>,
}

/// Takes modules and decides what each does.
pub(super) struct Desk<'a> {
    pub(super) words: &'a Words,
    pub(super) viewer: &'a Viewer,
    pub(super) facts: &'a [Facts],
    pub(super) locked: HashMap<Uuid, Vec<String>>,
    pub(super) before: Before,
    pub(super) outline: Outline,
    pub(super) changes: Changes,
}

impl Desk<'_> {
    /// Decides on a row.
    pub(super) fn take(&mut self, placed: Placed<'_>, mut new_id: impl FnMut() -> Uuid) -> Judged {
        let origin = placed.origin;
        self.judge(placed, &mut new_id).unwrap_or_else(|fault| Judged::refused(origin, fault))
    }

    fn judge(&mut self, placed: Placed<'_>, new_id: &mut dyn FnMut() -> Uuid) -> Result<Judged, CellFault> {
        let fault = |field, code, problem| Err(self.words.fault(placed.origin, field, code, &problem));
        let facts = self.facts.iter().find(|facts| facts.id == placed.found.path).cloned();
        access::over::<Edit>(self.viewer, facts, "path")
            .map_err(|refused| self.words.refusal(placed.origin, "path", refused))?;
        let told = self.before.get(&placed.row.external_id).and_then(|received| received.part);
        let told = told.or_else(|| self.named(&placed.row.external_id));
        let known = told.map(|id| self.outline.modules.get(&id).cloned());
        let before = match known {
            Some(Some(module)) if module.path == placed.found.path => Some(module),
            Some(Some(_)) => return fault("path", Code::Invalid, ApplyProblem::OtherPath),
            Some(None) => return fault("externalId", Code::NotFound, ApplyProblem::Deleted),
            None => None,
        };
        let is_locked = self
            .locked
            .get(&placed.found.path)
            .is_some_and(|fields| fields.iter().any(|field| field == "stages"));
        let after = match &before {
            Some(module) => written(module.clone(), &placed),
            None if is_locked => return fault("path", Code::Conflict, ApplyProblem::Kept),
            None => written(self.blank(&placed, new_id)?, &placed),
        };
        let changes = before.as_ref() != Some(&after);
        if changes && is_locked {
            let kept = self.words.fault(placed.origin, "title", Code::Conflict, &ApplyProblem::Kept);
            return Ok(Judged::taken(
                placed.origin,
                placed.found.path,
                Verdict::Unchanged,
                vec![kept],
                vec!["stages"],
            ));
        }
        let verdict = match (changes, before) {
            (false, _) => Verdict::Unchanged,
            (true, None) => Verdict::Created,
            (true, Some(_)) => Verdict::Updated(vec!["stages"]),
        };
        self.keep(&placed, after, changes);
        Ok(Judged::taken(placed.origin, placed.found.path, verdict, placed.warnings, Vec::new()))
    }

    /// The module of the hub that a row names by its identifier here.
    fn named(&self, external_id: &str) -> Option<Uuid> {
        let here = id::parse_global(external_id).filter(|(prefix, _)| *prefix == PREFIX);
        here.map(|(_, id)| id).filter(|id| self.outline.modules.contains_key(id))
    }

    fn keep(&mut self, placed: &Placed<'_>, after: Module, changes: bool) {
        if self.named(&placed.row.external_id) != Some(after.id) {
            self.changes.links.push(Link {
                external_id: placed.row.external_id.clone(),
                record: placed.found.path,
                part: Some(after.id),
                checksum: placed.checksum.clone(),
                url: None,
            });
        }
        if changes {
            if !self.changes.touched.contains(&placed.found.path) {
                self.changes.touched.push(placed.found.path);
            }
            self.changes.modules.push(after.clone());
            self.outline.modules.insert(after.id, after);
        }
    }

    /// A new module, the last of its stage.
    fn blank(&mut self, placed: &Placed<'_>, new_id: &mut dyn FnMut() -> Uuid) -> Result<Module, CellFault> {
        let full = |most| {
            let problem = ApplyProblem::TooManyParts(most);
            Err(self.words.fault(placed.origin, "path", Code::TooMany, &problem))
        };
        let of_path = self.outline.modules.values().filter(|module| module.path == placed.found.path);
        if of_path.count() >= MAX_MODULES {
            return full(MAX_MODULES);
        }
        let own = || self.outline.stages.iter().filter(|stage| stage.path == placed.found.path);
        let stage =
            own().find(|stage| stage.title["fr"].as_str() == Some(&placed.row.stage)).map(|stage| stage.id);
        if stage.is_none() && own().count() >= MAX_STAGES {
            return full(MAX_STAGES);
        }
        let last = own().map(|stage| stage.position).max().unwrap_or_default();
        let stage = stage.unwrap_or_else(|| {
            let title = json!({ "fr": placed.row.stage });
            let stage = Stage { id: new_id(), path: placed.found.path, position: last + 1, title };
            self.outline.stages.push(stage.clone());
            self.changes.stages.push(stage.clone());
            stage.id
        });
        let of_stage = self.outline.modules.values().filter(|module| module.stage == stage);
        let last = of_stage.map(|module| module.position).max().unwrap_or_default();
        Ok(Module {
            id: new_id(),
            path: placed.found.path,
            stage,
            position: last + 1,
            kind: String::new(),
            title: json!({}),
            minutes: None,
            required: true,
            resource: None,
        })
    }
}

/// What the row says, written over a module.
fn written(mut module: Module, placed: &Placed<'_>) -> Module {
    let row = placed.row;
    module.title["fr"] = json!(row.title);
    if let Some(kind) = row.kind {
        kind.as_str().clone_into(&mut module.kind);
    }
    module.minutes = row.minutes.or(module.minutes);
    module.required = row.required.unwrap_or(module.required);
    module.resource = placed.found.resource.or(module.resource);
    module
}
