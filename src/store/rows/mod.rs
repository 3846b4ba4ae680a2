//! What a planned read gives: rows, and under each row lists of rows, in one value that the database packed, PostgreSQL as
//! arrays of records in its binary form, SQLite as JSON. One value crosses from the database, and a cell is decoded where
//! it is written, from the value itself. Knows nothing of what the rows are.

mod cell;
mod json;
pub(super) mod record;

use std::ops::Range;
use std::sync::Arc;

use sea_orm::DbErr;
use uuid::Uuid;

pub use cell::{Cell, JsonText};

use super::fault;
use crate::kernel::error::{Error, Result};

/// How a row is built: so many cells, then so many lists of rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// How many cells.
    pub cells: usize,
    /// The form of the rows of each list.
    pub lists: Vec<Self>,
}

/// A value in which a database packed rows.
#[derive(Clone, Debug)]
pub(super) enum Packed {
    Postgres(Arc<Vec<u8>>),
    Sqlite(Arc<String>),
}

/// Rows of one form.
#[derive(Debug)]
pub struct Rows {
    packed: Packed,
    /// Where in the value each cell begins and ends, row after row; `None` is null.
    cells: Vec<Option<(usize, usize)>>,
    width: usize,
    length: usize,
    lists: Vec<List>,
}

/// The lists of one kind under all rows of a parent.
#[derive(Debug)]
pub struct List {
    /// The rows of all of them.
    pub rows: Rows,
    /// Which are under the parent's first row, its second, and so on.
    pub under: Vec<Range<usize>>,
}

impl Rows {
    pub(super) fn unpack(packed: Packed, form: &Form) -> Result<Self> {
        let mut rows = Self::none(&packed, form);
        let read = match &packed {
            Packed::Postgres(bytes) => record::read(bytes, &mut rows),
            Packed::Sqlite(text) => json::read(text, &mut rows).map_err(|error| error.to_string()),
        };
        read.map_err(|error| Error::Internal(format!("packed rows: {error}")))?;
        Ok(rows)
    }

    fn none(packed: &Packed, form: &Form) -> Self {
        let list = |form| List { rows: Self::none(packed, form), under: Vec::new() };
        Self {
            packed: packed.clone(),
            cells: Vec::new(),
            width: form.cells,
            length: 0,
            lists: form.lists.iter().map(list).collect(),
        }
    }

    /// No row, of this form.
    #[must_use]
    pub fn empty(form: &Form) -> Self {
        Self::none(&Packed::Sqlite(Arc::default()), form)
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.length
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// The row at a position.
    #[must_use]
    pub fn get(&self, at: usize) -> Option<Row<'_>> {
        (at < self.length).then_some(Row { rows: self, at })
    }

    /// All of them, in their order.
    pub fn iter(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.length).map(|at| Row { rows: self, at })
    }

    /// Takes the lists under its rows, in the form's order.
    pub fn take_lists(&mut self) -> Vec<List> {
        std::mem::take(&mut self.lists)
    }
}

/// One row.
#[derive(Clone, Copy, Debug)]
pub struct Row<'r> {
    rows: &'r Rows,
    /// Its position among its rows.
    pub at: usize,
}

