//! The rows of a planned read, as each database gives them at the least cost: PostgreSQL row by row, SQLite as one text.
//! What reads them sees no difference. Knows nothing of what the rows are.

mod cell;
mod packed;

use sea_orm::DbErr;
use sea_orm::sqlx::postgres::PgRow;
use uuid::Uuid;

pub use cell::{Cell, JsonText};
pub use packed::{Packed, PackedRow, Packing};

use super::fault;
use crate::kernel::error::Result;

/// The rows of a statement.
#[derive(Debug)]
pub struct Rows(Held);

#[derive(Debug)]
enum Held {
    Postgres(Vec<PgRow>),
    Sqlite(Packed),
}

impl Rows {
    pub(super) const fn of_postgres(rows: Vec<PgRow>) -> Self {
        Self(Held::Postgres(rows))
    }

    pub(super) const fn of_sqlite(rows: Packed) -> Self {
        Self(Held::Sqlite(rows))
    }

    /// No row.
    #[must_use]
    pub const fn none() -> Self {
        Self(Held::Postgres(Vec::new()))
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        match &self.0 {
            Held::Postgres(rows) => rows.len(),
            Held::Sqlite(rows) => rows.len(),
        }
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The row at a position.
    #[must_use]
    pub fn get(&self, at: usize) -> Option<Row<'_>> {
        Some(match &self.0 {
            Held::Postgres(rows) => Row::Postgres(rows.get(at)?),
            Held::Sqlite(rows) => Row::Sqlite(rows.get(at)?),
        })
    }

    /// All of them, in their order.
    pub fn iter(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.len()).filter_map(|at| self.get(at))
    }

    /// Leaves those out for whose position `kept` is false.
    pub fn keep(&mut self, kept: &[bool]) {
        let mut marks = kept.iter().copied();
        let mut is_kept = || marks.next().unwrap_or_default();
        match &mut self.0 {
            Held::Postgres(rows) => rows.retain(|_| is_kept()),
            Held::Sqlite(rows) => rows.retain(is_kept),
        }
    }

    /// Leaves out those beyond the first `length`.
    pub fn truncate(&mut self, length: usize) {
        match &mut self.0 {
            Held::Postgres(rows) => rows.truncate(length),
            Held::Sqlite(rows) => rows.truncate(length),
        }
    }
}

/// One row.
#[derive(Clone, Copy, Debug)]
pub enum Row<'r> {
    /// As PostgreSQL sent it.
    Postgres(&'r PgRow),
    /// A part of what SQLite packed.
    Sqlite(PackedRow<'r>),
}

impl<'r> Row<'r> {
    /// The value of a column; `None` for null.
    ///
    /// # Errors
    /// When the column holds another type.
    pub fn find<T: Cell<'r>>(self, at: usize) -> Result<Option<T>, DbErr> {
        let found = match self {
            Self::Postgres(row) => T::of_postgres(row, at),
            Self::Sqlite(row) => match row.cell(at) {
                None => Err("there is no such column".to_owned()),
                Some("null" | "") => Ok(None),
                Some(raw) => T::of_json(raw),
            },
        };
        found.map_err(|error| DbErr::Type(format!("column {at}: {error}")))
    }

    /// The value of a column that is never null.
    ///
    /// # Errors
    /// When the column is null, or holds another type.
    pub fn get<T: Cell<'r>>(self, at: usize) -> Result<T, DbErr> {
        self.find(at)?.ok_or_else(|| DbErr::Type(format!("column {at} is null")))
    }

    /// The id in the first column.
    ///
    /// # Errors
    /// When it holds something else.
    pub fn id(self) -> Result<Uuid> {
        self.get(0).map_err(fault)
    }
}
