//! Where records come from, and what a person has said since.

use respyrem::exchange::apply::{self, ApplyOptions, Report, Verdict};
use respyrem::exchange::limits::ReadLimits;
use respyrem::exchange::mapping::Mapping;
use respyrem::exchange::reading::Reading;
use respyrem::exchange::record::ImportKind;
use respyrem::kernel::actor::Actor;
use respyrem::kernel::locale::Locale;
use serde_json::{Value, json};

use crate::on_both;
use crate::support::TestHub;

const HEADER: &str = "externalId,name,kind,phone,website,visibility,sourceUrl\n";
const ROW: &str =
    "a,Casal,ASSOCIATIVE,04 68 00 00 01,https://casal.example.org,PUBLIC,https://s.example.org/a\n";

async fn bring(hub: &TestHub, row: &str) -> Report {
    let text = format!("{HEADER}{row}");
    let mapping = Mapping::by_name("annuaire", ImportKind::Structure);
    let reading =
        Reading::open(&text, &mapping, &ReadLimits::default(), Locale::En).expect("a readable file");
    let options = ApplyOptions { partner: Some("solidaire".to_owned()), ..ApplyOptions::new(Locale::En) };
    apply::apply(&hub.store, reading, options, &|_| ()).await.expect("an import")
}

async fn network(hub: &TestHub) -> Actor {
    hub.partner("solidaire").await;
    hub.operator("Ada").await
}

async fn casal(hub: &TestHub) -> Value {
    let query = "{ structures(filter: { external: { source: \"annuaire\", externalId: \"a\" } }) { nodes { id version name phone
        provenance { source partner { slug } externalId url firstSeenAt lastSeenAt }
        fieldProvenance { field source locked } } } }";
    let answer = hub.ask(query, json!({})).await;
    answer["data"]["structures"]["nodes"][0].clone()
}

on_both!(a_record_says_which_source_tells_it_and_which_said_what, |hub| {
    network(&hub).await;
    bring(&hub, ROW).await;
    let casal = casal(&hub).await;
    let told = &casal["provenance"][0];
    assert_eq!(
        (&told["source"], &told["partner"]),
        (&json!("annuaire"), &json!({ "slug": "solidaire" })),
        "{casal}"
    );
    assert_eq!((&told["externalId"], &told["url"]), (&json!("a"), &json!("https://s.example.org/a")));
    assert_eq!(told["firstSeenAt"], told["lastSeenAt"]);
    let fields = casal["fieldProvenance"].as_array().expect("fields");
    assert!(fields.iter().all(|field| field["source"] == "annuaire" && field["locked"] == false), "{casal}");
    assert!(fields.iter().any(|field| field["field"] == "phone"), "{casal}");
    let answer = hub
        .ask("{ structures(filter: { external: { source: \"annuaire\", externalId: \"b\" } }) { totalCount } }", json!({}))
        .await;
    assert_eq!(answer["data"]["structures"]["totalCount"], 0, "{answer}");
});

on_both!(what_a_person_changes_is_kept_from_then_on, |hub| {
    let ada = network(&hub).await;
    bring(&hub, ROW).await;
    let id = casal(&hub).await["id"].clone();
    let input = json!({ "id": id, "phone": "04 68 99 99 99", "expectedVersion": 1 });
    let changed = hub.mutate(&ada, "updateStructure", input, "structure { version }").await;
    assert_eq!(changed["structure"]["version"], 2, "{changed}");
    for (row, verdict) in [
        (ROW.replace("00 00 01", "00 00 02").replace("Casal,", "Casal Nou,"), Verdict::Updated(vec!["name"])),
        (ROW.replace("00 00 01", "00 00 02").replace("Casal,", "Casal Nou,"), Verdict::Unchanged),
    ] {
        let report = bring(&hub, &row).await;
        assert_eq!(report.lines[0].verdict, verdict);
        let remark = &report.lines[0].remarks[0];
        assert_eq!((remark.column.as_str(), remark.code.as_str()), ("phone", "CONFLICT"));
        assert_eq!(remark.message, "a person has changed this field here since: what it says is kept");
    }
    let after = casal(&hub).await;
    assert_eq!((&after["phone"], &after["name"]), (&json!("04 68 99 99 99"), &json!("Casal Nou")));
    assert_eq!(after["version"], 3);
    let phone =
        after["fieldProvenance"].as_array().expect("fields").iter().find(|field| field["field"] == "phone");
    assert_eq!(phone, Some(&json!({ "field": "phone", "source": null, "locked": true })));
});

on_both!(what_no_source_tells_is_not_noted, |hub| {
    let ada = hub.operator("Ada").await;
    let structure = hub.structure("Forn").await;
    let input =
        json!({ "id": crate::support::build::structure_id(structure), "acronym": "F", "expectedVersion": 1 });
    hub.mutate(&ada, "updateStructure", input, "structure { version }").await;
    assert_eq!(hub.count("field_provenance").await, 0);
});
