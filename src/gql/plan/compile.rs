//! From a validated selection to a tree of levels. Reads no argument: those are read at each execution, so that a
//! compiled operation serves every set of variables (but for `@skip` and `@include`, which shape the tree).

mod connection;
mod row;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;

use apollo_compiler::Node;
use apollo_compiler::executable::{ExecutableDocument, Field as AstField, Selection, SelectionSet};
use serde_json::{Map, Value};

use super::Catalog;
use super::declare::{Held, Link, ObjectType, Paging, Source};
use super::level::{Child, Joined, Level, Many, Shape, Slot, SlotValue, Wants};

use self::row::{Columns, Of, Subject};
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
                    if fragment.type_condition.as_ref().is_none_or(|on| *on == set.ty || is_a(on)) {
                        self.collect_into(&fragment.selection_set, is_a, out);
                    }
                }
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = spread.fragment_def(self.document)
                        // What is selected on the set's own type is selected on whatever stands there.
                        && (*fragment.type_condition() == set.ty || is_a(fragment.type_condition()))
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
        let shape = self.shape(level, &Subject { ty: &ty, of: Of::Row }, sets)?;
        level.shapes.push(shape);
        Ok(level.shapes.len() - 1)
    }

    fn shape(&self, level: &mut Level, subject: &Subject<'_>, sets: &[&'d SelectionSet]) -> Result<Shape> {
        let selected = self.collect(sets, &|condition| subject.ty.is_a(condition));
        let slots = selected.iter().map(|selected| {
            Ok(Slot { key: selected.json_key(), value: self.slot(level, subject, selected)? })
        });
        slots.collect()
    }

    fn slot(&self, level: &mut Level, subject: &Subject<'_>, selected: &Selected<'d>) -> Result<SlotValue> {
        let ty = subject.ty;
        if selected.name() == "__typename" {
            return Ok(SlotValue::Typename(ty.name.into()));
        }
        let field = ty.field(selected.name()).ok_or_else(|| unknown(ty.name, selected.name()))?;
        Ok(match &field.source {
            Source::One { key, target, held } => self.one(level, ty, (key, target, held), selected)?,
            Source::Any { key, kind } => self.any(level, (key, kind), selected)?,
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
                let shape = self.row_shape(&mut Columns::of_sums(&mut columns), fields, selected)?;
                let ty = Arc::clone(self.catalog.get(target)?);
                SlotValue::Tally { child: add(level, Child::Tally { by, ty, columns, shape }) }
            }
            Source::Embedded { sql, object } => SlotValue::Embedded {
                at: subject.columns(level).at(sql),
                object: *object,
                parts: self.embedded(object, &selected.sets())?,
            },
            Source::Id => SlotValue::Id { at: subject.id(level), prefix: ty.prefix },
            Source::Inline { .. } | Source::Cell { .. } | Source::Computed { .. } => {
                self.of_row(&mut subject.columns(level), field, selected)?
            }
        })
    }

    /// The one row behind a field: read with its parent where every viewer of the one sees the other and nothing hangs on
    /// it; else by a statement of its own.
    fn one(
        &self,
        level: &mut Level,
        ty: &ObjectType,
        (key, target, held): (&Template, &str, Held),
        selected: &Selected<'d>,
    ) -> Result<SlotValue> {
        let seen = ty.belongs_to.iter().any(|to| Template::parse(to.column, None).id() == *key);
        let key = level.column(key);
        let target = self.catalog.get(target)?;
        if !seen || !self.is_plain(target, &selected.sets()) {
            let child = self.level(target, &selected.sets())?;
            return Ok(SlotValue::One { child: add(level, Child::One { key, seen, level: child }) });
        }
        if self.is_held(target, held, &selected.sets()) {
            let subject = Subject { ty: target, of: Of::Held(held, key) };
            return Ok(SlotValue::Joined { key, shape: self.shape(level, &subject, &selected.sets())? });
        }
        // Under however many names it is selected, it is joined once.
        let known = level.joined.iter().position(|known| known.key == key && known.ty.name == target.name);
        let number = known.unwrap_or_else(|| {
            level.joined.push(Joined { key, ty: Arc::clone(target) });
            level.joined.len() - 1
        });
        let subject = Subject { ty: target, of: Of::Joined(number) };
        Ok(SlotValue::Joined { key, shape: self.shape(level, &subject, &selected.sets())? })
    }

    /// Whether the selection asks for nothing but what the row before it holds too.
    fn is_held(&self, ty: &ObjectType, held: Held, sets: &[&'d SelectionSet]) -> bool {
        self.collect(sets, &|condition| ty.is_a(condition)).iter().all(|selected| {
            match ty.field(selected.name()).map(|field| &field.source) {
                Some(Source::Id) | None => true,
                Some(Source::Cell { sql, .. }) => row::held(held, sql).is_some(),
                Some(_) => false,
            }
        })
    }

    /// Whether the selection asks for the row's own values alone.
    fn is_plain(&self, ty: &ObjectType, sets: &[&'d SelectionSet]) -> bool {
        self.collect(sets, &|condition| ty.is_a(condition)).iter().all(|selected| {
            let source = ty.field(selected.name()).map(|field| &field.source);
            let hangs = |source: &Source| {
                matches!(
                    source,
                    Source::One { .. } | Source::Any { .. } | Source::Many { .. } | Source::Tally { .. }
                )
            };
            !source.is_some_and(hangs)
        })
    }
}

fn many(link: Link, paging: Paging, selected: &Selected<'_>, wants: Wants, level: Level) -> Result<Child> {
    let field = selected.fields.first().ok_or_else(|| unknown("", selected.key))?;
    Ok(Child::Many(Box::new(Many { link, paging, field: Node::clone(field), wants, level })))
}

pub(super) fn add(level: &mut Level, child: Child) -> usize {
    level.children.push(child);
    level.children.len() - 1
}

/// A validated document asked for what no declaration has: the schema and the declarations disagree.
fn unknown(ty: &str, field: &str) -> Error {
    Error::Internal(format!("`{ty}.{field}` is published but not planned"))
}
