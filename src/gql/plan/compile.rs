//! From a validated selection to a tree of levels. Reads no argument: those are read at each execution, so that a
//! compiled operation serves every set of variables (but for `@skip` and `@include`, which shape the tree).

mod connection;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;

use apollo_compiler::Node;
use apollo_compiler::executable::{ExecutableDocument, Field as AstField, Selection, SelectionSet};
use serde_json::{Map, Value};

use super::Catalog;
use super::cell::{EmbeddedPart, EmbeddedType};
use super::declare::{Field, Link, ObjectType, Paging, Source};
use super::level::{Child, FIXED, Level, Many, Shape, Slot, SlotValue, Wants, column};
use super::template::Template;
use crate::kernel::error::{Error, Result};

/// Selection sets that describe the same object.
type Sets<'d> = Vec<&'d SelectionSet>;

/// One response key with the fields that fill it: several when fragments repeat it.
#[derive(Debug)]
pub(crate) struct Selected<'d> {
    pub(crate) key: &'d str,
    pub(crate) fields: Vec<&'d Node<AstField>>,
}

impl<'d> Selected<'d> {
    pub(crate) fn name(&self) -> &'d str {
        self.fields.first().map_or("", |field| field.name.as_str())
    }

    pub(crate) fn sets(&self) -> Sets<'d> {
        self.fields.iter().map(|field| &field.selection_set).collect()
    }

    /// `"key":`, ready to write.
    pub(crate) fn json_key(&self) -> Box<[u8]> {
        format!("\"{}\":", self.key).into_bytes().into()
    }
}

/// Compiles selections of one document.
pub(crate) struct Compiler<'a, 'd> {
    pub(crate) catalog: &'a Catalog,
    pub(crate) document: &'d ExecutableDocument,
    pub(crate) variables: &'a Map<String, Value>,
    /// A `@skip` or `@include` that depends on a variable was met: the result serves these variables only.
    conditional: AtomicBool,
}

impl<'a, 'd> Compiler<'a, 'd> {
    pub(crate) const fn new(
        catalog: &'a Catalog,
        document: &'d ExecutableDocument,
        variables: &'a Map<String, Value>,
    ) -> Self {
        Self { catalog, document, variables, conditional: AtomicBool::new(false) }
    }

    /// Whether what was compiled so far serves these variables only.
    pub(crate) fn is_conditional(&self) -> bool {
        self.conditional.load(Relaxed)
    }

    /// The fields selected on an object for which `is_a` tells the type conditions that hold, in their order.
    pub(crate) fn collect(
        &self,
        sets: &[&'d SelectionSet],
        is_a: &dyn Fn(&str) -> bool,
    ) -> Vec<Selected<'d>> {
        let mut selected = Vec::new();
        for set in sets {
            self.collect_into(set, is_a, &mut selected);
        }
        selected
    }

