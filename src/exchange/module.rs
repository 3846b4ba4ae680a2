//! The row of a module of a training path, as files tell it. Modules stand in the path as it is being written, in the
//! order of the file; a stage is named by its title, and made when the path has none of that title.

use serde::Serialize;

use super::{
    fields::{CellFault, CellProblem, RowReader},
    record::Named,
};
use crate::{domain::training_path::ModuleKind, kernel::error::Code};

/// What the identifiers of modules begin with.
pub(super) const PREFIX: &str = "pathmodule";

/// A module, checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ModuleRow {
    /// What it is called where it comes from.
    pub external_id: String,
    /// The path: its identifier here, `source:externalId`, or the `externalId` alone within one source.
    pub path: String,
    /// The French title of the stage in which it stands; said at its making only.
    pub stage: String,
    /// Its French title.
    pub title: String,
    /// What one does in it.
    pub kind: Option<ModuleKind>,
    /// How long it takes, when that is known.
    pub minutes: Option<i32>,
    /// Whether one has to do it; one has to when nothing is said.
    pub required: Option<bool>,
    /// The teaching resource that one works with, named as the path is.
    pub resource: Option<String>,
}

pub(super) fn named() -> Vec<Named> {
    vec![
        Named::required("externalId"),
        Named { reference: true, ..Named::required("path") },
        Named::required("stage"),
        Named::required("title"),
        Named::required("kind"),
        Named::optional("minutes"),
        Named::optional("required"),
        Named { reference: true, ..Named::optional("resource") },
    ]
}

impl ModuleRow {
    pub(super) fn read(mut reader: RowReader<'_>) -> Result<Self, Vec<CellFault>> {
        let kinds: Vec<&'static str> = ModuleKind::ALL.iter().map(|kind| kind.as_str()).collect();
        let row = Self {
            external_id: reader.required_text("externalId", 1..=200),
            path: reader.required_text("path", 1..=400),
            stage: reader.required_text("stage", 1..=300),
            title: reader.required_text("title", 1..=300),
            kind: reader
                .required("kind", |reader, field| reader.code(field, &kinds))
                .and_then(ModuleKind::parse),
            minutes: reader.integer("minutes", 1..=100_000).and_then(|minutes| i32::try_from(minutes).ok()),
            required: reader.code("required", &["true", "false"]).map(|code| code == "true"),
            resource: reader.text("resource", 1..=400),
        };
        if row.kind == Some(ModuleKind::Resource) && row.resource.is_none() && !reader.is_refused("resource")
        {
            reader.refuse("resource", Code::Required, &CellProblem::Required);
        }
        reader.finish(row)
    }
}
