//! The mapping file: which column of a partner's file feeds which field of the hub.
//!
//! ```json
//! {"source": "annuaire-66", "kind": "structure",
//!  "columns": {"externalId": "id", "name": "nom",
//!              "kind": {"column": "nature", "values": {"associative": "ASSOCIATIVE", "inconnue": null}}},
//!  "constants": {"visibility": "PUBLIC"},
//!  "ignore": ["qualite"]}
//! ```
//!
//! A line may tell several records: `records` then lists them, each with its own `kind`, `columns` and `constants`,
//! in the order in which they come out (parents first). `"repeated": true` marks a record that many lines tell
//! again, the intercommunality of each commune for one: identical tellings are one record.
//! A field takes a column, a column whose values are translated (`null` leaves the field empty, a value that is not
//! listed is a fault), or `{"join": ["EPCI:{epci_siren}", "DEPARTMENT:66"]}`: a list whose items name columns in
//! braces; an item with an empty column is left out. `{"column": "insee", "unknown": "empty"}` is for a field that
//! names something that the hub has to know, a commune: a row that names an unknown one keeps the field empty, with
//! a warning, where it would be refused otherwise; a join may say so too. `listSeparator` parts the lists in cells, `|`
//! by default. Values of a field that holds a list are translated item by item; `"first": true` takes, of a cell that
//! lists several values, the first one, for a field that holds one.

mod bind;
mod fault;

use std::collections::BTreeMap;

use serde::Deserialize;

pub(super) use bind::{Part, Source};
pub use bind::{Plan, RecordPlan};
pub use fault::MappingFault;

use super::record::ImportKind;

/// How to read one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    /// The name under which the hub knows where the rows come from.
    pub source: String,
    /// What parts the items of a list in one cell.
    pub list_separator: String,
    /// The records that each line tells, in the order in which they come out.
    pub records: Vec<RecordMapping>,
    /// Columns left out on purpose.
    pub ignore: Vec<String>,
}

/// How to read one record of a line.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RecordMapping {
    /// The kind of record.
    pub kind: ImportKind,
    /// What feeds each field.
    #[serde(default)]
    pub columns: BTreeMap<String, Feed>,
    /// Fields that are the same on every line.
    #[serde(default)]
    pub constants: BTreeMap<String, String>,
    /// Whether several lines may tell the same record.
    #[serde(default)]
    pub repeated: bool,
    /// Whether columns are taken by the names of the fields.
    #[serde(skip)]
    by_name: bool,
}

/// What feeds a field.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(
    untagged,
    expecting = "expected a column, {\"column\", \"values\"}, {\"join\"} or {\"column\", \"unknown\"}"
)]
pub enum Feed {
    /// A column as it is.
    Column(String),
    /// A column whose values are translated.
    Translated(Translation),
    /// A list made of several columns.
    Joined(Join),
    /// A column that names something that the database has to know.
    Reference(Reference),
}

/// A column whose values are translated.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Translation {
    /// The column.
    pub column: String,
    /// The hub's value for each value of the file; `None` leaves the field empty.
    pub values: BTreeMap<String, Option<String>>,
    /// Whether a cell that lists several values counts for its first one.
    #[serde(default)]
    pub first: bool,
}

/// A column that names something that the database has to know.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// The column.
    pub column: String,
    /// What becomes of a row that names something unknown.
    pub unknown: Unknown,
}

/// What becomes of a row that names something unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Unknown {
    /// The row is refused.
    #[default]
    Refuse,
    /// The field stays empty, with a warning.
    Empty,
}

/// A list made of several columns.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Join {
    /// The items, with the columns in braces.
    pub join: Vec<String>,
    /// What becomes of a row where they name something unknown.
    #[serde(default)]
    pub unknown: Unknown,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct MappingFile {
    source: String,
    #[serde(default = "default_separator")]
    list_separator: String,
    kind: Option<ImportKind>,
    #[serde(default)]
    columns: BTreeMap<String, Feed>,
    #[serde(default)]
    constants: BTreeMap<String, String>,
    #[serde(default)]
    records: Vec<RecordMapping>,
    #[serde(default)]
    ignore: Vec<String>,
}

fn default_separator() -> String {
    "|".to_owned()
}

impl Mapping {
    /// Reads a mapping file.
    ///
    /// # Errors
    /// When it is not such a file. Whether it fits a table is for [`Mapping::bind`] to say.
    pub fn parse(json: &str) -> Result<Self, MappingFault> {
        let file: MappingFile =
            serde_json::from_str(json).map_err(|fault| MappingFault::Unreadable(fault.to_string()))?;
        let MappingFile { source, list_separator, kind, columns, constants, mut records, ignore } = file;
        match kind {
            Some(kind) if records.is_empty() => {
                records.push(RecordMapping { kind, columns, constants, repeated: false, by_name: false });
            }
            None if !records.is_empty() && columns.is_empty() && constants.is_empty() => {}
            _ => return Err(MappingFault::KindOrRecords),
        }
        Ok(Self { source, list_separator, records, ignore })
    }

    /// For a file in the hub's own format, as it exports it: the columns bear the names of the fields.
    #[must_use]
    pub fn by_name(source: &str, kind: ImportKind) -> Self {
        let fields = kind.fields();
        let columns = fields.iter().map(|field| (field.name.to_owned(), Feed::Column(field.name.to_owned())));
        let record = RecordMapping {
            kind,
            columns: columns.collect(),
            constants: BTreeMap::new(),
            repeated: false,
            by_name: true,
        };
        Self {
            source: source.to_owned(),
            list_separator: default_separator(),
            records: vec![record],
            ignore: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_kind_of_record_needs_no_list() {
        let mapping = Mapping::parse(
            r#"{"source":"annuaire","kind":"structure","columns":{"name":"nom",
                "kind":{"column":"nature","values":{"associative":"ASSOCIATIVE","?":null}}}}"#,
        )
        .unwrap();
        assert_eq!(mapping.list_separator, "|");
        assert_eq!(mapping.records[0].columns["name"], Feed::Column("nom".into()));
        assert!(
            matches!(&mapping.records[0].columns["kind"], Feed::Translated(t) if t.values["?"].is_none())
        );
    }

    #[test]
    fn what_the_file_does_not_know_is_refused() {
        for json in [
            r#"{"source":"a","kind":"structure","colums":{}}"#,
            r#"{"source":"a","kind":"structure","columns":{"name":{"colum":"nom","values":{}}}}"#,
            r#"{"source":"a","kind":"village"}"#,
        ] {
            assert!(matches!(Mapping::parse(json), Err(MappingFault::Unreadable(_))), "{json}");
        }
    }

    #[test]
    fn a_kind_and_a_list_of_records_exclude_each_other() {
        for json in [
            r#"{"source":"a"}"#,
            r#"{"source":"a","kind":"structure","records":[{"kind":"territory"}]}"#,
            r#"{"source":"a","constants":{"name":"x"},"records":[{"kind":"territory"}]}"#,
        ] {
            assert_eq!(Mapping::parse(json), Err(MappingFault::KindOrRecords), "{json}");
        }
    }
}
