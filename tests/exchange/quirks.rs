//! Public files as they were published, with all that is wrong with them, when those stand beside the project: each
//! comes in by a mapping of the project, or is refused with what to do.

use std::fs::File;
use std::path::Path;

use respyrem::exchange::apply::{self, ApplyOptions, Report};
use respyrem::exchange::encoding::decode;
use respyrem::exchange::limits::ReadLimits;
use respyrem::exchange::mapping::Mapping;
use respyrem::exchange::message::Message;
use respyrem::exchange::reading::Reading;
use respyrem::exchange::record::ImportKind;
use respyrem::kernel::locale::Locale;

use super::{import, public_file, remarks, siret, sums};
use crate::on_both;
use crate::support::TestHub;

fn text_of(name: &str) -> Option<String> {
    let file = File::open(public_file(&format!("quirks/{name}"))?).expect("a file");
    Some(decode(file, &ReadLimits::default()).expect("a text").text)
}

async fn bring(hub: &TestHub, file: &str, mapping: &str) -> Option<Report> {
    let text = text_of(file)?;
    let mapping = Path::new(env!("CARGO_MANIFEST_DIR")).join("mappings").join(mapping);
    let mapping = Mapping::parse(&std::fs::read_to_string(mapping).expect("a text")).expect("a mapping");
    let reading =
        Reading::open(&text, &mapping, &ReadLimits::default(), Locale::En).expect("a readable file");
    let options = ApplyOptions { owner: Some("s:forn".to_owned()), ..ApplyOptions::new(Locale::En) };
    Some(apply::apply(&hub.store, reading, options, &|_| ()).await.expect("an import"))
}

on_both!(files_of_all_encodings_and_layouts_come_in, |hub| {
    import(&hub, "s", &format!("externalId,name,kind,siret\nforn,Cal Forn,PRIVATE,{}\n", siret(1))).await;
    // What is left out has no number that its register could have given, is told twice, or was cut in the extract.
    for (file, mapping, created, left_out) in [
        ("perimetre_epci_dep66_cp1252.csv", "perimetre-epci.json", 244 + 12, 0),
        ("cfa_dep66_latin1.csv", "cfa-66.json", 5, 0),
        ("jaune_2010_dep66_cp1252_crlf.csv", "jaune-2010.json", 75, 10),
        ("politique_ville_dep66_brut.json", "politique-ville.json", 23, 80),
        ("rncp_info_v1.4_debut_cp1252_cr_dans_champs.csv", "rncp-info.json", 292, 2),
    ] {
        let Some(first) = bring(&hub, file, mapping).await else { return };
        let told = |report: &Report| report.summary.duplicates + report.summary.errors;
        assert_eq!(
            (first.summary.created, told(&first)),
            (created, left_out),
            "{file}: {:?}",
            remarks(&first)
        );
        let again = bring(&hub, file, mapping).await.expect("the file");
        assert_eq!((again.summary.unchanged, told(&again)), (created, left_out), "{file}");
    }
});

on_both!(numbers_that_a_spreadsheet_shortened_are_refused_one_by_one, |hub| {
    let Some(report) =
        bring(&hub, "annuaire_education_siret_abime_excel.csv", "annuaire-education.json").await
    else {
        return;
    };
    assert_eq!(sums(&report), [0, 0, 0, 0, 5]);
    for (_, column, message) in remarks(&report) {
        assert_eq!(column, "SIREN_SIRET");
        assert!(message.contains("spreadsheet"), "{message}");
    }
});

#[test]
fn a_file_without_a_mapping_is_told_which_fields_it_lacks() {
    let Some(text) = text_of("festivals_dep66_double_bom.csv") else { return };
    let mapping = Mapping::by_name("festivals", ImportKind::Structure);
    let faults = Reading::open(&text, &mapping, &ReadLimits::default(), Locale::En).map(|_| ()).unwrap_err();
    let told: Vec<String> = faults.iter().map(|fault| fault.text(Locale::En)).collect();
    assert_eq!(told[0], "the required field “externalId” is fed by no column");
    assert_eq!(told.len(), 3, "{told:?}");
}
