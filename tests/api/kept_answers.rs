//! Answers that are kept: given again without a look at the records, and never once what they show has changed.

use std::time::Duration;

use respyrem::access::Visibility;
use respyrem::gql::CacheSettings;
use respyrem::gql::document::DocumentSettings;
use respyrem::gql::pipeline::Pipeline;
use respyrem::gql::request::{CachePolicy, Reply};
use respyrem::kernel::actor::{Actor, ClientActor, Role, Scope};
use sea_orm::DbBackend;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::on_both;
use crate::support::TestHub;
use crate::support::build::structure_id;
use crate::support::hub::{SCHEMA, ask_through, caller, request};
use crate::support::kept::SETTINGS;
use crate::support::project::project_id;

const STRUCTURES: &str = "{ structures { totalCount nodes { name } } }";
const PROJECTS: &str = "{ projects { totalCount nodes { title { value } } } }";
const SHEET: &str = "query($id: ID!) { structure(id: $id) { name phone } }";
const PROJECT_SHEET: &str = "query($id: ID!) { structure(id: $id) { name participations { nodes { project { title { value } } } } } }";

async fn reply(pipeline: &Pipeline, actor: &Actor, query: &str, variables: Value) -> Reply {
    let call = pipeline.prepare(request(query, variables));
    let call = call.unwrap_or_else(|refused| panic!("{:?}", refused.errors));
    Box::pin(pipeline.execute(call, caller(actor))).await
}

async fn ask(pipeline: &Pipeline, query: &str, variables: Value) -> Value {
    ask_through(pipeline, &Actor::Anonymous, query, variables).await
}

/// Keeps answers, and takes the log for known for longer than a test takes.
fn trusting(pipeline: &Pipeline) -> Pipeline {
    pipeline.keeping(CacheSettings { trust: Duration::from_secs(600), ..SETTINGS })
}

async fn public(hub: &TestHub, name: &str) -> Uuid {
    hub.structure(name).visibility(Visibility::Public).await
}

/// Another server on the same database.
async fn elsewhere(hub: &TestHub) -> Pipeline {
    SCHEMA.pipeline(hub.beside().await, DocumentSettings::default())
}

async fn program(hub: &TestHub, scopes: &[Scope]) -> Actor {
    let partner = hub.partner("parc").await;
    let (client, scopes) = (hub.new_id(), scopes.iter().copied().collect());
    Actor::Client(ClientActor {
        client,
        partner,
        structures: Vec::new(),
        scopes,
        requests_per_minute: 300,
        expires_at: None,
    })
}

async fn rename(hub: &TestHub, structure: Uuid, name: &str) {
    let boss = hub.operator(name).await;
    let input = json!({ "id": structure_id(structure), "expectedVersion": 1, "name": name });
    let renamed = hub.mutate(&boss, "updateStructure", input, "structure { name }").await;
    assert_eq!(renamed["structure"]["name"], name);
}

on_both!(a_second_answer_costs_no_statement, |hub| {
    public(&hub, "Cal Forn").await;
    let pipeline = trusting(&hub.pipeline);
    let (first, asked) = hub.statements(ask(&pipeline, STRUCTURES, json!({}))).await;
    let (second, again) = hub.statements(ask(&pipeline, STRUCTURES, json!({}))).await;
    assert_eq!(first, second);
    assert!(asked > 0);
    assert_eq!(again, 0);
});

on_both!(what_this_server_wrote_is_seen_at_once, |hub| {
    let structure = public(&hub, "Cal Forn").await;
    let pipeline = trusting(&hub.pipeline);
    ask(&pipeline, STRUCTURES, json!({})).await;
    rename(&hub, structure, "Can Forn").await;
    assert_eq!(
        ask(&pipeline, STRUCTURES, json!({})).await["data"]["structures"]["nodes"][0]["name"],
        "Can Forn"
    );
});

on_both!(what_another_server_wrote_is_seen_at_once_when_nothing_is_trusted, |hub| {
    let structure = public(&hub, "Cal Forn").await;
    let pipeline = elsewhere(&hub).await.keeping(SETTINGS);
    ask(&pipeline, STRUCTURES, json!({})).await;
    rename(&hub, structure, "Can Forn").await;
    assert_eq!(
        ask(&pipeline, STRUCTURES, json!({})).await["data"]["structures"]["nodes"][0]["name"],
        "Can Forn"
    );
});

on_both!(who_writes_finds_what_it_wrote_through_any_server, |hub| {
    let structure = public(&hub, "Cal Forn").await;
    let program = program(&hub, &[Scope::WriteStructures]).await;
    let pipeline = trusting(&elsewhere(&hub).await);
    reply(&pipeline, &program, STRUCTURES, json!({})).await;
    rename(&hub, structure, "Can Forn").await;
    let seen = reply(&pipeline, &program, STRUCTURES, json!({})).await;
    assert!(String::from_utf8_lossy(&seen.body).contains("Can Forn"));
});

