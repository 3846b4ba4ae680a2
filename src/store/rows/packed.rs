//! Rows that SQLite packed into one JSON text: a list of rows, each a list of its cells. One value crosses from the
//! database's thread instead of one for each cell, and a cell is decoded where it is written, from the text itself.

use serde::de::Error as _;
use serde_json::Error;
use serde_json::value::RawValue;

/// How a text is built.
#[derive(Clone, Copy, Debug)]
pub enum Packing {
    /// `[[cell, …], …]`.
    Rows,
    /// `[[parent, total, [[cell, …], …]], …]`. A row is then its cells, its parent and its total; a parent without rows
    /// has one whose cells are null.
    Pages,
}

/// Packed rows.
#[derive(Debug)]
pub struct Packed {
    text: String,
    /// Where in the text each cell begins and ends, row after row.
    cells: Vec<(usize, usize)>,
    width: usize,
}

/// One packed row.
#[derive(Clone, Copy, Debug)]
pub struct PackedRow<'r> {
    text: &'r str,
    cells: &'r [(usize, usize)],
}

type Cells<'t> = Vec<&'t RawValue>;
type Page<'t> = (&'t RawValue, &'t RawValue, Vec<Cells<'t>>);

impl Packed {
    /// Reads a text whose rows have `width` cells in all.
    ///
    /// # Errors
    /// When the text is built in another way.
    pub(in crate::store) fn read(text: String, packing: Packing, width: usize) -> Result<Self, Error> {
        let mut cells = Vec::new();
        match packing {
            Packing::Rows => {
                let rows: Vec<Cells<'_>> = serde_json::from_str(&text)?;
                cells.reserve(rows.len() * width);
                for row in rows {
                    push(&mut cells, &text, &row, width)?;
                }
            }
            Packing::Pages => {
                let pages: Vec<Page<'_>> = serde_json::from_str(&text)?;
                for (parent, total, rows) in pages {
                    let tail = [place(&text, parent), place(&text, total)];
                    if rows.is_empty() {
                        // Nothing, which is read as null.
                        cells.extend(std::iter::repeat_n((0, 0), width - tail.len()));
                        cells.extend(tail);
                    }
                    for row in rows {
                        push(&mut cells, &text, &row, width - tail.len())?;
                        cells.extend(tail);
                    }
                }
            }
        }
        Ok(Self { text, cells, width })
    }

    pub(super) const fn len(&self) -> usize {
        self.cells.len() / self.width
    }

    pub(super) fn get(&self, at: usize) -> Option<PackedRow<'_>> {
        let cells = self.cells.get(at * self.width..(at + 1) * self.width)?;
        Some(PackedRow { text: &self.text, cells })
    }

    pub(super) fn retain(&mut self, mut is_kept: impl FnMut() -> bool) {
        let kept = self.cells.chunks(self.width).filter(|_| is_kept());
        self.cells = kept.flatten().copied().collect();
    }

    pub(super) fn truncate(&mut self, length: usize) {
        self.cells.truncate(length * self.width);
    }
}

impl<'r> PackedRow<'r> {
    /// The JSON of a cell.
    pub(super) fn cell(self, at: usize) -> Option<&'r str> {
        let (start, end) = *self.cells.get(at)?;
        self.text.get(start..end)
    }
}

fn push(cells: &mut Vec<(usize, usize)>, text: &str, row: &Cells<'_>, width: usize) -> Result<(), Error> {
    if row.len() != width {
        return Err(Error::custom(format_args!("a row of {} cells instead of {width}", row.len())));
    }
    cells.extend(row.iter().map(|cell| place(text, cell)));
    Ok(())
}

/// Where in the text a part of it stands.
fn place(text: &str, part: &RawValue) -> (usize, usize) {
    let start = part.get().as_ptr().addr() - text.as_ptr().addr();
    (start, start + part.get().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(packed: &Packed) -> Vec<Vec<&str>> {
        let row = |at| (0..packed.width).filter_map(move |cell| packed.get(at)?.cell(cell)).collect();
        (0..packed.len()).map(row).collect()
    }

    #[test]
    fn rows_are_found_in_the_text() {
        let text = r#"[["a,]",1],[null,[2,{"b":3}]]]"#;
        let mut packed = Packed::read(text.to_owned(), Packing::Rows, 2).unwrap();
        assert_eq!(cells(&packed), [["\"a,]\"", "1"], ["null", r#"[2,{"b":3}]"#]]);
        packed.truncate(1);
        assert_eq!(packed.len(), 1);
    }

    #[test]
    fn rows_of_pages_end_with_their_parent_and_total() {
        let text = r#"[["p",2,[[1],[2]]],["q",0,[]]]"#;
        let mut packed = Packed::read(text.to_owned(), Packing::Pages, 3).unwrap();
        assert_eq!(cells(&packed), [["1", "\"p\"", "2"], ["2", "\"p\"", "2"], ["", "\"q\"", "0"]]);
        let mut kept = [false, true, true].into_iter();
        packed.retain(|| kept.next().unwrap());
        assert_eq!(cells(&packed), [["2", "\"p\"", "2"], ["", "\"q\"", "0"]]);
    }

    #[test]
    fn rows_of_another_width_do_not_shift_the_others() {
        assert!(Packed::read("[[1],[2,3]]".to_owned(), Packing::Rows, 2).is_err());
    }
}
