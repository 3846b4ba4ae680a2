//! Rows packed as PostgreSQL sends `record[]` in binary.
//!
//! | What | Bytes, numbers big-endian |
//! |---|---|
//! | array | `i32` dimensions (0: empty, else 1), `i32` flags, `u32` type; of each dimension `i32` length, `i32` lower bound; elements |
//! | record | `i32` columns; of each, `u32` type, then its value |
//! | element, value | `i32` length (-1: null), bytes |
//!
//! Source: `array_send` and `record_send` of PostgreSQL.

use sea_orm::sqlx::postgres::PgRow;
use sea_orm::sqlx::{Error, Row as _, ValueRef as _};

use super::Rows;

/// The type of what [`pack`] packs, which nobody reads.
const ANY: [u8; 4] = [0; 4];

/// Packs the rows of a statement as an array of records.
pub(in crate::store) fn pack(rows: &[PgRow]) -> Result<Vec<u8>, Error> {
    let length = |row: &PgRow| {
        let values = (0..row.len()).filter_map(|column| row.try_get_raw(column).ok()?.as_bytes().ok());
        8 + values.map(|bytes| bytes.len()).sum::<usize>() + 8 * row.len()
    };
    let mut out = Vec::with_capacity(20 + rows.iter().map(length).sum::<usize>());
    out.extend([number(1), number(0), ANY, number(rows.len()), number(1)].concat());
    for row in rows {
        // The record's own length, which nobody reads either.
        out.extend(number(0));
        out.extend(number(row.len()));
        for column in 0..row.len() {
            let value = row.try_get_raw(column)?;
            out.extend(ANY);
            if value.is_null() {
                out.extend((-1_i32).to_be_bytes());
            } else {
                let bytes = value.as_bytes().map_err(Error::Decode)?;
                out.extend(number(bytes.len()));
                out.extend_from_slice(bytes);
            }
        }
    }
    Ok(out)
}

/// A number as the form writes it. No message of the protocol is longer than it holds.
fn number(number: usize) -> [u8; 4] {
    i32::try_from(number).unwrap_or(i32::MAX).to_be_bytes()
}

/// Reads the rows of a whole array.
pub(super) fn read(bytes: &[u8], rows: &mut Rows) -> Result<(), String> {
    let mut reading = Reading { bytes, at: 0 };
    reading.list(rows)?;
    if reading.at == bytes.len() { Ok(()) } else { Err("more bytes than its rows".to_owned()) }
}

/// How far the bytes are read.
struct Reading<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Reading<'_> {
    fn list(&mut self, rows: &mut Rows) -> Result<(), String> {
        let dimensions = self.number()?;
        self.skip(8)?;
        let length = match dimensions {
            0 => 0,
            1 => self.number()?,
            more => return Err(format!("an array of {more} dimensions")),
        };
        if dimensions == 1 {
            self.skip(4)?;
        }
        for _ in 0..length {
            self.skip(4)?;
            self.row(rows)?;
        }
        Ok(())
    }

    fn row(&mut self, rows: &mut Rows) -> Result<(), String> {
        let columns = usize::try_from(self.number()?).unwrap_or_default();
        if columns != rows.width + rows.lists.len() {
            let expected = rows.width + rows.lists.len();
            return Err(format!("a record of {columns} columns instead of {expected}"));
        }
        for _ in 0..rows.width {
            let cell = self.value()?;
            rows.cells.push(cell);
        }
        for list in &mut rows.lists {
            self.skip(8)?;
            let start = list.rows.length;
            self.list(&mut list.rows)?;
            list.under.push(start..list.rows.length);
        }
        rows.length += 1;
        Ok(())
    }

    /// Where the next value is.
    fn value(&mut self) -> Result<Option<(usize, usize)>, String> {
        self.skip(4)?;
        let Ok(length) = usize::try_from(self.number()?) else { return Ok(None) };
        let start = self.at;
        self.skip(length)?;
        Ok(Some((start, self.at)))
    }

    fn number(&mut self) -> Result<i32, String> {
        let start = self.at;
        self.skip(4)?;
        let bytes = self.bytes.get(start..self.at).and_then(|bytes| bytes.try_into().ok());
        bytes.map(i32::from_be_bytes).ok_or_else(|| "fewer bytes than a number has".to_owned())
    }

    fn skip(&mut self, length: usize) -> Result<(), String> {
        self.at += length;
        if self.at <= self.bytes.len() { Ok(()) } else { Err("fewer bytes than its rows have".to_owned()) }
    }
}