impl<'r> Row<'r> {
    /// The value of a column; `None` for null.
    ///
    /// # Errors
    /// When the column holds another type.
    pub fn find<T: Cell<'r>>(self, column: usize) -> Result<Option<T>, DbErr> {
        if column >= self.rows.width {
            return Err(DbErr::Type(format!("there is no column {column}")));
        }
        let Some(Some((start, end))) = self.rows.cells.get(self.at * self.rows.width + column) else {
            return Ok(None);
        };
        let found = match &self.rows.packed {
            Packed::Postgres(bytes) => bytes.get(*start..*end).map(T::of_binary),
            Packed::Sqlite(text) => text.get(*start..*end).map(T::of_json),
        };
        let found = found.unwrap_or_else(|| Err("it is outside the value".to_owned()));
        found.map_err(|error| DbErr::Type(format!("column {column}: {error}")))
    }

    /// The value of a column that is never null.
    ///
    /// # Errors
    /// When the column is null, or holds another type.
    pub fn get<T: Cell<'r>>(self, column: usize) -> Result<T, DbErr> {
        self.find(column)?.ok_or_else(|| DbErr::Type(format!("column {column} is null")))
    }

    /// The id in the first column.
    ///
    /// # Errors
    /// When it holds something else.
    pub fn id(self) -> Result<Uuid> {
        self.get(0).map_err(fault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> Form {
        Form { cells: 2, lists: vec![Form { cells: 1, lists: Vec::new() }] }
    }

    /// `(1, null, [(2), (3)]), (4, 5, [])` as PostgreSQL sends it.
    fn binary() -> Vec<u8> {
        let cell =
            |value: i32| [&23_i32.to_be_bytes()[..], &4_i32.to_be_bytes(), &value.to_be_bytes()].concat();
        let null = || [&23_i32.to_be_bytes()[..], &(-1_i32).to_be_bytes()].concat();
        let record = |columns: Vec<Vec<u8>>| {
            let count = i32::try_from(columns.len()).unwrap().to_be_bytes();
            [&count[..], &columns.concat()].concat()
        };
        let array = |records: Vec<Vec<u8>>| {
            let number = |length: usize| i32::try_from(length).unwrap().to_be_bytes();
            let mut out = [number(usize::from(!records.is_empty())), number(0), number(2249)].concat();
            if !records.is_empty() {
                out.extend([number(records.len()), number(1)].concat());
            }
            for record in records {
                out.extend(number(record.len()));
                out.extend(record);
            }
            out
        };
        let list = |records| {
            let inner = array(records);
            let length = i32::try_from(inner.len()).unwrap().to_be_bytes();
            [&2287_i32.to_be_bytes()[..], &length, &inner].concat()
        };
        let under = vec![record(vec![cell(2)]), record(vec![cell(3)])];
        array(vec![
            record(vec![cell(1), null(), list(under)]),
            record(vec![cell(4), cell(5), list(Vec::new())]),
        ])
    }

    fn seen(rows: &mut Rows) -> String {
        let cells: Vec<_> =
            rows.iter().map(|row| (row.find::<i32>(0).unwrap(), row.find::<i32>(1).unwrap())).collect();
        let list = rows.take_lists().remove(0);
        let under: Vec<i32> = list.rows.iter().map(|row| row.get(0).unwrap()).collect();
        format!("{cells:?} {under:?} {:?}", list.under)
    }

    #[test]
    fn both_databases_pack_the_same_rows() {
        let expected = "[(Some(1), None), (Some(4), Some(5))] [2, 3] [0..2, 2..2]";
        let json = Packed::Sqlite(Arc::new("[[1,null,[[2],[3]]],[4,5,[]]]".to_owned()));
        assert_eq!(seen(&mut Rows::unpack(json, &form()).unwrap()), expected);
        let binary = Packed::Postgres(Arc::new(binary()));
        assert_eq!(seen(&mut Rows::unpack(binary, &form()).unwrap()), expected);
    }

    #[test]
    fn rows_of_another_form_are_refused() {
        for text in ["[[1,[]]]", "[[1,2,[],3]]", "[[1,2,[[2,3]]]]", "[[1,2,[]]", "{}"] {
            assert!(Rows::unpack(Packed::Sqlite(Arc::new(text.to_owned())), &form()).is_err(), "{text}");
        }
        let whole = binary();
        for length in 0..whole.len() {
            let cut = Packed::Postgres(Arc::new(whole[..length].to_vec()));
            assert!(Rows::unpack(cut, &form()).is_err(), "{length}");
        }
    }

    #[test]
    fn a_column_that_is_not_there_is_a_fault() {
        let rows = Rows::unpack(Packed::Sqlite(Arc::new("[[1,2,[]]]".to_owned())), &form()).unwrap();
        assert!(rows.get(0).unwrap().find::<i32>(2).is_err());
        assert!(rows.get(1).is_none());
    }
}
