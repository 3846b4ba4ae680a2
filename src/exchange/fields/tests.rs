//! One row through a mapping, cell by cell.

use super::*;
use crate::exchange::{limits::ReadLimits, mapping::Mapping, table::Table};

/// Reads the first row of a file through a mapping of structures.
fn with_row<T>(mapping: &str, file: &str, read: impl FnOnce(RowReader<'_>) -> T) -> T {
    let mut table = Table::open(file, &ReadLimits::default()).unwrap();
    let plan = Mapping::parse(mapping).unwrap().bind(table.columns()).unwrap();
    let row = table.next().unwrap().unwrap();
    read(RowReader::new(&plan.records[0], &row, Locale::Fr))
}

const MAPPING: &str = r#"{"source":"a","kind":"structure","columns":{"externalId":"id","name":"nom",
    "kind":{"column":"nature","values":{"privee":"PRIVATE","inconnue":null}},"description":"note"}}"#;

#[derive(Clone, Copy, Debug, PartialEq)]
struct Private;

impl Choice for Private {
    const CHOICES: &'static [(&'static str, Self)] = &[("PRIVATE", Self)];
}

#[test]
fn a_text_is_tidied_and_measured() {
    let file = "id,nom,nature,note\n1, L\u{2019}e\u{301}cole  \u{a0}bressola ,privee,\"a\r\nb\"\n";
    with_row(MAPPING, file, |mut reader| {
        assert_eq!(reader.text("name", 2..=200).as_deref(), Some("L\u{2019}école bressola"));
        assert_eq!(reader.long_text("description", 1..=10).as_deref(), Some("a\nb"));
        assert_eq!(reader.text("name", 2..=5), None);
        let faults = reader.finish(()).unwrap_err();
        assert_eq!(faults[0].message, "16 caractères ; il en faut de 2 à 5");
    });
}

#[test]
fn all_faults_of_a_row_name_their_column() {
    with_row(MAPPING, "id,nom,nature,note\n1, ,publique,x\n", |mut reader| {
        reader.required_text("name", 2..=200);
        reader.choice::<Private>("kind");
        reader.integer("description", 0..=9);
        let faults = reader.finish(()).unwrap_err();
        let seen: Vec<_> =
            faults.iter().map(|fault| (fault.column.as_str(), fault.field, fault.code)).collect();
        assert_eq!(
            seen,
            [
                ("nom", "name", Code::Required),
                ("nature", "kind", Code::Invalid),
                ("note", "description", Code::Invalid)
            ]
        );
        assert_eq!(
            faults[1].message,
            "la correspondance ne traduit pas « publique » ; elle traduit : inconnue, privee"
        );
        assert_eq!(faults[0].line, 2);
    });
}

#[test]
fn a_value_translated_to_nothing_leaves_the_field_empty() {
    with_row(MAPPING, "id,nom,nature,note\n1,x,inconnue,\n", |mut reader| {
        assert_eq!(reader.choice::<Private>("kind"), None);
        assert_eq!(reader.finish(()), Ok(()));
    });
}

#[test]
fn a_list_is_parted_by_its_separator_or_is_json() {
    for (cell, items) in [
        ("66500| 66820 |", ["66500", "66820"].as_slice()),
        (r#""[""66500"",""66820""]""#, &["66500", "66820"]),
        ("", &[]),
    ] {
        let file = format!("id,nom,nature,note\n1,x,privee,{cell}\n");
        with_row(MAPPING, &file, |mut reader| assert_eq!(reader.list("description"), items));
    }
}

#[test]
fn a_joined_list_leaves_out_items_with_an_empty_column() {
    let mapping = r#"{"source":"a","kind":"territory","columns":{"kind":"k","code":"k","name":"k",
        "parents":{"join":["EPCI:{epci}","PNR:{pnr}","DEPARTMENT:66"]}}}"#;
    with_row(mapping, "k,epci,pnr\nx,200049211,\n", |mut reader| {
        assert_eq!(reader.list("parents"), ["EPCI:200049211", "DEPARTMENT:66"]);
    });
}

#[test]
fn numbers_keep_within_their_bounds() {
    with_row(MAPPING, "id,nom,nature,note\n1,x,privee,\"91,5\"\n", |mut reader| {
        assert_eq!(reader.decimal("description", 0.0..=92.0), Some(91.5));
        assert_eq!(reader.decimal("description", -90.0..=90.0), None);
        let faults = reader.finish(()).unwrap_err();
        assert_eq!(faults[0].message, "le nombre doit être entre -90 et 90");
    });
}
