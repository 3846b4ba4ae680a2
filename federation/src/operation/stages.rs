//! Planning in stages, for operations that the engine cannot plan in one go: its plans for fields that need others
//! (`@requires`) fail where objects of one type lie under one another, or where services know other keys.
//!
//! First everything is planned but those fields; in place of each stands what it needs, under keys of our own. Then
//! each is planned from a root that leads to such objects, and that root's fetch is made one about the objects
//! themselves.

use std::fmt::Write as _;

use apollo_compiler::{
    ExecutableDocument, Name, Node,
    executable::{self, Field, Operation, Selection, SelectionSet},
};

use super::{
    expand::{conditions, header},
    needs::{Need, Needs},
    splice,
};
use crate::{
    Limits, plan,
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
        limits: &Limits,
    ) -> Option<plan::Node> {
        (0..ATTEMPTS).find_map(|attempt| {
            let mut writer = Writer { staged: self, api, document, attempt, stages: Vec::new(), number: 0 };
            let mut text = header(operation);
            writer.set(&operation.selection_set, operation.object_type(), &mut Vec::new(), &mut text)?;
            let mut nodes = vec![self.planner.plan(&text, limits.planning).ok()??];
            for stage in writer.stages {
                let mut text = header(operation).replacen(operation.operation_type.name(), "query", 1);
                let _ = write!(text, " {{ {} {{ {} }} }}", stage.need.root, stage.text);
                let node = self.planner.plan(&text, limits.planning).ok()??;
                nodes.push(splice::at(node, &stage)?);
            }
            Some(plan::Node::Sequence(nodes))
        })
    }
}

/// A field that is planned apart.
pub(super) struct Stage {
    pub(super) need: Need,
    /// The keys that lead to its objects.
    pub(super) path: Vec<String>,
    pub(super) requires: Vec<Required>,
    /// The field as it is asked of the service.
    pub(super) text: String,
    pub(super) key: String,
}

struct Writer<'a> {
    staged: &'a Staged,
    api: &'a Api,
    document: &'a ExecutableDocument,
    attempt: usize,
    stages: Vec<Stage>,
    number: usize,
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
                    self.field(field, ty, field.response_key(), path, out)?;
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
        if let Some(need) = self.staged.needs.of(parent, &field.name).cloned() {
            return self.apart(field, need, key, path, out);
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
        self.plain(field, key, path, out)
    }

    fn plain(&mut self, field: &Field, key: &str, path: &mut Vec<String>, out: &mut String) -> Option<()> {
        let _ = write!(out, " {key}: {}", field.name);
        if !field.arguments.is_empty() {
            out.push('(');
            for argument in &field.arguments {
                let _ = write!(out, "{}: {} ", argument.name, argument.value.serialize().no_indent());
            }
            out.push(')');
        }
        conditions(&field.directives, out);
        if !field.selection_set.selections.is_empty() {
            path.push(key.to_owned());
            self.set(&field.selection_set, field.ty().inner_named_type(), path, out)?;
            path.pop();
        }
        Some(())
    }

    /// Leaves a field out, asks for what it needs in its place, and remembers it.
    fn apart(
        &mut self,
        field: &Node<Field>,
        need: Need,
        key: &str,
        path: &mut Vec<String>,
        out: &mut String,
    ) -> Option<()> {
        self.number += 1;
        let prefix = format!("_need{}_", self.number);
        let wanted =
            [need.requires.as_str(), need.keys.get(self.attempt.min(need.keys.len().checked_sub(1)?))?];
        let mut requires = Vec::new();
        out.push_str(" ...");
        conditions(&field.directives, out);
        out.push_str(" { __typename");
        for text in wanted {
            let set = executable::FieldSet::parse_and_validate(
                &self.staged.needs.schema,
                need.ty.clone(),
                text,
                "need",
            );
            requires.extend(self.required(&set.ok()?.selection_set, &prefix, path, out)?);
        }
        out.push_str(" }");
        // What lies under the field comes after it.
        let before = std::mem::take(&mut self.stages);
        let mut text = String::new();
        self.plain(field, key, path, &mut text)?;
        let under = std::mem::replace(&mut self.stages, before);
        self.stages.push(Stage { need, path: path.clone(), requires, text, key: key.to_owned() });
        self.stages.extend(under);
        Some(())
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

/// The place of a stage's objects, as plans say it.
pub(super) fn place(path: &[String]) -> Vec<Segment> {
    path.iter().cloned().map(Segment::Field).collect()
}
