//! A file of rows: CSV, or a JSON object a line.

use std::io::Write;

use super::unwritten;
use crate::kernel::error::Result;

/// How an export is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A header, then one record a line, in UTF-8 with commas.
    Csv,
    /// One JSON object a line; fields that say nothing are left out.
    Ndjson,
}

/// What stands in one place of a file.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    Text(String),
    /// A number or a truth value, as it is written.
    Bare(String),
    List(Vec<String>),
}

/// A file being written.
pub(super) struct Sheet<'o> {
    columns: Vec<&'static str>,
    out: Out<'o>,
}

enum Out<'o> {
    Csv(Box<csv::Writer<&'o mut (dyn Write + Send)>>),
    Ndjson(&'o mut (dyn Write + Send)),
}

impl<'o> Sheet<'o> {
    /// Writes what stands before the rows.
    pub(super) fn begin(
        format: Format,
        columns: Vec<&'static str>,
        out: &'o mut (dyn Write + Send),
    ) -> Result<Self> {
        let out = match format {
            Format::Csv => {
                let mut writer = csv::Writer::from_writer(out);
                writer.write_record(&columns).map_err(|error| unwritten(&error))?;
                Out::Csv(Box::new(writer))
            }
            Format::Ndjson => Out::Ndjson(out),
        };
        Ok(Self { columns, out })
    }

    /// Writes a row, its cells in the order of the columns.
    pub(super) fn row(&mut self, cells: Vec<Option<Cell>>) -> Result<()> {
        match &mut self.out {
            Out::Csv(writer) => {
                let texts = cells.into_iter().map(|cell| cell.map(Cell::into_csv).unwrap_or_default());
                writer.write_record(texts).map_err(|error| unwritten(&error))
            }
            Out::Ndjson(out) => {
                let said = self.columns.iter().zip(cells).filter_map(|(column, cell)| Some((column, cell?)));
                let members: Vec<String> =
                    said.map(|(column, cell)| format!("\"{column}\":{}", cell.into_json())).collect();
                writeln!(out, "{{{}}}", members.join(",")).map_err(|error| unwritten(&error))
            }
        }
    }

    /// Writes what is still held back.
    pub(super) fn end(&mut self) -> Result<()> {
        match &mut self.out {
            Out::Csv(writer) => writer.flush(),
            Out::Ndjson(out) => out.flush(),
        }
        .map_err(|error| unwritten(&error))
    }
}

impl Cell {
    fn into_csv(self) -> String {
        match self {
            Self::Text(text) | Self::Bare(text) => text,
            Self::List(items) if items.iter().any(|item| item.contains('|') || item.starts_with('[')) => {
                serde_json::Value::from(items).to_string()
            }
            Self::List(items) => items.join("|"),
        }
    }

    fn into_json(self) -> String {
        match self {
            Self::Text(text) => serde_json::Value::from(text).to_string(),
            Self::Bare(text) => text,
            Self::List(items) => serde_json::Value::from(items).to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_parted_by_bars_unless_an_item_holds_one() {
        let list = |items: &[&str]| Cell::List(items.iter().map(|item| (*item).to_owned()).collect());
        assert_eq!(list(&["fr", "ca"]).into_csv(), "fr|ca");
        assert_eq!(list(&["a|b", "c"]).into_csv(), r#"["a|b","c"]"#);
        assert_eq!(list(&["fr"]).into_json(), r#"["fr"]"#);
    }
}
