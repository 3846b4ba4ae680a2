//! The training paths of `demo/training_paths.json`.

use serde::Deserialize;

use crate::kernel::text::Text;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::demo) struct TrainingPath {
    pub(in crate::demo) key: String,
    /// The structure that it belongs to, which gives it.
    pub(in crate::demo) owner: String,
    pub(in crate::demo) title: Text,
    pub(in crate::demo) summary: Text,
    pub(in crate::demo) modality: String,
    pub(in crate::demo) order_policy: String,
    pub(in crate::demo) certification: String,
    pub(in crate::demo) eu_level: Option<i32>,
    /// In cents.
    pub(in crate::demo) price: Option<i64>,
    pub(in crate::demo) languages: Vec<String>,
    pub(in crate::demo) visibility: String,
    pub(in crate::demo) status: String,
    pub(in crate::demo) sectors: Vec<String>,
    pub(in crate::demo) audiences: Vec<String>,
    pub(in crate::demo) themes: Vec<String>,
    pub(in crate::demo) stages: Vec<Stage>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::demo) struct Stage {
    pub(in crate::demo) title: Text,
    pub(in crate::demo) modules: Vec<Module>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::demo) struct Module {
    pub(in crate::demo) kind: String,
    pub(in crate::demo) title: Text,
    pub(in crate::demo) minutes: i32,
    #[serde(default)]
    pub(in crate::demo) optional: bool,
    /// The places of the modules to be done before: `1.2` is the second of the first stage.
    #[serde(default)]
    pub(in crate::demo) after: Vec<String>,
}

impl TrainingPath {
    /// Whether it was ever published, and so has a revision.
    pub(in crate::demo) fn has_revision(&self) -> bool {
        !matches!(self.status.as_str(), "DRAFT" | "IN_REVIEW")
    }

    /// Its modules, each with its place.
    pub(in crate::demo) fn modules(&self) -> impl Iterator<Item = ((i32, i32), &Module)> {
        (1..).zip(&self.stages).flat_map(|(stage, row)| {
            (1..).zip(&row.modules).map(move |(position, module)| ((stage, position), module))
        })
    }
}
