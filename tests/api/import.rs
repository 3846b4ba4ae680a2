//! Imports as jobs: a file is tried, then applied, by whichever server takes it.

use respyrem::imports::{LEASE, turn};
use respyrem::kernel::actor::{Actor, Role};
use serde_json::{Value, json};

use crate::on_both;
use crate::support::TestHub;
use crate::support::build::refusals;

const START: &str = include_str!("../../docs/operations/import-structures.graphql");
const REPORT: &str = include_str!("../../docs/operations/import-report.graphql");

/// A file with a good line, the same line twice, a commune's lost zero, a SIREN for a SIRET, and a column too many.
const FILE: &str = "externalId,name,kind,siret,postalCode,couleur\n\
    a,Casal,ASSOCIATIVE,,66500,bleu\n\
    a,Casal,ASSOCIATIVE,,66500,bleu\n\
    b,Forn,PRIVATE,58801481,,\n\
    c,Mairie,PUBLIC,216601492,,\n";

const CSV: (&str, &str) = ("annuaire.csv", "text/csv");

/// Starts an import; answers its identifier, or what was refused.
async fn start(
    hub: &TestHub,
    actor: &Actor,
    upload: &str,
    dry_run_of: Option<&str>,
) -> Result<String, Vec<String>> {
    let variables = json!({ "upload": upload, "dryRun": dry_run_of.is_none(), "dryRunOf": dry_run_of });
    let answer = hub.ask_as(actor, START, variables).await;
    let payload = &answer["data"]["startImport"];
    payload["job"]["id"].as_str().map(str::to_owned).ok_or_else(|| refusals(payload))
}

/// Has this server take one import.
async fn work(hub: &TestHub) -> bool {
    turn(&hub.store, &hub.files).await.expect("a turn")
}

async fn report(hub: &TestHub, actor: &Actor, job: &str) -> Value {
    let mut answer = hub.ask_as(actor, REPORT, json!({ "id": job })).await;
    assert!(answer["errors"].is_null(), "{answer}");
    answer["data"]["importJob"].take()
}

/// Tries a file and answers the import that did.
async fn tried(hub: &TestHub, actor: &Actor, text: &str) -> (String, String) {
    let upload = hub.upload(actor, CSV, text.as_bytes()).await;
    let job = start(hub, actor, &upload, None).await.expect("an import");
    assert!(work(hub).await);
    (upload, job)
}

on_both!(a_dry_run_tells_what_would_become_of_each_line_and_writes_nothing, |hub| {
    let ada = hub.operator("Ada").await;
    let upload = hub.upload(&ada, CSV, FILE.as_bytes()).await;
    let job = start(&hub, &ada, &upload, None).await.expect("an import");
    let waiting = report(&hub, &ada, &job).await;
    assert_eq!(
        (&waiting["state"], &waiting["report"], &waiting["progress"]),
        (&json!("QUEUED"), &Value::Null, &Value::Null)
    );
    assert!(work(&hub).await);
    assert!(!work(&hub).await, "no other import waits");
    let told = report(&hub, &ada, &job).await;
    let expected = json!({
        "creates": 1, "updates": 0, "unchanged": 0, "duplicates": 1, "errors": 2, "warnings": 0, "unmapped": ["couleur"],
    });
    assert_eq!((&told["state"], &told["report"]), (&json!("DONE"), &expected), "{told}");
    assert_eq!(told["progress"], json!({ "applied": 4, "total": 4 }));
    let rows = told["rows"]["nodes"].as_array().expect("rows");
    let lines: Vec<_> = rows.iter().map(|row| (row["line"].as_i64(), row["state"].as_str())).collect();
    assert_eq!(lines, [(Some(3), Some("DUPLICATE")), (Some(4), Some("ERROR")), (Some(5), Some("ERROR"))]);
    for row in &rows[1..] {
        assert_eq!(
            (&row["errors"][0]["field"], &row["errors"][0]["column"]),
            (&json!("siret"), &json!("siret"))
        );
        assert!(row["errors"][0]["message"].as_str().is_some_and(|hint| hint.len() > 20), "{row}");
    }
    assert_eq!((hub.count("structure").await, hub.events().await.len()), (0, 0));
});

on_both!(what_was_tried_is_applied_and_says_nothing_new_the_second_time, |hub| {
    let ada = hub.operator("Ada").await;
    let (upload, dry_run) = tried(&hub, &ada, FILE).await;
    for (creates, unchanged) in [(1, 0), (0, 1)] {
        let job = start(&hub, &ada, &upload, Some(&dry_run)).await.expect("an import");
        assert!(work(&hub).await);
        let told = report(&hub, &ada, &job).await;
        assert_eq!(
            (&told["report"]["creates"], &told["report"]["unchanged"]),
            (&json!(creates), &json!(unchanged))
        );
        assert_eq!(hub.count("structure").await, 1);
    }
    assert_eq!(hub.events().await, ["structure.created"]);
});

