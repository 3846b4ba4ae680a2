//! Structures told by files.

use respyrem::exchange::apply::Verdict;
use respyrem::exchange::export::Format;
use respyrem::exchange::mapping::Mapping;
use respyrem::exchange::record::ImportKind;
use respyrem::kernel::actor::Actor;
use serde_json::json;

use super::export::exported;
use super::{apply_text, counts, events, import, import_places, many, remarks, siret, structure_named, sums};
use crate::on_both;

const HEADER: &str = "externalId,name,kind,siret,territory,phone\n";

on_both!(rows_make_structures, |hub| {
    let text = format!("{HEADER}a,Casal,ASSOCIATIVE,{},,\nb,Forn,PRIVATE,,,\n", siret(1));
    assert_eq!(sums(&import(&hub, "s", &text).await), [2, 0, 0, 0, 0]);
    let (record, casal) = structure_named(&hub, "Casal").await;
    assert_eq!((casal.status.as_str(), casal.siren.as_deref()), ("ACTIVE", Some(&siret(1)[..9])));
    assert_eq!((record.owner_id, record.slug.as_deref()), (Some(casal.id), Some("casal")));
    assert_eq!((record.effective_visibility.as_str(), record.version), ("NETWORK", 1));
    assert_eq!(structure_named(&hub, "Forn").await.1.status, "DRAFT");
    let made = ("structure.created".to_owned(), 1, "[]".to_owned());
    assert_eq!(events(&hub).await, [made.clone(), made]);
    assert_eq!(counts(&hub.store).await, [2, 2, 2, 2]);
});

on_both!(the_same_file_again_touches_nothing, |hub| {
    let text = format!("{HEADER}a,Casal,ASSOCIATIVE,{},,\nb,Forn,PRIVATE,,,\n", siret(1));
    import(&hub, "s", &text).await;
    let before = structure_named(&hub, "Casal").await;
    assert_eq!(sums(&import(&hub, "s", &text).await), [0, 0, 2, 0, 0]);
    assert_eq!(structure_named(&hub, "Casal").await, before);
    assert_eq!(counts(&hub.store).await, [2, 2, 2, 2]);
});

on_both!(a_changed_row_changes_what_differs, |hub| {
    import(&hub, "s", &format!("{HEADER}a,Casal,ASSOCIATIVE,,,04 68 00 00 01\nb,Forn,PRIVATE,,,\n")).await;
    let report = import(&hub, "s", &format!("{HEADER}a,Casal Nou,ASSOCIATIVE,,,\nb,Forn,PRIVATE,,,\n")).await;
    assert_eq!(report.lines[0].verdict, Verdict::Updated(vec!["name"]));
    assert_eq!(sums(&report), [0, 1, 1, 0, 0]);
    let (record, casal) = structure_named(&hub, "Casal Nou").await;
    assert_eq!((record.version, record.sort_name.as_str()), (2, "casal nou"));
    assert_eq!(casal.phone.as_deref(), Some("04 68 00 00 01"), "an empty cell says nothing");
    assert_eq!(events(&hub).await[2], ("structure.updated".to_owned(), 2, "[\"name\"]".to_owned()));
});

on_both!(a_wrong_row_does_not_stop_the_others, |hub| {
    let text = format!("{HEADER}a,Casal,ASSOCIATIVE,123,,\nb,Forn,PRIVATE,,,\nb,Forn,PRIVATE,,,\n");
    let report = import(&hub, "s", &text).await;
    assert_eq!(sums(&report), [1, 0, 0, 1, 1]);
    let remarks = remarks(&report);
    assert_eq!((remarks[0].0, remarks[0].1), (2, "siret"));
    assert_eq!(remarks[1], (4, "", "line 3 already describes this record"));
    assert!(!report.is_whole());
});

on_both!(two_rows_of_a_source_are_never_one_structure, |hub| {
    let text = format!("{HEADER}a,Casal,ASSOCIATIVE,{0},,\nb,Casal,ASSOCIATIVE,{0},,\n", siret(1));
    for created in [1, 0] {
        let report = import(&hub, "s", &text).await;
        assert_eq!(sums(&report), [created, 0, 1 - created, 1, 0]);
        assert_eq!((remarks(&report)[0].0, remarks(&report)[0].1), (3, "siret"));
    }
    assert_eq!(counts(&hub.store).await, [1, 1, 1, 1]);
});

