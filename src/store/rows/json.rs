//! Rows packed as JSON: `[[cell, …, [[cell, …], …], …], …]`.

use serde::de::{DeserializeSeed, Deserializer, Error as _, SeqAccess, Visitor};
use serde_json::Error;
use serde_json::value::RawValue;

use super::Rows;

/// Reads the rows of a whole text.
pub(super) fn read(text: &str, rows: &mut Rows) -> Result<(), Error> {
    let mut reading = serde_json::Deserializer::from_str(text);
    List { text, rows }.deserialize(&mut reading)?;
    reading.end()
}

/// A list of rows, to be read.
struct List<'a> {
    text: &'a str,
    rows: &'a mut Rows,
}

/// One row, to be read.
struct Row<'a> {
    text: &'a str,
    rows: &'a mut Rows,
}

impl<'de> DeserializeSeed<'de> for List<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, reading: D) -> Result<(), D::Error> {
        reading.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for List<'_> {
    type Value = ();

    fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("a list of rows")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element_seed(Row { text: self.text, rows: self.rows })?.is_some() {}
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Row<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, reading: D) -> Result<(), D::Error> {
        reading.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Row<'_> {
    type Value = ();

    fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "a row of {} cells and {} lists", self.rows.width, self.rows.lists.len())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut row: A) -> Result<(), A::Error> {
        let short = |at, expected: &dyn serde::de::Expected| A::Error::invalid_length(at, expected);
        for at in 0..self.rows.width {
            let cell: &RawValue = row.next_element()?.ok_or_else(|| short(at, &"more cells"))?;
            let start = cell.get().as_ptr().addr() - self.text.as_ptr().addr();
            let is_null = cell.get() == "null";
            self.rows.cells.push((!is_null).then_some((start, start + cell.get().len())));
        }
        for list in &mut self.rows.lists {
            let start = list.rows.length;
            let seed = List { text: self.text, rows: &mut list.rows };
            row.next_element_seed(seed)?.ok_or_else(|| short(0, &"more lists"))?;
            list.under.push(start..list.rows.length);
        }
        if row.next_element::<serde::de::IgnoredAny>()?.is_some() {
            return Err(short(0, &"fewer cells or lists"));
        }
        self.rows.length += 1;
        Ok(())
    }
}
