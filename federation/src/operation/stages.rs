//! Planning in stages, for operations that the engine cannot plan in one go: its plans for fields that need others
//! (`@requires`) fail where objects of one type lie under one another, or where services know other keys.
//!
//! First everything is planned but those fields; in place of each stands what it needs, under keys of our own. Then
//! each is planned from a root that leads to such objects, and that root's fetch is made one about the objects
//! themselves.

mod required;

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    time::{Duration, Instant},
};

use apollo_compiler::{
    ExecutableDocument, Name, Node,
    executable::{Field, Operation, Selection, SelectionSet},
};

use self::required::Needed;
use super::{
    alias::data_key,
    expand::{conditions, header, particulars},
    needs::{Need, Needs},
    splice,
};
use crate::{
    plan,
    plan::{Required, Segment},
    planner::Planner,
    supergraph::Api,
};

/// How many keys of a service are tried.
const ATTEMPTS: usize = 3;

/// What planning in stages takes: made at the first operation that needs it.
pub(crate) struct Staged {
    needs: Needs,
    planner: Planner,
}

impl Staged {
    pub(crate) fn new(supergraph: &str) -> Option<Self> {
        let needs = Needs::read(supergraph)?;
        let planner = Planner::new(&needs.supergraph).ok()?;
        Some(Self { needs, planner })
    }

    /// None if this way leads nowhere either.
    pub(super) fn plan(
        &self,
        api: &Api,
        document: &ExecutableDocument,
        operation: &Operation,
        within: Duration,
    ) -> Option<plan::Node> {
        let started = Instant::now();
        let left = || within.checked_sub(started.elapsed());
        (0..ATTEMPTS).find_map(|attempt| {
            let mut writer =
                Writer { staged: self, api, document, attempt, stages: Vec::new(), number: 0, rank: 0 };
            let mut text = header(operation);
            writer.set(&operation.selection_set, operation.object_type(), &mut Vec::new(), &mut text)?;
            let mut nodes = vec![self.planner.plan(&text, left()?).ok()??];
            let mut ranks: BTreeMap<usize, splice::Rank> = BTreeMap::new();
            for stage in writer.stages {
                let mut text = header(operation).replacen(operation.operation_type.name(), "query", 1);
                let _ = write!(text, " {{ {} {{ {} }} }}", stage.need.root, stage.text);
                let node = self.planner.plan(&text, left()?).ok()??;
                ranks.entry(stage.rank).or_default().add(node, &stage, operation)?;
            }
            nodes.extend(ranks.into_values().map(|rank| rank.node(operation)));
            Some(plan::Node::Sequence(nodes))
        })
    }
}

/// A field that is planned apart.
pub(super) struct Stage {
    /// It comes after all stages of lower ranks: what it needs is there then, and so are its objects.
    rank: usize,
    pub(super) need: Need,
    /// The keys that lead to its objects.
    pub(super) path: Vec<String>,
    pub(super) requires: Vec<Required>,
    /// The field as it is asked of the service.
    pub(super) text: String,
    /// Its keys in the answer.
    pub(super) keys: Vec<String>,
}

struct Writer<'a> {
    staged: &'a Staged,
    api: &'a Api,
    document: &'a ExecutableDocument,
    attempt: usize,
    stages: Vec<Stage>,
    number: usize,
    /// Of the stage that is being written.
    rank: usize,
}

