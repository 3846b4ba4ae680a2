//! Rows of structures.

use super::*;
use crate::exchange::{
    reading::tests::read_one,
    record::{ImportKind, Record},
};

fn read(cells: &[(&str, &str)]) -> Result<Cells, Vec<(String, String)>> {
    let required = [("externalId", "1"), ("name", "Casal del Conflent"), ("kind", "ASSOCIATIVE")];
    let missing = required.into_iter().filter(|(name, _)| cells.iter().all(|(given, _)| given != name));
    let cells: Vec<_> = missing.chain(cells.iter().copied()).collect();
    match read_one(ImportKind::Structure, &cells) {
        Ok(Record::Told(row)) => Ok(row.cells),
        Ok(other) => panic!("{other:?}"),
        Err(faults) => Err(faults.into_iter().map(|fault| (fault.column, fault.message)).collect()),
    }
}

fn only_fault(cells: &[(&str, &str)]) -> (String, String) {
    let faults = read(cells).unwrap_err();
    assert_eq!(faults.len(), 1, "{faults:?}");
    faults.into_iter().next().unwrap()
}

#[test]
fn a_lost_zero_is_a_fault_with_a_hint() {
    let (column, message) = only_fault(&[("siren", "58801481")]);
    assert_eq!(column, "siren");
    assert!(message.contains("zéro en tête"), "{message}");
}

#[test]
fn a_siren_in_the_siret_column_is_a_fault_with_a_hint() {
    let (column, message) = only_fault(&[("siret", "216600015")]);
    assert_eq!(column, "siret");
    assert!(message.contains("C'est un SIREN"), "{message}");
}

#[test]
fn a_number_shortened_by_a_spreadsheet_is_a_fault_with_a_hint() {
    let (_, message) = only_fault(&[("siret", "2,17003E+13")]);
    assert!(message.contains("tableur"), "{message}");
}

#[test]
fn the_siren_comes_from_the_siret_and_must_be_its_own() {
    let row = read(&[("siret", "732 829 320 00074")]).unwrap();
    assert_eq!(row.text("siren"), Some("732829320"));
    let (column, message) = only_fault(&[("siret", "73282932000074"), ("siren", "216600015")]);
    assert_eq!(column, "siren");
    assert_eq!(message, "le SIREN n'est pas celui du SIRET, qui commence par lui");
}

#[test]
fn only_an_association_has_an_rna_number() {
    assert!(read(&[("rna", "W662000123")]).is_ok());
    assert_eq!(only_fault(&[("rna", "W662000123"), ("kind", "PUBLIC")]).0, "rna");
}

#[test]
fn a_row_gives_all_its_faults() {
    let faults = read(&[
        ("externalId", ""),
        ("name", "x"),
        ("kind", "indeterminee"),
        ("lat", "42.5"),
        ("lon", ""),
        ("website", "ftp://a.fr"),
        ("email", "accueil"),
        ("visibility", "SECRET"),
    ])
    .unwrap_err();
    let mut columns: Vec<_> = faults.iter().map(|(column, _)| column.as_str()).collect();
    columns.sort_unstable();
    assert_eq!(columns, ["email", "externalId", "kind", "lon", "name", "visibility", "website"]);
}

#[test]
fn a_whole_row_is_read() {
    let row = read(&[
        ("uai", "0660010C"),
        ("territory", "66149"),
        ("postalCode", "66500"),
        ("lat", "42,61"),
        ("lon", "2.42"),
        ("geoPrecision", "STREET"),
        ("visibility", "public"),
        ("email", "Accueil@Casal.cat"),
    ])
    .unwrap();
    assert_eq!(row.get("lat"), Some(&Value::Decimal(42.61)));
    assert_eq!(row.text("geoPrecision"), Some("STREET"));
    assert_eq!(row.text("visibility"), Some("PUBLIC"));
    assert_eq!(row.text("email"), Some("accueil@casal.cat"));
    assert_eq!(row.text("territory"), Some("66149"));
}
