//! Records written to files: what was exported and comes back changes nothing.

use respyrem::demo;
use respyrem::exchange::export::{Format, export};
use respyrem::exchange::mapping::Mapping;
use respyrem::exchange::record::ImportKind;
use respyrem::kernel::actor::Actor;
use serde_json::json;

use super::{apply_text, import, remarks, structure_named, sums};
use crate::on_both;
use crate::support::TestHub;

const KINDS: [(ImportKind, &str); 6] = [
    (ImportKind::Structure, "structure"),
    (ImportKind::Project, "project"),
    (ImportKind::FundingSource, "funding_source"),
    (ImportKind::TrainingPath, "training_path"),
    (ImportKind::TrainingModule, "path_module where revision_id is null"),
    (ImportKind::Resource, "teaching_resource"),
];

/// What `actor` exports of a kind, and how many records that is said to be.
pub(super) async fn exported(
    hub: &TestHub,
    actor: &Actor,
    kind: ImportKind,
    format: Format,
) -> (String, u64) {
    let mut out = Vec::new();
    let count = export(&hub.store, actor, kind, format, &mut out).await.expect("an export");
    (String::from_utf8(out).expect("a text"), count)
}

on_both!(what_was_exported_and_comes_back_changes_nothing, |hub| {
    demo::load(&hub.store).await.expect("it loads");
    let changes = hub.count("outbox").await;
    for (kind, table) in KINDS {
        let there = usize::try_from(hub.count(table).await).expect("a count");
        for format in [Format::Csv, Format::Ndjson] {
            let (text, count) = exported(&hub, &Actor::System, kind, format).await;
            assert!(count > 0 && usize::try_from(count) == Ok(there), "{kind:?}: {count} of {there}");
            let report = apply_text(&hub.store, &Mapping::by_name("export", kind), &text, false).await;
            assert_eq!(
                sums(&report),
                [0, 0, there, 0, 0],
                "{kind:?} {format:?}: {:?}",
                remarks(&report).first()
            );
            assert!(report.unmapped.is_empty(), "{:?}", report.unmapped);
        }
    }
    assert_eq!(hub.count("outbox").await, changes);
    assert_eq!(hub.count("external_ref").await, 0, "the hub's own names are nobody else's");
});

on_both!(who_exports_writes_what_it_sees, |hub| {
    demo::load(&hub.store).await.expect("it loads");
    for (kind, list) in [
        (ImportKind::Structure, "structures"),
        (ImportKind::Project, "projects"),
        (ImportKind::FundingSource, "fundingSources"),
        (ImportKind::TrainingPath, "trainingPaths"),
        (ImportKind::Resource, "resources"),
    ] {
        let answer = hub.ask(&format!("{{ all: {list} {{ totalCount }} }}"), json!({})).await;
        let seen = answer["data"]["all"]["totalCount"].as_u64().expect("a count");
        let (text, count) = exported(&hub, &Actor::Anonymous, kind, Format::Ndjson).await;
        assert_eq!((count, text.lines().count()), (seen, usize::try_from(seen).expect("a count")), "{list}");
    }
});

on_both!(an_edited_export_changes_what_was_edited, |hub| {
    let header = "externalId,name,kind,phone\n";
    import(&hub, "s", &format!("{header}a,Casal,PRIVATE,04 68 00 00 01\nb,Forn,PRIVATE,\n")).await;
    let (text, _) = exported(&hub, &Actor::System, ImportKind::Structure, Format::Csv).await;
    let edited = text.replace("Casal", "Casal Nou");
    let report =
        apply_text(&hub.store, &Mapping::by_name("edited", ImportKind::Structure), &edited, false).await;
    assert_eq!(sums(&report), [0, 1, 1, 0, 0]);
    assert_eq!(structure_named(&hub, "Casal Nou").await.1.phone.as_deref(), Some("04 68 00 00 01"));
});
