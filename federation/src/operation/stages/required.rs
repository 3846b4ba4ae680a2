//! What a field that is planned apart needs, written in its place under keys of our own.

use std::fmt::Write as _;

use apollo_compiler::executable::{self, Selection, SelectionSet};

use super::Writer;
use crate::{operation::needs::Need, plan::Required};

/// What is required, and the rank of a stage that requires it.
pub(super) struct Needed {
    pub(super) requires: Vec<Required>,
    pub(super) rank: usize,
}

// As in `stages`: `None` stands for a need that cannot be met this way.
impl Writer<'_> {
    /// Writes what is required, and one of the keys.
    pub(super) fn wanted(&mut self, need: &Need, path: &mut Vec<String>, out: &mut String) -> Option<Needed> {
        self.number += 1;
        let first = self.stages.len();
        let prefix = format!("_need{}_", self.number);
        let key = need.keys.get(self.attempt.min(need.keys.len().checked_sub(1)?))?;
        let mut requires = Vec::new();
        for text in [need.requires.as_str(), key].into_iter().filter(|text| !text.is_empty()) {
            let schema = &self.staged.needs.schema;
            let set = executable::FieldSet::parse_and_validate(schema, need.ty.clone(), text, "need").ok()?;
            requires.extend(self.required(&set.selection_set, &prefix, path, out)?);
        }
        let own = self.stages[first..].iter().map(|s| s.rank).max();
        Some(Needed { requires, rank: own.unwrap_or_default().max(self.rank) + 1 })
    }

    /// Writes what is needed under keys of our own, so that nothing of the client's is in the way.
    fn required(
        &mut self,
        set: &SelectionSet,
        prefix: &str,
        path: &mut Vec<String>,
        out: &mut String,
    ) -> Option<Vec<Required>> {
        let mut required = Vec::new();
        for selection in &set.selections {
            match selection {
                Selection::Field(field) if field.name == "__typename" => {}
                Selection::Field(field) => {
                    let key = format!("{prefix}{}", field.name);
                    self.field(field, &set.ty, &key, path, out)?;
                    let parts = parts(&field.selection_set);
                    required.push(Required::Field { key, sent: field.name.to_string(), parts });
                }
                Selection::InlineFragment(fragment) => {
                    let ty = &fragment.selection_set.ty;
                    let _ = write!(out, " ... on {ty} {{ __typename");
                    let parts = self.required(&fragment.selection_set, prefix, path, out)?;
                    out.push_str(" }");
                    required.push(Required::On { ty: ty.to_string(), parts });
                }
                Selection::FragmentSpread(_) => return None,
            }
        }
        Some(required)
    }
}

fn parts(set: &SelectionSet) -> Vec<Required> {
    let part = |selection: &Selection| match selection {
        Selection::Field(f) => {
            let name = f.name.to_string();
            Some(Required::Field { key: name.clone(), sent: name, parts: parts(&f.selection_set) })
        }
        Selection::InlineFragment(f) => {
            Some(Required::On { ty: f.selection_set.ty.to_string(), parts: parts(&f.selection_set) })
        }
        Selection::FragmentSpread(_) => None,
    };
    set.selections.iter().filter_map(part).collect()
}