on_both!(another_source_adopts_the_structure_that_holds_the_number, |hub| {
    import(&hub, "s", &format!("{HEADER}a,Casal,ASSOCIATIVE,{},,04 68 00 00 01\n", siret(1))).await;
    let text = format!("externalId,name,kind,siret,uai\n77,Casal,ASSOCIATIVE,{},0660010C\n", siret(1));
    let report = import(&hub, "t", &text).await;
    assert_eq!(report.lines[0].verdict, Verdict::Updated(vec!["uai"]));
    assert_eq!(counts(&hub.store).await, [1, 1, 2, 2]);
    assert_eq!(structure_named(&hub, "Casal").await.1.phone.as_deref(), Some("04 68 00 00 01"));
    assert_eq!(sums(&import(&hub, "t", &text).await), [0, 0, 1, 0, 0]);
});

on_both!(a_number_that_another_structure_holds_is_refused, |hub| {
    let row = |id, name, number| format!("{id},{name},PRIVATE,{},,\n", siret(number));
    import(&hub, "s", &format!("{HEADER}{}{}", row("a", "Casal", 1), row("b", "Forn", 2))).await;
    let report =
        import(&hub, "s", &format!("{HEADER}{}{}", row("a", "Casal", 2), row("b", "Forn Nou", 2))).await;
    assert_eq!(sums(&report), [0, 1, 0, 1, 0]);
    assert!(remarks(&report)[0].2.starts_with("another structure already holds the number"));
    assert_eq!(structure_named(&hub, "Casal").await.1.siret, Some(siret(1)));
});

on_both!(a_number_may_change_hands_within_a_file, |hub| {
    let row = |id, name, number| format!("{id},{name},PRIVATE,{},,\n", siret(number));
    import(&hub, "s", &format!("{HEADER}{}", row("a", "Casal", 1))).await;
    let text = format!("{HEADER}{}{}", row("a", "Casal", 2), row("b", "Forn", 1));
    assert_eq!(sums(&import(&hub, "s", &text).await), [1, 1, 0, 0, 0]);
    assert_eq!(sums(&import(&hub, "s", &text).await), [0, 0, 2, 0, 0]);
});

on_both!(a_row_may_not_contradict_what_it_leaves_unsaid, |hub| {
    import(&hub, "s", &format!("{HEADER}a,Casal,PRIVATE,{},,\n", siret(1))).await;
    let report = import(&hub, "s", "externalId,name,kind,siren\na,Casal,PRIVATE,216600015\n").await;
    assert_eq!((sums(&report), remarks(&report)[0].1), ([0, 0, 0, 0, 1], "siren"));
});

on_both!(structures_of_one_name_have_different_slugs, |hub| {
    import(&hub, "s", &format!("{HEADER}a,Casal,PRIVATE,,,\nb,Casal,PRIVATE,,,\nc,casal!,PRIVATE,,,\n"))
        .await;
    import(&hub, "s", &format!("{HEADER}d,Casal,PRIVATE,,,\n")).await;
    assert_eq!(counts(&hub.store).await, [4, 4, 4, 4]);
});

on_both!(a_dry_run_reports_the_same_and_writes_nothing, |hub| {
    let text = format!("{HEADER}a,Casal,PRIVATE,{0},,\nb,Forn,PRIVATE,{0},,\nc,,PRIVATE,,,\n", siret(1));
    let mapping = Mapping::by_name("s", ImportKind::Structure);
    let rehearsed = apply_text(&hub.store, &mapping, &text, true).await;
    assert_eq!(counts(&hub.store).await, [0, 0, 0, 0]);
    assert_eq!(apply_text(&hub.store, &mapping, &text, false).await, rehearsed);
    assert_eq!(sums(&rehearsed), [1, 0, 0, 1, 1]);
});

