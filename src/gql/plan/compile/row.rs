//! Compiling what is made of one row's own expressions.

use apollo_compiler::executable::SelectionSet;

use super::{Compiler, Selected, unknown};
use crate::gql::plan::cell::{EmbeddedPart, EmbeddedType};
use crate::gql::plan::declare::{Field, Held, ObjectType, Source};
use crate::gql::plan::level::{FIXED, Level, Shape, Slot, SlotValue, column};
use crate::gql::plan::template::Template;
use crate::kernel::error::Result;

/// The row whose fields are compiled: the level's own, or one read with it.
pub(super) struct Subject<'a> {
    pub(super) ty: &'a ObjectType,
    pub(super) of: Of,
}

/// Where its expressions are read.
#[derive(Clone, Copy)]
pub(super) enum Of {
    /// In the level's own row.
    Row,
    /// In the row of this number that is read with it.
    Joined(usize),
    /// In the level's own row, which holds them too; its id stands in this column.
    Held(Held, usize),
}

/// The row's own expression for one of another row.
pub(super) fn held(held: Held, sql: &Template) -> Option<Template> {
    let found = held.iter().find(|(theirs, _)| Template::parse(theirs, None) == *sql);
    found.map(|(_, own)| Template::parse(own, None))
}

impl Subject<'_> {
    pub(super) fn columns<'l>(&self, level: &'l mut Level) -> Columns<'l> {
        Columns { all: &mut level.columns, offset: FIXED, of: self.of }
    }

    /// The column that holds its id.
    pub(super) fn id(&self, level: &Level) -> usize {
        match self.of {
            Of::Row => 0,
            Of::Joined(number) => level.joined.get(number).map_or(0, |joined| joined.key),
            Of::Held(_, key) => key,
        }
    }
}

/// The columns of a statement, as expressions of one of its rows.
pub(super) struct Columns<'a> {
    all: &'a mut Vec<Template>,
    /// How many come before them.
    offset: usize,
    of: Of,
}

impl<'a> Columns<'a> {
    /// Those of a statement for sums, which begins with the parent's id.
    pub(super) const fn of_sums(all: &'a mut Vec<Template>) -> Self {
        Self { all, offset: FIXED, of: Of::Row }
    }

    /// The column of an expression, selected once however often it is asked for.
    pub(super) fn at(&mut self, sql: &Template) -> usize {
        match self.of {
            Of::Joined(number) => column(self.all, &sql.of_joined(number), self.offset),
            Of::Held(all, _) => {
                let own = held(all, sql);
                column(self.all, own.as_ref().unwrap_or(sql), self.offset)
            }
            Of::Row => column(self.all, sql, self.offset),
        }
    }
}

impl<'d> Compiler<'_, 'd> {
    /// The shape of an object whose fields are expressions of the row it stands in.
    pub(super) fn row_shape(
        &self,
        columns: &mut Columns<'_>,
        fields: &[Field],
        selected: &Selected<'d>,
    ) -> Result<Shape> {
        let type_name = type_name_of(selected);
        let mut shape = Vec::new();
        for selected in self.collect(&selected.sets(), &|_| true) {
            let value = match fields.iter().find(|field| field.name == selected.name()) {
                Some(field) => self.of_row(columns, field, &selected)?,
                None if selected.name() == "__typename" => SlotValue::Typename(type_name.into()),
                None => return Err(unknown(type_name, selected.name())),
            };
            shape.push(Slot { key: selected.json_key(), value });
        }
        Ok(shape)
    }

    /// A field whose value is made from expressions of the row it stands in.
    pub(super) fn of_row(
        &self,
        columns: &mut Columns<'_>,
        field: &Field,
        selected: &Selected<'d>,
    ) -> Result<SlotValue> {
        Ok(match &field.source {
            Source::Cell { sql, write } => SlotValue::Cell { at: columns.at(sql), write: *write },
            Source::Computed { columns: needed, write } => {
                let at = needed.iter().map(|sql| columns.at(sql)).collect();
                SlotValue::Computed { at, write: *write }
            }
            Source::Inline { present, fields } => {
                let present = present.as_ref().map(|present| columns.at(present));
                SlotValue::Inline { present, shape: self.row_shape(columns, fields, selected)? }
            }
            _ => return Err(unknown(field.name, selected.name())),
        })
    }

    pub(crate) fn embedded(
        &self,
        object: &EmbeddedType,
        sets: &[&'d SelectionSet],
    ) -> Result<Vec<EmbeddedPart>> {
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

fn type_name_of<'d>(selected: &Selected<'d>) -> &'d str {
    selected.fields.first().map_or("", |field| field.selection_set.ty.as_str())
}
