//! A mapping held against the columns of one file: every fault is found before the first row is read.

use std::collections::{BTreeMap, BTreeSet};

use super::{Feed, Mapping, MappingFault, RecordMapping, Unknown};
use crate::exchange::{
    message::nearest,
    record::{ImportKind, Named},
    table::Columns,
};

/// What to take from each row of one file.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The name under which the hub knows where the rows come from.
    pub source: String,
    /// The records of each line.
    pub records: Vec<RecordPlan>,
    /// Columns of the file that nothing takes and that are not left out on purpose.
    pub unmapped: Vec<String>,
}

/// What to take for one record of a line.
#[derive(Clone, Debug)]
pub struct RecordPlan {
    /// The kind of record.
    pub kind: ImportKind,
    /// Whether several lines may tell the same record.
    pub repeated: bool,
    pub(in crate::exchange) list_separator: String,
    /// The names of the kind's fields, and in their order where each comes from.
    names: Vec<&'static str>,
    pub(in crate::exchange) sources: Vec<Option<Source>>,
    /// References that may name something unknown.
    lenient: Vec<&'static str>,
}

impl RecordPlan {
    /// The column that feeds a field; empty when the value comes from the mapping.
    #[must_use]
    pub fn column(&self, field: &str) -> &str {
        match self.source(field) {
            Some(Source::Cell { column, .. } | Source::Joined { column, .. }) => column,
            Some(Source::Constant(_)) | None => "",
        }
    }

    /// What becomes of a row where this field names something unknown.
    #[must_use]
    pub fn unknown(&self, field: &str) -> Unknown {
        if self.lenient.contains(&field) { Unknown::Empty } else { Unknown::Refuse }
    }

    pub(in crate::exchange) fn source(&self, field: &str) -> Option<&Source> {
        let position = self.names.iter().position(|known| *known == field)?;
        self.sources.get(position)?.as_ref()
    }
}

/// Where the value of a field comes from.
#[derive(Clone, Debug)]
pub(in crate::exchange) enum Source {
    Constant(String),
    Cell { column: String, position: usize, values: Option<BTreeMap<String, Option<String>>>, first: bool },
    Joined { column: String, items: Vec<Vec<Part>> },
}

/// A piece of an item of a joined list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::exchange) enum Part {
    Text(String),
    Cell(usize),
}

impl Mapping {
    /// Holds the mapping against the columns of a file.
    ///
    /// # Errors
    /// All faults at once: unknown fields, columns that the file lacks, required fields that nothing feeds.
    pub fn bind(&self, columns: &Columns) -> Result<Plan, Vec<MappingFault>> {
        let mut binding = Binding { columns, used: BTreeSet::new(), faults: Vec::new() };
        let records =
            self.records.iter().map(|record| binding.record(record, &self.list_separator)).collect();
        if !binding.faults.is_empty() {
            return Err(binding.faults);
        }
        let left = |name: &&String| !binding.used.contains(*name) && !self.ignore.contains(name);
        let unmapped = columns.names().iter().filter(left).cloned().collect();
        Ok(Plan { source: self.source.clone(), records, unmapped })
    }
}

struct Binding<'c> {
    columns: &'c Columns,
    used: BTreeSet<String>,
    faults: Vec<MappingFault>,
}

