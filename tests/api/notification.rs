//! Notifications: read by their person and nobody else, marked read, and forgotten.

use chrono::TimeDelta;
use respyrem::access::Visibility;
use respyrem::domain::notification::forget_old;
use respyrem::gql::request::Caller;
use respyrem::kernel::actor::{Actor, Role};
use respyrem::kernel::id;
use respyrem::kernel::locale::Locale;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::on_both;
use crate::support::TestHub;
use crate::support::build::{member_id, refusals};
use crate::support::hub::caller;
use crate::support::project::project_id;

const LIST: &str = "{ notifications { nodes { id topic text { value } record { id } actor { displayName } createdAt readAt } } }";

/// What the actor is told, the newest first.
pub(super) async fn notified(hub: &TestHub, actor: &Actor) -> Vec<Value> {
    let mut answer = hub.ask_as(actor, LIST, json!({})).await;
    assert!(answer["errors"].is_null(), "{answer}");
    serde_json::from_value(answer["data"]["notifications"]["nodes"].take()).expect("a list")
}

/// The topics of what the actor is told, the newest first.
pub(super) async fn topics(hub: &TestHub, actor: &Actor) -> Vec<String> {
    let told = notified(hub, actor).await;
    told.iter().map(|told| told["topic"].as_str().expect("a topic").to_owned()).collect()
}

/// An editor, and a person with whom they shared some projects, one a minute.
struct Told {
    owner: Uuid,
    editor: Actor,
    berta: Actor,
}

async fn told(hub: &TestHub, projects: usize) -> Told {
    let owner = hub.structure("Cal Forn").partner(true).await;
    let elsewhere = hub.structure("Parc").partner(true).await;
    let told = Told {
        owner,
        editor: hub.person("Edit", owner, Role::Editor).await,
        berta: hub.person("Berta", elsewhere, Role::Viewer).await,
    };
    for number in 0..projects {
        let project = hub.project(owner, &format!("Projet {number}")).visibility(Visibility::Shared).await;
        told.share(hub, project).await;
    }
    told
}

impl Told {
    async fn share(&self, hub: &TestHub, project: Uuid) {
        hub.clock.set(hub.clock.now() + TimeDelta::minutes(1));
        let grantee = json!({ "member": member_id(self.berta.member().expect("a member")) });
        let input = json!({ "record": project_id(project), "grantee": grantee });
        let shared = hub.mutate(&self.editor, "shareRecord", input, "").await;
        assert_eq!(shared["userErrors"], json!([]));
    }

    async fn unread(&self, hub: &TestHub) -> Value {
        let query =
            "{ session { unreadNotifications } notifications(filter: { unread: true }) { totalCount } }";
        let answer = hub.ask_as(&self.berta, query, json!({})).await;
        let (session, list) = (&answer["data"]["session"], &answer["data"]["notifications"]);
        assert_eq!(session["unreadNotifications"], list["totalCount"], "{answer}");
        session["unreadNotifications"].clone()
    }

    async fn mark(&self, hub: &TestHub, actor: &Actor, input: Value) -> Value {
        hub.mutate(actor, "markNotificationsRead", input, "unreadNotifications").await
    }
}

on_both!(what_is_new_comes_first_and_pages_have_no_gap, |hub| {
    let told = told(&hub, 5).await;
    let query = "query($after: Cursor) { notifications(first: 2, after: $after) {
        nodes { text { value } } pageInfo { endCursor hasNextPage } } }";
    let (mut after, mut seen) = (Value::Null, Vec::new());
    loop {
        let page = hub.ask_as(&told.berta, query, json!({ "after": after })).await;
        let page = &page["data"]["notifications"];
        seen.extend(page["nodes"].as_array().expect("rows").iter().map(|row| row["text"]["value"].clone()));
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
    }
    let expected: Vec<String> = (0..5)
        .rev()
        .map(|number| format!("Une fiche est partagée avec vous\u{a0}: Projet {number}"))
        .collect();
    assert_eq!(json!(seen), json!(expected));
});

on_both!(a_text_is_in_the_reader_s_language_and_in_all, |hub| {
    let told = told(&hub, 1).await;
    let query = "{ notifications { nodes { text { value locale all { locale value } } } } }";
    let reads = Caller { locales: vec![Locale::Ca], ..caller(&told.berta) };
    let answer = hub.ask_with(reads, query, json!({})).await;
    let text = &answer["data"]["notifications"]["nodes"][0]["text"];
    assert_eq!(
        (&text["value"], &text["locale"]),
        (&json!("S'ha compartit una fitxa amb vós: Projet 0"), &json!("CA"))
    );
    assert_eq!(text["all"][2], json!({ "locale": "EN", "value": "A record is shared with you: Projet 0" }));
});