on_both!(trades_and_themes_come_from_files_are_found_and_go_out_again, |hub| {
    hub.term("SECTOR", "boulangerie").await;
    hub.term("THEME", "pain").await;
    hub.term("THEME", "levain").await;
    let text =
        "externalId,name,kind,sectors,themes\na,Casal,PRIVATE,boulangerie,pain|levain\nb,Forn,PRIVATE,,\n";
    assert_eq!(sums(&import(&hub, "s", text).await), [2, 0, 0, 0, 0]);
    let query =
        "{ structures(filter: { search: \"boulangerie levain\" }) { nodes { name sectors { code } } } }";
    let answer = hub.ask_as(&Actor::System, query, json!({})).await;
    let found = json!([{ "name": "Casal", "sectors": [{ "code": "boulangerie" }] }]);
    assert_eq!(answer["data"]["structures"]["nodes"], found, "{answer}");
    let (out, _) = exported(&hub, &Actor::System, ImportKind::Structure, Format::Csv).await;
    let mapping = Mapping::by_name("back", ImportKind::Structure);
    assert_eq!(sums(&apply_text(&hub.store, &mapping, &out, false).await), [0, 0, 2, 0, 0]);
    let report = import(&hub, "s", &text.replace("pain|levain", "pain")).await;
    assert_eq!(report.lines[0].verdict, Verdict::Updated(vec!["themes"]));
    assert_eq!(
        hub.ask_as(&Actor::System, query, json!({})).await["data"]["structures"]["nodes"],
        json!([]),
        "what is no longer said is no longer found"
    );
});

const PRADES: &str = "kind,code,name\nCOMMUNE,66149,Prades\n";

on_both!(a_row_in_an_unknown_commune_is_refused, |hub| {
    let text = format!("{HEADER}a,Casal,PRIVATE,,66149,\n");
    let report = import(&hub, "s", &text).await;
    assert_eq!((sums(&report), remarks(&report)[0].1), ([0, 0, 0, 0, 1], "territory"));
    import_places(&hub, PRADES).await;
    assert_eq!(sums(&import(&hub, "s", &text).await), [1, 0, 0, 0, 0]);
    assert!(structure_named(&hub, "Casal").await.1.territory_id.is_some());
});

on_both!(a_mapping_may_forgive_unknown_communes_until_they_are_known, |hub| {
    let mapping = r#"{"source":"s","kind":"structure","constants":{"kind":"PRIVATE"},
        "columns":{"externalId":"id","name":"nom","territory":{"column":"insee","unknown":"empty"}}}"#;
    let mapping = Mapping::parse(mapping).expect("a mapping");
    let text = "id,nom,insee\n1,Casal,66149\n";
    let report = apply_text(&hub.store, &mapping, text, false).await;
    assert_eq!((sums(&report), report.summary.warnings), ([1, 0, 0, 0, 0], 1));
    let again = apply_text(&hub.store, &mapping, text, false).await;
    assert_eq!((sums(&again), again.summary.warnings), ([0, 0, 1, 0, 0], 1));
    import_places(&hub, PRADES).await;
    let placed = apply_text(&hub.store, &mapping, text, false).await;
    assert_eq!(placed.lines[0].verdict, Verdict::Updated(vec!["territory"]));
});

on_both!(statements_are_counted_by_batch_not_by_row, |hub| {
    let (report, statements) = hub.statements(import(&hub, "s", &many(1_000))).await;
    assert_eq!(sums(&report), [1_000, 0, 0, 0, 0]);
    assert!(statements <= 2 * 19, "{statements} statements for two batches");
    let (report, statements) = hub.statements(import(&hub, "s", &many(1_000))).await;
    assert_eq!(sums(&report), [0, 0, 1_000, 0, 0]);
    assert!(statements <= 2 * 4, "{statements} statements for two batches that change nothing");
});

on_both!(the_lists_of_places_follow_structures_and_territories, |hub| {
    let places = "kind,code,name,parents\nEPCI,200049211,Conflent,\nEPCI,246600282,Sud-Roussillon,\n\
        COMMUNE,66149,Prades,EPCI:200049211\nCOMMUNE,66171,Saint-Cyprien,EPCI:246600282\n";
    import_places(&hub, places).await;
    let row = |name: &str, commune: &str| format!("{HEADER}a,{name},PRIVATE,,{commune},\n");
    for text in [row("Casal", "66149"), row("Forn", "66149"), row("Forn", "66171")] {
        import(&hub, "s", &text).await;
        hub.assert_placed().await;
    }
    import_places(&hub, "kind,code,name,parents\nCOMMUNE,66171,Saint-Cyprien,EPCI:200049211\n").await;
    hub.assert_placed().await;
});
