//! The project's mappings over public files as they were published, when those stand beside the project.

use std::{
    collections::BTreeMap,
    fs::File,
    path::{Path, PathBuf},
    time::Instant,
};

use super::*;
use crate::exchange::{
    encoding::decode,
    table::{Format, LineFault, LineProblem},
};

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A public file, if it is there; the data are too large and too varied in licence to be kept with the project.
fn public_file(name: &str) -> Option<PathBuf> {
    let path =
        project().ancestors().map(|folder| folder.join("shared/data").join(name)).find(|path| path.exists());
    if path.is_none() {
        println!("{name} is not beside the project: not read");
    }
    path
}

fn text_of(path: &Path) -> (String, &'static str) {
    let decoded = decode(File::open(path).unwrap(), &ReadLimits::default()).unwrap();
    (decoded.text, decoded.encoding)
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Tally {
    records: usize,
    duplicates: usize,
    faulty: usize,
    /// Lines that have a fault in that field.
    fields: BTreeMap<&'static str, usize>,
    unmapped: Vec<String>,
}

fn tally(file: &Path, mapping: &str) -> Tally {
    let (text, _) = text_of(file);
    let mapping = std::fs::read_to_string(project().join("mappings").join(mapping)).unwrap();
    let start = Instant::now();
    let reading =
        Reading::open(&text, &Mapping::parse(&mapping).unwrap(), &ReadLimits::default(), Locale::Fr).unwrap();
    let mut tally = Tally { unmapped: reading.plan().unmapped.clone(), ..Tally::default() };
    for outcome in reading.flat_map(|line| line.outcomes) {
        match outcome {
            Outcome::Record { .. } => tally.records += 1,
            Outcome::Duplicate { .. } => tally.duplicates += 1,
            Outcome::Faulty(faults) => {
                tally.faulty += 1;
                faults.iter().for_each(|fault| *tally.fields.entry(fault.field).or_default() += 1);
            }
        }
    }
    println!("{}: {tally:?} in {:?}", file.display(), start.elapsed());
    tally
}

#[test]
fn every_mapping_of_the_project_is_one() {
    for entry in std::fs::read_dir(project().join("mappings")).unwrap() {
        let path = entry.unwrap().path();
        let mapping = Mapping::parse(&std::fs::read_to_string(&path).unwrap());
        assert_eq!(
            mapping.map(|mapping| mapping.source).as_deref(),
            Ok(path.file_stem().unwrap().to_str().unwrap())
        );
    }
}

#[test]
fn all_communes_are_read_with_their_larger_areas() {
    let Some(file) = public_file("communes_66.csv") else { return };
    let tally = tally(&file, "communes-66.json");
    // 226 communes, 12 intercommunalities, a département and a region.
    assert_eq!((tally.records, tally.duplicates, tally.faulty), (226 + 12 + 2, 0, 0));
    assert_eq!(tally.unmapped, ["arrondissement", "mairie_adresse", "mairie_site"]);
}

#[test]
fn structures_of_the_departement_are_read_or_named() {
    let Some(file) = public_file("structures.csv") else { return };
    let tally = tally(&file, "structures-66.json");
    assert_eq!((tally.records, tally.duplicates, tally.faulty), (607, 0, 16));
    // Ten museums of unknown nature, five numbers that are no SIREN, an address with a comma for a point.
    assert_eq!(tally.fields, BTreeMap::from([("kind", 10), ("siren", 5), ("website", 1)]));
    assert_eq!(tally.unmapped, ["autres_noms", "forme", "activite", "rattachement_id"]);
}

#[test]
fn structures_of_the_country_are_read_or_named() {
    let Some(file) = public_file("structures_france_scale.csv") else { return };
    let tally = tally(&file, "structures-france.json");
    assert_eq!((tally.records, tally.duplicates, tally.faulty), (27_713, 0, 3_661));
    let fields = [("kind", 3_083), ("name", 4), ("siren", 557), ("siret", 6), ("territory", 22)];
    assert_eq!(tally.fields, BTreeMap::from(fields));
}

/// The encoding, the layout, the columns, the rows that are read and the lines that are not.
type Layout = (&'static str, Format, usize, usize, Vec<LineFault>);

fn layout(path: &Path) -> Layout {
    let (text, encoding) = text_of(path);
    let table = Table::open(&text, &ReadLimits::default()).unwrap();
    let (format, columns) = (table.format(), table.columns().names().len());
    let (rows, faults): (Vec<_>, Vec<_>) = table.partition(Result::is_ok);
    (encoding, format, columns, rows.len(), faults.into_iter().filter_map(Result::err).collect())
}

#[test]
fn files_are_read_as_they_were_published() {
    let Some(folder) = public_file("quirks") else { return };
    let semicolons = Format::Csv { delimiter: ';' };
    // The extract was cut in the middle of a quoted cell.
    let cut = LineFault { line: 603, problem: LineProblem::UnterminatedQuote };
    let expected: BTreeMap<&str, Layout> = BTreeMap::from([
        ("annuaire_education_siret_abime_excel.csv", ("UTF-8", semicolons, 10, 5, vec![])),
        ("cfa_dep66_latin1.csv", ("windows-1252", semicolons, 21, 5, vec![])),
        ("festivals_dep66_double_bom.csv", ("UTF-8", semicolons, 30, 75, vec![])),
        ("jaune_2010_dep66_cp1252_crlf.csv", ("windows-1252", semicolons, 5, 169, vec![])),
        ("perimetre_epci_dep66_cp1252.csv", ("windows-1252", semicolons, 14, 244, vec![])),
        ("politique_ville_dep66_brut.json", ("UTF-8", Format::JsonArray, 8, 243, vec![])),
        ("rncp_info_v1.4_debut_cp1252_cr_dans_champs.csv", ("windows-1252", semicolons, 11, 293, vec![cut])),
    ]);
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        assert_eq!(Some(&layout(&path)), expected.get(name), "{name}");
    }
}

fn outcomes(file: &Path, mapping: &str) -> Vec<Outcome> {
    let (text, _) = text_of(file);
    let mapping = Mapping::parse(mapping).unwrap();
    let reading = Reading::open(&text, &mapping, &ReadLimits::default(), Locale::Fr).unwrap();
    reading.flat_map(|line| line.outcomes).collect()
}

#[test]
fn every_siret_that_a_spreadsheet_broke_is_named() {
    let Some(file) = public_file("quirks/annuaire_education_siret_abime_excel.csv") else { return };
    let outcomes = outcomes(
        &file,
        r#"{"source":"education","kind":"structure","columns":{"externalId":"Identifiant_de_l_etablissement",
            "name":"Nom_etablissement","uai":"Identifiant_de_l_etablissement","siret":"SIREN_SIRET",
            "territory":"Code_commune","postalCode":"Code_postal"},"constants":{"kind":"PUBLIC"}}"#,
    );
    assert_eq!(outcomes.len(), 5);
    for outcome in outcomes {
        let Outcome::Faulty(faults) = outcome else { panic!("{outcome:?}") };
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert_eq!(faults[0].column, "SIREN_SIRET");
        assert!(faults[0].message.contains("tableur"), "{}", faults[0].message);
    }
}

#[test]
fn inhabitants_are_read_with_the_spaces_of_their_thousands() {
    let Some(file) = public_file("quirks/perimetre_epci_dep66_cp1252.csv") else { return };
    let outcomes = outcomes(
        &file,
        r#"{"source":"banatic","records":[
            {"kind":"territory","repeated":true,"columns":{"code":"siren","name":"raison_sociale",
             "population":"total_pop_mun"},"constants":{"kind":"EPCI"}},
            {"kind":"territory","columns":{"code":"insee","name":"nom_membre","population":"pmun_2025",
             "parents":{"join":["EPCI:{siren}"]}},"constants":{"kind":"COMMUNE"}}]}"#,
    );
    let populations: BTreeMap<_, _> = outcomes
        .into_iter()
        .map(|outcome| match outcome {
            Outcome::Record { record: Record::Territory(row), .. } => (row.place.to_string(), row.population),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(populations["COMMUNE:66136"], Some(120_996));
    assert_eq!(populations["EPCI:200027183"], Some(277_926));
}