on_both!(nothing_is_applied_that_was_not_tried, |hub| {
    let ada = hub.operator("Ada").await;
    let (upload, dry_run) = tried(&hub, &ada, FILE).await;
    let other = hub.upload(&ada, CSV, b"externalId,name,kind\nz,Autre,PUBLIC\n").await;
    assert_eq!(
        start(&hub, &ada, &other, Some(&dry_run)).await,
        Err(vec!["INVALID input.dryRunOf".to_owned()])
    );
    let waiting = start(&hub, &ada, &upload, None).await.expect("an import");
    assert_eq!(
        start(&hub, &ada, &upload, Some(&waiting)).await,
        Err(vec!["INVALID input.dryRunOf".to_owned()])
    );
    let input = json!({ "kind": "STRUCTURE", "upload": upload, "dryRun": false });
    assert_eq!(refusals(&hub.mutate(&ada, "startImport", input, "").await), ["REQUIRED input.dryRunOf"]);
    let mapping = json!({ "source": "s", "kind": "structure", "columns": { "externalId": "externalId", "name": "name", "kind": "kind" } });
    let input = json!({ "kind": "STRUCTURE", "upload": upload, "mapping": mapping, "dryRun": false, "dryRunOf": dry_run });
    assert_eq!(refusals(&hub.mutate(&ada, "startImport", input, "").await), ["INVALID input.dryRunOf"]);
});

on_both!(only_those_who_run_the_network_import_and_each_sees_the_own_imports, |hub| {
    let (ada, bob) = (hub.operator("Ada").await, hub.operator("Bob").await);
    let owner = hub.structure("Parc").await;
    let admin = hub.person("Aina", owner, Role::Admin).await;
    let upload = hub.upload(&admin, CSV, FILE.as_bytes()).await;
    assert_eq!(start(&hub, &admin, &upload, None).await, Err(vec!["FORBIDDEN input".to_owned()]));
    let (upload, job) = tried(&hub, &ada, FILE).await;
    for actor in [&bob, &admin, &Actor::Anonymous] {
        assert_eq!(report(&hub, actor, &job).await, Value::Null);
    }
    assert_eq!(start(&hub, &bob, &upload, None).await, Err(vec!["NOT_FOUND input.upload".to_owned()]));
});

on_both!(a_file_that_cannot_be_read_says_why, |hub| {
    let ada = hub.operator("Ada").await;
    let (_, job) = tried(&hub, &ada, "nom,ville\nCasal,Prades\n").await;
    let told = report(&hub, &ada, &job).await;
    assert_eq!((&told["state"], &told["report"]), (&json!("FAILED"), &Value::Null), "{told}");
    assert!(told["failure"].as_str().is_some_and(|why| why.contains("externalId")), "{told}");
    let upload = hub.upload(&ada, CSV, FILE.as_bytes()).await;
    let input = json!({ "kind": "STRUCTURE", "upload": upload, "mapping": { "kind": "village" } });
    assert_eq!(refusals(&hub.mutate(&ada, "startImport", input, "").await), ["INVALID input.mapping"]);
});

on_both!(the_import_of_a_killed_server_is_taken_again, |hub| {
    let ada = hub.operator("Ada").await;
    let upload = hub.upload(&ada, CSV, FILE.as_bytes()).await;
    let job = start(&hub, &ada, &upload, None).await.expect("an import");
    let held = "update import_job set state = 'RUNNING', attempts = 1, holder = id, held_until = created_at";
    sea_orm::ConnectionTrait::execute_unprepared(hub.connection(), held).await.expect("a server that died");
    hub.clock.set(hub.clock.now() - LEASE);
    assert!(!work(&hub).await, "its lease is not over");
    hub.clock.set(hub.clock.now() + LEASE);
    assert!(work(&hub).await);
    assert_eq!(report(&hub, &ada, &job).await["state"], "DONE");
});

on_both!(an_import_that_brings_servers_down_is_given_up, |hub| {
    let ada = hub.operator("Ada").await;
    let upload = hub.upload(&ada, CSV, FILE.as_bytes()).await;
    let job = start(&hub, &ada, &upload, None).await.expect("an import");
    let held = "update import_job set state = 'RUNNING', attempts = 3, holder = id, held_until = created_at";
    sea_orm::ConnectionTrait::execute_unprepared(hub.connection(), held).await.expect("servers that died");
    assert!(work(&hub).await);
    assert_eq!(report(&hub, &ada, &job).await["state"], "FAILED");
});

on_both!(several_servers_run_each_import_once, |hub| {
    let ada = hub.operator("Ada").await;
    let upload = hub.upload(&ada, CSV, FILE.as_bytes()).await;
    for _ in 0..6 {
        start(&hub, &ada, &upload, None).await.expect("an import");
    }
    let second = hub.beside().await;
    let server = async |store: &respyrem::store::Store| {
        let mut done = 0;
        while turn(store, &hub.files).await.expect("a turn") {
            done += 1;
        }
        done
    };
    let (one, other) = tokio::join!(server(&hub.store), server(&second));
    assert_eq!(one + other, 6);
});
