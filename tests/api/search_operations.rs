//! What partners' sites and the dashboard ask of the search, of the log and of the first screen, word for word.

use respyrem::demo;
use respyrem::kernel::actor::Actor;
use serde_json::json;

use crate::on_both;

const SEARCH: &str = include_str!("../../docs/operations/search-everything.graphql");
const SYNC: &str = include_str!("../../docs/operations/sync-since.graphql");
const DASHBOARD: &str = include_str!("../../docs/operations/dashboard-home.graphql");

on_both!(a_search_box_shows_all_kinds_as_somebody_types, |hub| {
    demo::load(&hub.store).await.expect("it loads");
    let (answer, statements) = hub.statements(hub.ask(SEARCH, json!({ "text": "Ateliers de cui" }))).await;
    let page = &answer["data"]["search"];
    let best = &page["nodes"][0];
    assert_eq!(best["record"]["__typename"], "TeachingResource", "{answer}");
    let marked = best["highlight"][0]["parts"].as_array().expect("parts").iter();
    let marked: Vec<_> =
        marked.filter(|part| part["isMatch"] == true).map(|part| part["text"].clone()).collect();
    assert_eq!(marked, ["Atelier", "cuisine"]);
    // The hits, their number, and what each of their kinds takes: its rows, its texts and its words.
    assert_eq!(statements, 8);
});

on_both!(a_nightly_copy_takes_a_page_in_few_statements, |hub| {
    demo::load(&hub.store).await.expect("it loads");
    let (answer, statements) = hub.statements(hub.ask(SYNC, json!({}))).await;
    let page = &answer["data"]["changes"];
    assert_eq!((&page["hasMore"], &page["tooOld"]), (&json!(false), &json!(false)), "{answer}");
    let changes = page["changes"].as_array().expect("changes");
    assert!(changes.iter().all(|change| change["record"].is_object()), "{answer}");
    // Three of the log, and one for the records of each kind.
    assert_eq!(statements, 6);
    let (again, statements) = hub.statements(hub.ask(SYNC, json!({ "after": page["nextCursor"] }))).await;
    assert_eq!(again["data"]["changes"]["changes"], json!([]));
    assert_eq!(statements, 2);
});

on_both!(the_dashboard_opens_in_few_statements, |hub| {
    demo::load(&hub.store).await.expect("it loads");
    // How cursors are made is read once a server.
    hub.pipeline.feed().seal().await.expect("a seal");
    let (answer, statements) = hub.statements(hub.ask_as(&Actor::System, DASHBOARD, json!({}))).await;
    assert!(answer["data"]["dashboard"]["cursor"].is_string(), "{answer}");
    // The board, and its deadlines: the hub itself takes part in no project.
    assert_eq!(statements, 2);
});
