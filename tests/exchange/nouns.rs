//! Projects, funding sources, training paths, their modules and teaching resources told by files.

use respyrem::exchange::apply::{ApplyOptions, Report, Verdict};
use respyrem::exchange::mapping::Mapping;
use respyrem::exchange::record::ImportKind;
use respyrem::kernel::locale::Locale;
use serde_json::json;

use super::{apply_text, apply_with, events, import, remarks, siret, sums};
use crate::on_both;
use crate::support::TestHub;

/// A structure that owns what files give to nobody.
async fn owner(hub: &TestHub) {
    import(hub, "s", &format!("externalId,name,kind,siret\nforn,Cal Forn,PRIVATE,{}\n", siret(1))).await;
}

/// Imports a text of the source `s` whose columns bear the names of the fields, owned by `s:forn`.
async fn tell(hub: &TestHub, kind: ImportKind, text: &str) -> Report {
    let options = ApplyOptions { owner: Some("s:forn".to_owned()), ..ApplyOptions::new(Locale::En) };
    apply_with(&hub.store, &Mapping::by_name("s", kind), text, options).await
}

on_both!(a_project_belongs_to_whom_it_names_and_is_led_by_whom_it_names, |hub| {
    owner(&hub).await;
    import(&hub, "s", "externalId,name,kind\ncasal,Casal,ASSOCIATIVE\n").await;
    let text = format!(
        "externalId,title,owner,lead,visibility,phase,budget,startsOn\n\
         a,Four communal,,casal,PUBLIC,STUDY,1250.5,2026-03-01\nb,Potager,casal,s:casal,PUBLIC,,,\nc,Atelier,{},,,,,\n",
        siret(1)
    );
    assert_eq!(sums(&tell(&hub, ImportKind::Project, &text).await), [3, 0, 0, 0, 0]);
    let query = "{ projects(orderBy: [{ by: NAME }]) { nodes { title { value } phase status budget startsOn
        owner { name } participations { nodes { role state structure { name } } } } } }";
    let answer = hub.ask_as(&respyrem::kernel::actor::Actor::System, query, json!({})).await;
    let nodes = &answer["data"]["projects"]["nodes"];
    assert_eq!(nodes.as_array().map(Vec::len), Some(3), "{answer}");
    assert_eq!(nodes[0]["participations"]["nodes"], json!([]));
    let four = &nodes[1];
    assert_eq!((&four["phase"], &four["status"]), (&json!("STUDY"), &json!("NOT_STARTED")));
    assert_eq!((&four["owner"]["name"], &four["startsOn"]), (&json!("Cal Forn"), &json!("2026-03-01")));
    assert_eq!(
        four["participations"]["nodes"],
        json!([{ "role": "LEAD", "state": "PROPOSED", "structure": { "name": "Casal" } }])
    );
    assert_eq!(nodes[2]["participations"]["nodes"][0]["state"], "ACCEPTED");
    assert_eq!(sums(&tell(&hub, ImportKind::Project, &text).await), [0, 0, 3, 0, 0]);
    let changed = text.replace("1250.5", "1 300");
    let report = tell(&hub, ImportKind::Project, &changed).await;
    assert_eq!(report.lines[0].verdict, Verdict::Updated(vec!["budget"]));
});

on_both!(what_belongs_to_nobody_is_refused_with_what_to_do, |hub| {
    let mapping = Mapping::by_name("s", ImportKind::Project);
    let report = apply_text(
        &hub.store,
        &mapping,
        "externalId,title,endsOn,startsOn\na,Four,2026-01-01,2026-02-01\nb,Four,,\n",
        false,
    )
    .await;
    assert_eq!(sums(&report), [0, 0, 0, 0, 2]);
    assert_eq!(remarks(&report)[0], (2, "endsOn", "the last day comes before the first"));
    assert_eq!(remarks(&report)[1].2, "no owner structure: give `owner`, or --owner when importing");
});

on_both!(a_funding_source_is_a_draft_with_its_words_and_its_places, |hub| {
    owner(&hub).await;
    hub.theme("pain").await;
    hub.commune("66149", "Prades").await;
    let header =
        "externalId,title,aidType,funderName,maxRatePct,minAmount,audiences,themes,territories,closesOn\n";
    let row = "a,Aide au pain,grant,Région,80,100,ASSOCIATIVE|PUBLIC,pain,COMMUNE:66149,31/12/2026\n";
    assert_eq!(
        sums(&tell(&hub, ImportKind::FundingSource, &format!("{header}{row}")).await),
        [1, 0, 0, 0, 0]
    );
    let query = "{ fundingSources { nodes { status funderName maxRatePct minAmount audiences { code } closesOn themes { code } territories { nodes { code } } } } }";
    let answer = hub.ask_as(&respyrem::kernel::actor::Actor::System, query, json!({})).await;
    let source = &answer["data"]["fundingSources"]["nodes"][0];
    assert_eq!((&source["status"], &source["maxRatePct"]), (&json!("DRAFT"), &json!(80.0)), "{answer}");
    assert_eq!(source["themes"], json!([{ "code": "pain" }]));
    let again = row.replace("ASSOCIATIVE|PUBLIC", "PUBLIC|ASSOCIATIVE|PUBLIC");
    assert_eq!(
        sums(&tell(&hub, ImportKind::FundingSource, &format!("{header}{again}")).await),
        [0, 0, 1, 0, 0]
    );
    let other = row.replace("pain,COMMUNE", "vin,COMMUNE");
    let report = tell(&hub, ImportKind::FundingSource, &format!("{header}{other}")).await;
    assert_eq!(remarks(&report)[0], (2, "themes", "“vin” is no word of the vocabulary: see `terms`"));
    let less = row.replace("ASSOCIATIVE|PUBLIC", "PUBLIC");
    let report = tell(&hub, ImportKind::FundingSource, &format!("{header}{less}")).await;
    assert_eq!(report.lines[0].verdict, Verdict::Updated(vec!["audiences"]));
});

