//! The project's mappings and public files, when those stand beside the project. `FULL_IMPORT=1` takes the largest too.

use std::path::Path;

use respyrem::exchange::apply::{ApplyOptions, Report};
use respyrem::exchange::export::Format;
use respyrem::exchange::mapping::Mapping;
use respyrem::exchange::record::ImportKind;
use respyrem::kernel::actor::Actor;
use respyrem::kernel::locale::Locale;

use super::export::exported;
use super::{apply_text, apply_with, counts, public_file, remarks, sums};
use crate::on_both;
use crate::support::TestHub;

/// Imports a public file by its mapping, if it is there.
async fn import_public(hub: &TestHub, file: &str, mapping: &str) -> Option<Report> {
    import_with(hub, file, mapping, ApplyOptions::new(Locale::En)).await
}

/// The same, for the département: it owns what the file gives to nobody.
async fn import_owned(hub: &TestHub, file: &str, mapping: &str) -> Option<Report> {
    let owner = Some("structures-66:226600013".to_owned());
    import_with(hub, file, mapping, ApplyOptions { owner, ..ApplyOptions::new(Locale::En) }).await
}

async fn import_with(hub: &TestHub, file: &str, mapping: &str, options: ApplyOptions) -> Option<Report> {
    let text = std::fs::read_to_string(public_file(file)?).expect("a text");
    let mapping = Path::new(env!("CARGO_MANIFEST_DIR")).join("mappings").join(mapping);
    let mapping = Mapping::parse(&std::fs::read_to_string(mapping).expect("a text")).expect("a mapping");
    Some(apply_with(&hub.store, &mapping, &text, options).await)
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

/// How many projects, funding sources, paths, modules and resources there are, and how many changes were logged.
async fn told(hub: &TestHub) -> Vec<i64> {
    let mut counts = Vec::new();
    for table in ["project", "funding_source", "training_path", "path_module", "teaching_resource", "outbox"]
    {
        counts.push(hub.count(table).await);
    }
    counts
}

on_both!(what_else_is_public_of_the_departement_is_imported, |hub| {
    if import_public(&hub, "communes_66.csv", "communes-66.json").await.is_none() {
        return;
    }
    import_public(&hub, "structures.csv", "structures-66.json").await;
    let files = [
        ("projects.csv", "projects-66.json", 208),
        ("funding_sources.csv", "aides-territoires.json", 274),
        ("training.csv", "rncp.json", 1_315),
        ("training_modules.csv", "rncp-modules.json", 3_708),
        ("teaching_resources.csv", "teaching-resources.json", 449),
    ];
    for (file, mapping, count) in files {
        let report = import_owned(&hub, file, mapping).await.expect("the file");
        assert_eq!(sums(&report), [count, 0, 0, 0, 0], "{file}: {:?}", remarks(&report).first());
    }
    let before = told(&hub).await;
    assert_eq!(before[..5], [208, 274, 1_315, 3_708, 449]);
    for (file, mapping, count) in files {
        let report = import_owned(&hub, file, mapping).await.expect("the file");
        assert_eq!(sums(&report), [0, 0, count, 0, 0], "{file}");
    }
    for (kind, count) in [
        (ImportKind::Structure, None),
        (ImportKind::Project, Some(208)),
        (ImportKind::FundingSource, Some(274)),
        (ImportKind::TrainingPath, Some(1_315)),
        (ImportKind::TrainingModule, Some(3_708)),
        (ImportKind::Resource, Some(449)),
    ] {
        let (text, written) = exported(&hub, &Actor::System, kind, Format::Csv).await;
        assert!(count.is_none_or(|count| written == count), "{kind:?}: {written}");
        let report = apply_text(&hub.store, &Mapping::by_name("export", kind), &text, false).await;
        let first = remarks(&report).into_iter().next();
        assert_eq!(report.summary.unchanged, report.lines.len(), "{kind:?}: {first:?}");
    }
    assert_eq!(told(&hub).await, before);
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