on_both!(nobody_else_reads_them_whatever_they_run, |hub| {
    let told = told(&hub, 1).await;
    let mine = notified(&hub, &told.berta).await[0]["id"].clone();
    let node = "query($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } }";
    let found = hub.ask_as(&told.berta, node, json!({ "id": mine })).await;
    assert_eq!(found["data"]["node"]["id"], mine);
    let operator = hub.operator("Oriol").await;
    let admin = hub.person("Ada", told.owner, Role::Admin).await;
    for stranger in [&Actor::Anonymous, &told.editor, &admin, &operator] {
        let answer = hub.ask_as(stranger, node, json!({ "id": mine })).await;
        assert_eq!(answer["data"], json!({ "node": null, "nodes": [null] }));
        assert_eq!(notified(&hub, stranger).await, [Value::Null; 0]);
        let marked = told.mark(&hub, stranger, json!({ "ids": [mine] })).await;
        let expected = if *stranger == Actor::Anonymous { "FORBIDDEN " } else { "NOT_FOUND input.ids" };
        assert_eq!(refusals(&marked), [expected]);
    }
    assert_eq!(told.unread(&hub).await, 1);
});

on_both!(what_was_marked_is_read_from_then_on, |hub| {
    let told = told(&hub, 3).await;
    let ids: Vec<Value> = notified(&hub, &told.berta).await.iter().map(|told| told["id"].clone()).collect();
    for _ in 0..2 {
        let marked = told.mark(&hub, &told.berta, json!({ "ids": [ids[0], ids[0]] })).await;
        assert_eq!(marked, json!({ "unreadNotifications": 2, "userErrors": [] }));
    }
    let read = notified(&hub, &told.berta).await[0]["readAt"].clone();
    hub.clock.set(hub.clock.now() + TimeDelta::hours(1));
    assert_eq!(told.mark(&hub, &told.berta, json!({ "all": true })).await["unreadNotifications"], 0);
    assert_eq!(notified(&hub, &told.berta).await[0]["readAt"], read);
    assert_eq!(told.unread(&hub).await, 0);
});

on_both!(what_is_to_be_marked_is_said_in_one_way, |hub| {
    let told = told(&hub, 1).await;
    let none = id::global("notification", hub.new_id());
    for (input, refusal) in [
        (json!({}), "INVALID input"),
        (json!({ "all": false }), "INVALID input"),
        (json!({ "ids": [none], "all": true }), "INVALID input"),
        (json!({ "ids": [none] }), "NOT_FOUND input.ids"),
        (json!({ "ids": [project_id(told.owner)] }), "NOT_FOUND input.ids"),
        (json!({ "ids": vec![none.clone(); 101] }), "TOO_MANY input.ids"),
    ] {
        assert_eq!(refusals(&told.mark(&hub, &told.berta, input).await), [refusal]);
    }
    assert_eq!(told.unread(&hub).await, 1);
});

on_both!(a_page_takes_as_many_statements_whatever_it_holds, |hub| {
    let told = told(&hub, 2).await;
    let query = "{ notifications { totalCount nodes { topic text { value } record { id } } } }";
    let count = async || hub.statements(hub.ask_as(&told.berta, query, json!({}))).await.1;
    // The rows, their number, and the projects among what they are about.
    assert_eq!(count().await, 3);
    for number in 0..10 {
        told.share(
            &hub,
            hub.project(told.owner, &format!("Autre {number}")).visibility(Visibility::Shared).await,
        )
        .await;
    }
    assert_eq!(count().await, 3);
});

on_both!(the_log_says_who_is_told_of_what, |hub| {
    let told = told(&hub, 1).await;
    let mine = notified(&hub, &told.berta).await[0]["id"].clone();
    let logged = hub.logged().await;
    let notifies = logged.last().and_then(|row| row.notifies.clone()).expect("somebody is told");
    assert_eq!(notifies[0]["member"], json!(told.berta.member()));
    let (_, notification) = id::parse_global(mine.as_str().expect("an id")).expect("an id");
    assert_eq!(notifies[0]["notification"], json!(notification));
    let project = hub.project(told.owner, "Sans personne").await;
    let input = json!({ "id": project_id(project), "expectedVersion": 1, "to": "PRIVATE" });
    hub.mutate(&told.editor, "changeVisibility", input, "").await;
    assert_eq!(hub.logged().await.last().and_then(|row| row.notifies.clone()), None);
});

on_both!(what_is_old_is_forgotten, |hub| {
    let told = told(&hub, 150).await;
    hub.clock.set(hub.clock.now() + TimeDelta::days(180));
    told.share(&hub, hub.project(told.owner, "Nouveau").visibility(Visibility::Shared).await).await;
    assert_eq!(forget_old(&hub.store, 180).await.expect("a sweep"), 150);
    assert_eq!(topics(&hub, &told.berta).await.len(), 1);
    assert_eq!(forget_old(&hub.store, 180).await.expect("a sweep"), 0);
});
