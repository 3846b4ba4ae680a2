//! The project's mappings and public files, when those stand beside the project. `FULL_IMPORT=1` takes the largest too.

use std::path::Path;

use respyrem::exchange::apply::Report;
use respyrem::exchange::mapping::Mapping;

use super::{apply_text, counts, public_file, sums};
use crate::on_both;
use crate::support::TestHub;

/// Imports a public file by its mapping, if it is there.
async fn import_public(hub: &TestHub, file: &str, mapping: &str) -> Option<Report> {
    let text = std::fs::read_to_string(public_file(file)?).expect("a text");
    let mapping = Path::new(env!("CARGO_MANIFEST_DIR")).join("mappings").join(mapping);
    let mapping = Mapping::parse(&std::fs::read_to_string(mapping).expect("a text")).expect("a mapping");
    Some(apply_text(&hub.store, &mapping, &text, false).await)
}

on_both!(the_communes_and_structures_of_the_departement_are_imported, |hub| {
    let Some(communes) = import_public(&hub, "communes_66.csv", "communes-66.json").await else { return };
    assert_eq!(sums(&communes), [240, 0, 0, 0, 0]);
    let Some(first) = import_public(&hub, "structures.csv", "structures-66.json").await else { return };
    assert_eq!(first.summary.created + first.summary.duplicates, 607);
    assert_eq!(first.summary.errors, 16);
    let before = counts(&hub.store).await;
    let again = import_public(&hub, "structures.csv", "structures-66.json").await.expect("the file");
    assert_eq!(again.summary.unchanged, first.summary.created);
    assert_eq!(counts(&hub.store).await, before);
});

on_both!(the_structures_of_the_country_are_imported, |hub| {
    if std::env::var_os("FULL_IMPORT").is_none() {
        return;
    }
    let Some(first) = import_public(&hub, "structures_france_scale.csv", "structures-france.json").await
    else {
        return;
    };
    assert_eq!(first.lines.len(), 31_374);
    let again = import_public(&hub, "structures_france_scale.csv", "structures-france.json").await;
    assert_eq!(again.expect("the file").summary.unchanged, first.summary.created);
});