const PATHS: &str =
    "externalId,title,certification,certificationCode,languages\na,Boulanger,RNCP,rncp 37537,fr\n";
const MODULES: &str = "externalId,path,stage,title,kind,minutes\na1,a,Blocs,Pétrir,PRACTICE,\na2,s:a,Blocs,Cuire,PRACTICE,90\na3,a,Fin,Vendre,LESSON,\n";

on_both!(modules_stand_in_the_stages_of_their_path, |hub| {
    owner(&hub).await;
    assert_eq!(sums(&tell(&hub, ImportKind::TrainingPath, PATHS).await), [1, 0, 0, 0, 0]);
    assert_eq!(sums(&tell(&hub, ImportKind::TrainingModule, MODULES).await), [3, 0, 0, 0, 0]);
    let query = "{ trainingPaths { nodes { version certificationCode modality provider { name } totalMinutes
        stages { position title { value } modules { position title { value } minutes } } } } }";
    let ask = async || {
        let answer = hub.ask_as(&respyrem::kernel::actor::Actor::System, query, json!({})).await;
        answer["data"]["trainingPaths"]["nodes"][0].clone()
    };
    let path = ask().await;
    assert_eq!((&path["version"], &path["totalMinutes"]), (&json!(2), &json!(90)), "{path}");
    assert_eq!((&path["modality"], &path["provider"]["name"]), (&json!(null), &json!("Cal Forn")));
    assert_eq!(path["certificationCode"], "RNCP37537");
    assert_eq!(
        path["stages"][0]["modules"][0],
        json!({ "position": 1, "title": { "value": "Pétrir" }, "minutes": null })
    );
    assert_eq!(path["stages"][1]["modules"][0]["title"]["value"], "Vendre");
    assert_eq!(sums(&tell(&hub, ImportKind::TrainingModule, MODULES).await), [0, 0, 3, 0, 0]);
    let report = tell(&hub, ImportKind::TrainingModule, &MODULES.replace("Vendre", "Vendre le pain")).await;
    assert_eq!(sums(&report), [0, 1, 2, 0, 0]);
    assert_eq!(ask().await["version"], 3);
    let report = tell(&hub, ImportKind::TrainingModule, &MODULES.replace("a1,a,", "a1,z,")).await;
    assert_eq!((remarks(&report)[0].0, remarks(&report)[0].1), (2, "path"));
});

on_both!(a_resource_keeps_what_people_wrote_beside_what_its_source_says, |hub| {
    owner(&hub).await;
    let header = "externalId,title,languages,resourceTypes,licence,links,publishers,free\n";
    let row = "a,Le pain,fr|ca,guide|GAME,etalab-2.0,https://example.org/a.pdf,Cal Forn,true\n";
    assert_eq!(sums(&tell(&hub, ImportKind::Resource, &format!("{header}{row}")).await), [1, 0, 0, 0, 0]);
    let query = "{ resources { nodes { licence languages resourceTypes links { url } contributions { role name } } } }";
    let answer = hub.ask_as(&respyrem::kernel::actor::Actor::System, query, json!({})).await;
    let found = &answer["data"]["resources"]["nodes"][0];
    assert_eq!(
        (&found["licence"], &found["languages"]),
        (&json!("etalab-2.0"), &json!(["fr", "ca"])),
        "{answer}"
    );
    assert_eq!(found["contributions"], json!([{ "role": "PUBLISHER", "name": "Cal Forn" }]));
    assert_eq!(sums(&tell(&hub, ImportKind::Resource, &format!("{header}{row}")).await), [0, 0, 1, 0, 0]);
    let moved = row.replace("a.pdf", "a.pdf|https://example.org/b.pdf");
    let report = tell(&hub, ImportKind::Resource, &format!("{header}{moved}")).await;
    assert_eq!(report.lines[0].verdict, Verdict::Updated(vec!["links"]));
    assert_eq!(events(&hub).await.last().map(|event| event.1), Some(2));
});