on_both!(a_change_of_another_kind_touches_nothing, |hub| {
    let owner = hub.structure("Cal Forn").visibility(Visibility::Public).partner(true).await;
    let editor = hub.person("Edit", owner, Role::Editor).await;
    let project = hub.project(owner, "Four solaire").await;
    let pipeline = trusting(&hub.pipeline);
    ask(&pipeline, STRUCTURES, json!({})).await;
    let input = json!({ "id": project_id(project), "to": "PRIVATE", "expectedVersion": 1 });
    hub.mutate(&editor, "changeVisibility", input, "record { id }").await;
    let (_, statements) = hub.statements(ask(&pipeline, STRUCTURES, json!({}))).await;
    assert_eq!(statements, 1, "the log, and not the records");
});

on_both!(a_record_found_by_its_identifier_is_touched_by_its_own_changes_only, |hub| {
    let structure = public(&hub, "Cal Forn").await;
    let other = public(&hub, "La Fonda").await;
    let pipeline = trusting(&hub.pipeline);
    let id = json!({ "id": structure_id(structure) });
    ask(&pipeline, SHEET, id.clone()).await;
    rename(&hub, other, "La Fonda Nova").await;
    let (_, statements) = hub.statements(ask(&pipeline, SHEET, id.clone())).await;
    assert_eq!(statements, 1, "the log, and not the record");
    rename(&hub, structure, "Can Forn").await;
    assert_eq!(ask(&pipeline, SHEET, id).await["data"]["structure"]["name"], "Can Forn");
});

on_both!(what_becomes_private_is_shown_no_more, |hub| {
    let owner = hub.structure("Cal Forn").visibility(Visibility::Public).partner(true).await;
    let editor = hub.person("Edit", owner, Role::Editor).await;
    let project = hub.project(owner, "Four solaire").visibility(Visibility::Public).await;
    let pipeline = trusting(&hub.pipeline);
    let id = json!({ "id": structure_id(owner) });
    let before = ask(&pipeline, PROJECT_SHEET, id.clone()).await.to_string();
    assert!(before.contains("Four solaire"), "{before}");
    assert_eq!(ask(&pipeline, PROJECTS, json!({})).await["data"]["projects"]["totalCount"], 1);
    let input = json!({ "id": project_id(project), "to": "PRIVATE", "expectedVersion": 1 });
    hub.mutate(&editor, "changeVisibility", input, "record { id }").await;
    assert!(!ask(&pipeline, PROJECT_SHEET, id).await.to_string().contains("Four solaire"));
    assert_eq!(ask(&pipeline, PROJECTS, json!({})).await["data"]["projects"]["totalCount"], 0);
});

on_both!(many_who_ask_the_same_at_once_have_it_read_once, |hub| {
    public(&hub, "Cal Forn").await;
    let pipeline = trusting(&hub.pipeline);
    // The plan is made, and the log looked at, before the count begins.
    ask(&pipeline, PROJECTS, json!({})).await;
    ask(&hub.pipeline, STRUCTURES, json!({})).await;
    let (_, one) = hub.statements(ask(&hub.pipeline, STRUCTURES, json!({}))).await;
    let asked = || ask(&pipeline, STRUCTURES, json!({}));
    let (_, all) = hub.statements(futures_util::future::join_all((0..50).map(|_| asked()))).await;
    assert_eq!(all, one);
});

on_both!(readers_of_other_levels_and_languages_share_nothing, |hub| {
    public(&hub, "Pública").await;
    hub.structure("Xarxa").await;
    let program = program(&hub, &[Scope::ReadNetwork]).await;
    let pipeline = trusting(&hub.pipeline);
    for _ in 0..2 {
        let everyone = reply(&pipeline, &Actor::Anonymous, STRUCTURES, json!({})).await;
        assert!(!String::from_utf8_lossy(&everyone.body).contains("Xarxa"));
        assert_eq!(everyone.cache, CachePolicy::Public);
        let network = reply(&pipeline, &program, STRUCTURES, json!({})).await;
        assert!(String::from_utf8_lossy(&network.body).contains("Xarxa"));
        assert_eq!(network.cache, CachePolicy::Private);
    }
});

on_both!(members_are_answered_from_the_records_themselves, |hub| {
    let structure = public(&hub, "Cal Forn").await;
    let member = hub.person("Vera", structure, Role::Viewer).await;
    let pipeline = trusting(&hub.pipeline);
    reply(&pipeline, &member, STRUCTURES, json!({})).await;
    let (_, statements) = hub.statements(reply(&pipeline, &member, STRUCTURES, json!({}))).await;
    assert!(statements > 0);
});

async fn tables(hub: &TestHub) -> Vec<String> {
    let mut sql = hub.store.sql();
    sql.push(match hub.store.backend() {
        DbBackend::Postgres => "select tablename from pg_tables where schemaname = 'public'",
        _ => "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'",
    });
    let rows = hub.store.all(sql).await.expect("the tables");
    let mut names: Vec<String> = rows.iter().map(|row| row.try_get_by_index(0).expect("a name")).collect();
    names.retain(|name| name != "seaql_migrations");
    names.sort();
    names
}

on_both!(every_table_says_who_tells_of_it, |hub| {
    assert_eq!(tables(&hub).await, respyrem::store::known_tables());
});