    fn collect_into(&self, set: &'d SelectionSet, is_a: &dyn Fn(&str) -> bool, out: &mut Vec<Selected<'d>>) {
        for selection in &set.selections {
            if !self.included(selection) {
                continue;
            }
            match selection {
                Selection::Field(field) => {
                    let key = field.response_key().as_str();
                    match out.iter_mut().find(|known| known.key == key) {
                        Some(known) => known.fields.push(field),
                        None => out.push(Selected { key, fields: vec![field] }),
                    }
                }
                Selection::InlineFragment(fragment) => {
                    if fragment.type_condition.as_ref().is_none_or(|condition| is_a(condition)) {
                        self.collect_into(&fragment.selection_set, is_a, out);
                    }
                }
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = spread.fragment_def(self.document)
                        && is_a(fragment.type_condition())
                    {
                        self.collect_into(&fragment.selection_set, is_a, out);
                    }
                }
            }
        }
    }

    fn included(&self, selection: &Selection) -> bool {
        let condition = |name: &str| {
            let value = selection.directives().get(name)?.specified_argument_by_name("if")?;
            match value.as_variable() {
                Some(variable) => {
                    self.conditional.store(true, Relaxed);
                    self.variables.get(variable.as_str()).and_then(Value::as_bool)
                }
                None => value.to_bool(),
            }
        };
        condition("skip") != Some(true) && condition("include") != Some(false)
    }

    /// A level of `ty` with one shape.
    pub(crate) fn level(&self, ty: &Arc<ObjectType>, sets: &[&'d SelectionSet]) -> Result<Level> {
        let mut level = Level::new(Arc::clone(ty));
        self.add_shape(&mut level, sets)?;
        Ok(level)
    }

    fn add_shape(&self, level: &mut Level, sets: &[&'d SelectionSet]) -> Result<usize> {
        let ty = Arc::clone(&level.ty);
        let selected = self.collect(sets, &|condition| ty.is_a(condition));
        let shape = selected
            .iter()
            .map(|selected| Ok(Slot { key: selected.json_key(), value: self.slot(level, &ty, selected)? }))
            .collect::<Result<Shape>>()?;
        level.shapes.push(shape);
        Ok(level.shapes.len() - 1)
    }

    fn slot(&self, level: &mut Level, ty: &ObjectType, selected: &Selected<'d>) -> Result<SlotValue> {
        if selected.name() == "__typename" {
            return Ok(SlotValue::Typename(ty.name.into()));
        }
        let field = ty.field(selected.name()).ok_or_else(|| unknown(ty.name, selected.name()))?;
        Ok(match &field.source {
            Source::One { key, target } => {
                let seen = ty.belongs_to.iter().any(|to| Template::parse(to.column, None) == *key);
                let key = level.column(key);
                let child = self.level(self.catalog.get(target)?, &selected.sets())?;
                SlotValue::One { child: add(level, Child::One { key, seen, level: child }) }
            }
            Source::Many { link, target, paging: Paging::List } => {
                let child = self.level(self.catalog.get(target)?, &selected.sets())?;
                let wants = Wants { rows: true, ..Wants::default() };
                let child = many(*link, Paging::List, selected, wants, child)?;
                SlotValue::List { child: add(level, child) }
            }
            Source::Many { link, target, paging: Paging::Connection } => {
                let (child, parts, wants) = self.connection(target, &selected.sets())?;
                let child = many(*link, Paging::Connection, selected, wants, child)?;
                SlotValue::Connection { child: add(level, child), parts }
            }
            Source::Tally { by, target, fields } => {
                let mut columns = Vec::new();
                let shape = self.row_shape(&mut columns, 1, fields, selected)?;
                let ty = Arc::clone(self.catalog.get(target)?);
                SlotValue::Tally { child: add(level, Child::Tally { by, ty, columns, shape }) }
            }
            Source::Inline { present, fields } => {
                let present = present.as_ref().map(|present| level.column(present));
                SlotValue::Inline {
                    present,
                    shape: self.row_shape(&mut level.columns, FIXED, fields, selected)?,
                }
            }
            Source::Embedded { sql, object } => SlotValue::Embedded {
                at: level.column(sql),
                object: *object,
                parts: self.embedded(object, &selected.sets())?,
            },
            Source::Id => SlotValue::Id(ty.prefix),
            Source::Cell { .. } | Source::Computed { .. } => {
                simple(&mut level.columns, FIXED, field, selected)?
            }
        })
    }

    /// The shape of an object whose fields are expressions of the row it stands in.
    fn row_shape(
        &self,
        columns: &mut Vec<Template>,
        offset: usize,
        fields: &[Field],
        selected: &Selected<'d>,
    ) -> Result<Shape> {
        let type_name = type_name_of(selected);
        let mut shape = Vec::new();
        for selected in self.collect(&selected.sets(), &|_| true) {
            let field = fields.iter().find(|field| field.name == selected.name());
            let value = match field {
                Some(Field { source: Source::Inline { present, fields }, .. }) => {
                    let present = present.as_ref().map(|present| column(columns, present, offset));
                    SlotValue::Inline { present, shape: self.row_shape(columns, offset, fields, &selected)? }
                }
                Some(field) => simple(columns, offset, field, &selected)?,
                None if selected.name() == "__typename" => SlotValue::Typename(type_name.into()),
                None => return Err(unknown(type_name, selected.name())),
            };
            shape.push(Slot { key: selected.json_key(), value });
        }
        Ok(shape)
    }

    fn embedded(&self, object: &EmbeddedType, sets: &[&'d SelectionSet]) -> Result<Vec<EmbeddedPart>> {
        let selected = self.collect(sets, &|_| true);
        let parts = selected.iter().map(|selected| {
            let field = match selected.name() {
                "__typename" => None,
                name => Some((object.select)(name).ok_or_else(|| unknown(object.name, name))?),
            };
            Ok(EmbeddedPart {
                key: selected.json_key(),
                field,
                parts: self.embedded(object, &selected.sets())?,
            })
        });
        parts.collect()
    }
}

fn simple(
    columns: &mut Vec<Template>,
    offset: usize,
    field: &Field,
    selected: &Selected<'_>,
) -> Result<SlotValue> {
    match &field.source {
        Source::Cell { sql, write } => {
            Ok(SlotValue::Cell { at: column(columns, sql, offset), write: *write })
        }
        Source::Computed { columns: needed, write } => {
            let at = needed.iter().map(|sql| column(columns, sql, offset)).collect();
            Ok(SlotValue::Computed { at, write: *write })
        }
        _ => Err(unknown(field.name, selected.name())),
    }
}

fn many(link: Link, paging: Paging, selected: &Selected<'_>, wants: Wants, level: Level) -> Result<Child> {
    let field = selected.fields.first().ok_or_else(|| unknown("", selected.key))?;
    Ok(Child::Many(Box::new(Many { link, paging, field: Node::clone(field), wants, level })))
}

fn add(level: &mut Level, child: Child) -> usize {
    level.children.push(child);
    level.children.len() - 1
}

fn type_name_of<'d>(selected: &Selected<'d>) -> &'d str {
    selected.fields.first().map_or("", |field| field.selection_set.ty.as_str())
}

/// A validated document asked for what no declaration has: the schema and the declarations disagree.
fn unknown(ty: &str, field: &str) -> Error {
    Error::Internal(format!("`{ty}.{field}` is published but not planned"))
}