impl Binding<'_> {
    fn record(&mut self, record: &RecordMapping, list_separator: &str) -> RecordPlan {
        let fields = record.kind.fields();
        for field in record.columns.keys().chain(record.constants.keys()) {
            if !fields.iter().any(|known| known.name == field) {
                self.faults.push(unknown_field(record.kind, field));
            }
        }
        let mut sources = Vec::with_capacity(fields.len());
        let mut lenient = Vec::new();
        for field in &fields {
            let faults = self.faults.len();
            let source = self.source(record, field.name);
            if self.is_lenient(record, *field) {
                lenient.push(field.name);
            }
            if field.required && source.is_none() && self.faults.len() == faults {
                self.faults.push(MappingFault::Unfed(field.name));
            }
            sources.push(source);
        }
        RecordPlan {
            kind: record.kind,
            repeated: record.repeated,
            list_separator: list_separator.to_owned(),
            names: fields.iter().map(|field| field.name).collect(),
            sources,
            lenient,
        }
    }

    fn is_lenient(&mut self, record: &RecordMapping, field: Named) -> bool {
        let (unknown, must) = match record.columns.get(field.name) {
            Some(Feed::Reference(reference)) => (reference.unknown, true),
            Some(Feed::Joined(join)) => (join.unknown, join.unknown == Unknown::Empty),
            _ => return false,
        };
        if must && !field.reference {
            self.faults.push(MappingFault::NoReference(field.name));
        }
        unknown == Unknown::Empty
    }

    fn source(&mut self, record: &RecordMapping, field: &str) -> Option<Source> {
        let feed = match (record.columns.get(field), record.constants.get(field)) {
            (Some(feed), None) => feed,
            (None, Some(value)) => return Some(Source::Constant(value.clone())),
            (None, None) => return None,
            (Some(_), Some(_)) => {
                self.faults.push(MappingFault::FedTwice(field.to_owned()));
                return None;
            }
        };
        match feed {
            Feed::Column(column) if record.by_name && self.columns.position(column).is_none() => None,
            Feed::Column(column) => self.cell(column, None, false),
            Feed::Translated(translation) => {
                self.cell(&translation.column, Some(translation.values.clone()), translation.first)
            }
            Feed::Joined(join) => self.joined(&join.join),
            Feed::Reference(reference) => self.cell(&reference.column, None, false),
        }
    }

    fn cell(
        &mut self,
        column: &str,
        values: Option<BTreeMap<String, Option<String>>>,
        first: bool,
    ) -> Option<Source> {
        let position = self.position(column)?;
        Some(Source::Cell { column: column.to_owned(), position, values, first })
    }

    fn joined(&mut self, templates: &[String]) -> Option<Source> {
        let items: Vec<_> = templates.iter().filter_map(|template| self.item(template)).collect();
        let first = items.iter().flatten().find_map(|part| match part {
            Part::Cell(position) => self.columns.names().get(*position).cloned(),
            Part::Text(_) => None,
        });
        (items.len() == templates.len()).then(|| Source::Joined { column: first.unwrap_or_default(), items })
    }

    fn item(&mut self, template: &str) -> Option<Vec<Part>> {
        let mut parts = Vec::new();
        let mut rest = template;
        while let Some((text, after)) = rest.split_once('{') {
            let Some((column, after)) = after.split_once('}') else {
                self.faults.push(MappingFault::Braces(template.to_owned()));
                return None;
            };
            parts.push(Part::Text(text.to_owned()));
            parts.push(Part::Cell(self.position(column)?));
            rest = after;
        }
        parts.push(Part::Text(rest.to_owned()));
        Some(parts)
    }

    fn position(&mut self, column: &str) -> Option<usize> {
        let position = self.columns.position(column);
        if position.is_some() {
            self.used.insert(column.to_owned());
        } else {
            let known = self.columns.names().iter().map(String::as_str);
            let suggestion = nearest(column, known).map(str::to_owned);
            self.faults.push(MappingFault::MissingColumn { column: column.to_owned(), suggestion });
        }
        position
    }
}

fn unknown_field(kind: ImportKind, field: &str) -> MappingFault {
    let fields = kind.fields();
    let names = || fields.iter().map(|known| known.name);
    MappingFault::UnknownField {
        field: field.to_owned(),
        suggestion: nearest(field, names()),
        known: names().collect::<Vec<_>>().join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::{limits::ReadLimits, message::Message, table::Table};
    use crate::kernel::locale::Locale;

    fn bind(json: &str, header: &str) -> Result<Plan, Vec<MappingFault>> {
        let table = Table::open(header, &ReadLimits::default()).unwrap();
        Mapping::parse(json).unwrap().bind(table.columns())
    }

    const WHOLE: &str = r#"{"source":"a","kind":"structure","columns":{"externalId":"id","name":"nom",
        "kind":"nature"},"ignore":["qualite"]}"#;

    #[test]
    fn columns_that_nothing_takes_are_listed() {
        let plan = bind(WHOLE, "id,nom,nature,forme,qualite,annee").unwrap();
        assert_eq!(plan.unmapped, ["forme", "annee"]);
    }

    #[test]
    fn a_column_that_the_file_lacks_is_a_fault_with_the_nearest_name() {
        let faults = bind(WHOLE, "id,Nom,nature").unwrap_err();
        let [fault] = faults.as_slice() else { panic!("{faults:?}") };
        assert_eq!(fault.text(Locale::Fr), "le fichier n'a pas de colonne « nom » (peut-être « Nom »)");
    }

    #[test]
    fn all_faults_of_a_mapping_come_at_once() {
        let json = r#"{"source":"a","kind":"structure","columns":{"externalID":"id","name":"nom"},
            "constants":{"name":"x"}}"#;
        let faults = bind(json, "id,nom").unwrap_err();
        assert_eq!(faults.len(), 4, "{faults:?}");
        assert!(faults[0].text(Locale::En).starts_with(
            "there is no field “externalID” (perhaps “externalId”); known fields: externalId, name, kind"
        ));
        assert!(faults.contains(&MappingFault::FedTwice("name".into())));
        assert!(faults.contains(&MappingFault::Unfed("externalId")));
        assert!(faults.contains(&MappingFault::Unfed("kind")));
    }

    #[test]
    fn without_a_mapping_columns_are_taken_by_the_names_of_the_fields() {
        let header = "externalId,name,kind,uai,note";
        let table = Table::open(header, &ReadLimits::default()).unwrap();
        let plan = Mapping::by_name("hub", ImportKind::Structure).bind(table.columns()).unwrap();
        assert_eq!(plan.unmapped, ["note"]);
        let table = Table::open("externalId,kind", &ReadLimits::default()).unwrap();
        let faults = Mapping::by_name("hub", ImportKind::Structure).bind(table.columns()).unwrap_err();
        assert_eq!(faults, [MappingFault::Unfed("name")]);
    }
}
