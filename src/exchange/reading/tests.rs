//! Whole files through whole mappings.

use super::*;
use crate::exchange::{encoding::decode, mapping::MappingFault, record::ImportKind};

/// Reads one record whose columns bear the names of the fields.
pub(in crate::exchange) fn read_one(
    kind: ImportKind,
    cells: &[(&str, &str)],
) -> Result<Record, Vec<CellFault>> {
    let quoted = |cell: &str| format!("\"{}\"", cell.replace('"', "\"\""));
    let line = |cells: Vec<String>| cells.join(";") + "\n";
    let header = line(cells.iter().map(|(name, _)| quoted(name)).collect());
    let text = header + &line(cells.iter().map(|(_, cell)| quoted(cell)).collect());
    let mut lines = read(&text, &Mapping::by_name("test", kind)).unwrap();
    match lines.remove(0).outcomes.remove(0) {
        Outcome::Record { record, .. } => Ok(record),
        Outcome::Faulty(faults) => Err(faults),
        Outcome::Duplicate { .. } => panic!("a first line is no duplicate"),
    }
}

fn read(text: &str, mapping: &Mapping) -> Result<Vec<ReadLine>, Vec<FileFault>> {
    Reading::open(text, mapping, &ReadLimits::default(), Locale::Fr).map(Iterator::collect)
}

fn structures(text: &str) -> Vec<ReadLine> {
    read(text, &Mapping::by_name("test", ImportKind::Structure)).unwrap()
}

const HEADER: &str = "externalId,name,kind\n";

#[test]
fn good_lines_come_out_beside_bad_ones() {
    let lines = structures(&format!("{HEADER}1,Casal,ASSOCIATIVE\n2,Forn\n3,x,PRIVATE\n4,Lycée,PUBLIC\n"));
    let [casal, ragged, short, school] = lines.as_slice() else { panic!("{lines:?}") };
    assert!(matches!(casal.outcomes[..], [Outcome::Record { .. }]));
    assert!(matches!(school.outcomes[..], [Outcome::Record { .. }]));
    assert_eq!(ragged.line, 3);
    for (line, column, field) in [(ragged, "", ""), (short, "name", "name")] {
        let [Outcome::Faulty(faults)] = line.outcomes.as_slice() else { panic!("{line:?}") };
        assert_eq!((faults[0].line, faults[0].column.as_str(), faults[0].field), (line.line, column, field));
    }
    assert_eq!(short.cells[2].as_deref(), Some("PRIVATE"));
}

#[test]
fn the_same_key_twice_is_a_duplicate_of_the_first_line() {
    let lines = structures(&format!("{HEADER}1,Casal,ASSOCIATIVE\n\n1,Casal,ASSOCIATIVE\n1,Forn,PRIVATE\n"));
    assert_eq!(lines[1].line, 4);
    assert_eq!(lines[1].outcomes, [Outcome::Duplicate { first_line: 2 }]);
    assert_eq!(lines[2].outcomes, [Outcome::Duplicate { first_line: 2 }]);
}

const COMMUNES: &str = r#"{"source":"t","records":[
    {"kind":"territory","repeated":true,"constants":{"kind":"DEPARTMENT","code":"66","name":"Pyrénées-Orientales"}},
    {"kind":"territory","repeated":true,"columns":{"code":"epci","name":"epci_nom"},"constants":{"kind":"EPCI"}},
    {"kind":"territory","columns":{"code":"insee","name":"nom","parents":{"join":["EPCI:{epci}","DEPARTMENT:66"]}},
     "constants":{"kind":"COMMUNE"}}]}"#;

fn keys(line: &ReadLine) -> Vec<String> {
    let key = |outcome: &Outcome| match outcome {
        Outcome::Record { record, .. } => record.key().1,
        other => panic!("{other:?}"),
    };
    line.outcomes.iter().map(key).collect()
}

#[test]
fn a_line_tells_several_records_parents_first() {
    let text = "insee,nom,epci,epci_nom\n66149,Prades,200049211,Conflent\n66053,Catllar,200049211,Conflent\n66999,Seul,,\n";
    let lines = read(text, &Mapping::parse(COMMUNES).unwrap()).unwrap();
    assert_eq!(keys(&lines[0]), ["DEPARTMENT:66", "EPCI:200049211", "COMMUNE:66149"]);
    assert_eq!(keys(&lines[1]), ["COMMUNE:66053"]);
    assert_eq!(keys(&lines[2]), ["COMMUNE:66999"]);
}

#[test]
fn a_repeated_record_told_otherwise_is_a_fault() {
    let text = "insee,nom,epci,epci_nom\n66149,Prades,200049211,Conflent\n66053,Catllar,200049211,Conflans\n";
    let lines = read(text, &Mapping::parse(COMMUNES).unwrap()).unwrap();
    let Outcome::Faulty(faults) = &lines[1].outcomes[0] else { panic!("{lines:?}") };
    assert_eq!(faults[0].message, "la ligne 2 décrit autrement le même enregistrement");
}

#[test]
fn the_same_records_come_from_csv_and_from_ndjson() {
    let csv = structures("externalId,name,kind,lat,lon,visibility\n1,Casal,ASSOCIATIVE,42.6,2.4,TEAM\n");
    let json =
        r#"{"externalId":"1","name":"Casal","kind":"ASSOCIATIVE","lat":42.6,"lon":2.4,"visibility":"TEAM"}"#;
    assert_eq!(structures(json)[0].outcomes, csv[0].outcomes);
}

#[test]
fn a_windows_file_of_a_spreadsheet_is_read_whole() {
    let bytes = b"externalId;name;kind;address\r\n1;Caf\xe9 solidaire;ASSOCIATIVE;\"3, place\rde la R\xe9publique\"\r\n";
    let decoded = decode(&bytes[..], &ReadLimits::default()).unwrap();
    let lines = structures(&decoded.text);
    let [Outcome::Record { record: Record::Told(row), .. }] = lines[0].outcomes.as_slice() else {
        panic!("{lines:?}")
    };
    assert_eq!(row.cells.text("name"), Some("Café solidaire"));
    assert_eq!(row.cells.text("address"), Some("3, place de la République"));
    assert_eq!(row.cells.text("kind"), Some("ASSOCIATIVE"));
}

#[test]
fn a_file_that_lacks_a_required_column_is_not_read() {
    let faults =
        read("externalId,name\n1,Casal\n", &Mapping::by_name("t", ImportKind::Structure)).unwrap_err();
    assert_eq!(faults, [FileFault::Mapping(MappingFault::Unfed("kind"))]);
    let fault = faults[0].to_fault(Locale::Ca);
    assert_eq!(fault.message, "el camp obligatori «kind» no ve de cap columna");
}