// `None` stands for a need that cannot be met this way; writing to a `String` cannot fail.
impl Writer<'_> {
    fn set(&mut self, set: &SelectionSet, ty: &Name, path: &mut Vec<String>, out: &mut String) -> Option<()> {
        out.push_str(" {");
        // A set of which nothing is left is still a set.
        if !path.is_empty() {
            out.push_str(" __typename");
        }
        for selection in &set.selections {
            let (on, directives, inner) = match selection {
                Selection::Field(field) => {
                    self.field(field, ty, &data_key(self.api, field), path, out)?;
                    continue;
                }
                Selection::InlineFragment(f) => {
                    (f.type_condition.clone().unwrap_or_else(|| ty.clone()), &f.directives, &f.selection_set)
                }
                Selection::FragmentSpread(spread) => {
                    let fragment = self.document.fragments.get(&spread.fragment_name)?;
                    (fragment.type_condition().clone(), &spread.directives, &fragment.selection_set)
                }
            };
            let start = out.len();
            let _ = write!(out, " ... on {on}");
            conditions(directives, out);
            let before = out.len();
            self.set(inner, &on, path, out)?;
            if out[before..].trim() == "{ }" {
                out.truncate(start);
            }
        }
        out.push_str(" }");
        Some(())
    }

    fn field(
        &mut self,
        field: &Node<Field>,
        parent: &Name,
        key: &str,
        path: &mut Vec<String>,
        out: &mut String,
    ) -> Option<()> {
        if field.name.starts_with("__") {
            // At the root nothing is left for services.
            return Some(());
        }
        if self.staged.needs.of(parent, &field.name).is_some() {
            return self.apart(field, parent, key, path, out);
        }
        let objects = self.api.objects(parent);
        let needy = |object: &Name| self.staged.needs.of(object, &field.name).is_some();
        if objects.iter().any(needy) {
            for object in objects {
                let _ = write!(out, " ... on {object} {{");
                self.field(field, &object, key, path, out)?;
                out.push_str(" }");
            }
            return Some(());
        }
        self.plain(field, parent, key, path, out)
    }

    fn plain(
        &mut self,
        field: &Field,
        parent: &Name,
        key: &str,
        path: &mut Vec<String>,
        out: &mut String,
    ) -> Option<()> {
        let _ = write!(out, " {key}: {}", field.name);
        particulars(field, out);
        if field.selection_set.selections.is_empty() {
            return Some(());
        }
        path.push(key.to_owned());
        match self.staged.needs.behind(parent, &field.name).cloned() {
            Some(need) => self.behind(&field.selection_set, need, path, out)?,
            None => self.set(&field.selection_set, field.ty().inner_named_type(), path, out)?,
        }
        path.pop();
        Some(())
    }

    /// Asks only for what finds the objects of a place, and for all else from there.
    fn behind(
        &mut self,
        set: &SelectionSet,
        need: Need,
        path: &mut Vec<String>,
        out: &mut String,
    ) -> Option<()> {
        // Not its type: to find that out is what the stage is for.
        out.push_str(" {");
        let requires = self.wanted(&need, path, out)?;
        out.push_str(" }");
        let mut keys = Vec::new();
        self.keys(set, &mut keys);
        let ty = need.ty.clone();
        self.stage(need, requires, keys, path, |writer, path, text| {
            let start = text.len();
            writer.set(set, &ty, path, text)?;
            *text = text[start..].trim_start_matches(" {").trim_end_matches('}').to_owned();
            Some(())
        })
    }

    /// Remembers a stage, after those that it needs and before those under it.
    fn stage(
        &mut self,
        need: Need,
        requires: Needed,
        keys: Vec<String>,
        path: &mut Vec<String>,
        write: impl FnOnce(&mut Self, &mut Vec<String>, &mut String) -> Option<()>,
    ) -> Option<()> {
        let Needed { requires, rank } = requires;
        let place = self.stages.len();
        let outer = std::mem::replace(&mut self.rank, rank);
        let mut text = String::new();
        write(self, path, &mut text)?;
        self.rank = outer;
        self.stages.insert(place, Stage { rank, need, path: path.clone(), requires, text, keys });
        Some(())
    }

    /// The keys of an answer, whatever its type.
    fn keys(&self, set: &SelectionSet, keys: &mut Vec<String>) {
        for selection in &set.selections {
            match selection {
                Selection::Field(field) => keys.push(data_key(self.api, field).into_owned()),
                Selection::InlineFragment(fragment) => self.keys(&fragment.selection_set, keys),
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = self.document.fragments.get(&spread.fragment_name) {
                        self.keys(&fragment.selection_set, keys);
                    }
                }
            }
        }
    }

    /// Leaves a field out, asks for what it needs in its place, and remembers it.
    fn apart(
        &mut self,
        field: &Node<Field>,
        parent: &Name,
        key: &str,
        path: &mut Vec<String>,
        out: &mut String,
    ) -> Option<()> {
        let need = self.staged.needs.of(parent, &field.name)?.clone();
        out.push_str(" ...");
        conditions(&field.directives, out);
        out.push_str(" { __typename");
        let requires = self.wanted(&need, path, out)?;
        out.push_str(" }");
        self.stage(need, requires, vec![key.to_owned()], path, |writer, path, text| {
            writer.plain(field, parent, key, path, text)
        })
    }
}

/// The place of a stage's objects, as plans say it.
pub(super) fn place(path: &[String]) -> Vec<Segment> {
    path.iter().cloned().map(Segment::Field).collect()
}
