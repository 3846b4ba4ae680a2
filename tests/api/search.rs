//! Searching: over all kinds and within lists, under the viewer's rights.

use respyrem::access::Visibility;
use respyrem::demo;
use respyrem::kernel::actor::{Actor, Role};
use respyrem::kernel::kind::Kind;
use serde_json::{Value, json};

use crate::on_both;
use crate::support::TestHub;
use crate::support::build::structure_id;

const SEARCH: &str = "query($text: String!, $kinds: [RecordKind!]) { search(query: $text, kinds: $kinds) {
    totalCount nodes { score record { id } } } }";

async fn search(hub: &TestHub, actor: &Actor, text: &str) -> Value {
    let answer = hub.ask_as(actor, SEARCH, json!({ "text": text })).await;
    assert!(answer.get("errors").is_none(), "{answer}");
    answer["data"]["search"].clone()
}

async fn total(hub: &TestHub, text: &str) -> Value {
    search(hub, &Actor::Anonymous, text).await["totalCount"].clone()
}

/// The names of the structures that a list shows, in its order.
async fn names(hub: &TestHub, arguments: &str) -> Vec<String> {
    let answer =
        hub.ask(&format!("{{ structures({arguments}) {{ totalCount nodes {{ name }} }} }}"), json!({})).await;
    let page = &answer["data"]["structures"];
    let nodes = page["nodes"].as_array().unwrap_or_else(|| panic!("{answer}"));
    assert_eq!(page["totalCount"], nodes.len());
    nodes.iter().map(|node| node["name"].as_str().expect("a name").to_owned()).collect()
}

async fn bakeries(hub: &TestHub) {
    for name in
        ["Boulangerie du Canigó", "La Boulangerie", "Les boulangeries réunies du Haut-Conflent", "Scierie"]
    {
        hub.structure(name).visibility(Visibility::Public).await;
    }
    hub.reindex().await;
}

on_both!(a_list_is_searched_in_the_order_of_what_is_found_or_in_its_own, |hub| {
    bakeries(&hub).await;
    let best = ["La Boulangerie", "Boulangerie du Canigó", "Les boulangeries réunies du Haut-Conflent"];
    let by_name = ["Boulangerie du Canigó", "La Boulangerie", "Les boulangeries réunies du Haut-Conflent"];
    assert_eq!(names(&hub, "filter: { search: \"boulangerie\" }").await, best);
    assert_eq!(names(&hub, "filter: { search: \"boulangerie\" }, orderBy: [{ by: RELEVANCE }]").await, best);
    assert_eq!(names(&hub, "filter: { search: \"boulangerie\" }, orderBy: [{ by: NAME }]").await, by_name);
    assert_eq!(names(&hub, "filter: { search: \"BOULANGERIES canigo\" }").await, by_name[..1]);
    assert_eq!(names(&hub, "filter: { not: { search: \"boulangerie\" } }").await, ["Scierie"]);
    assert_eq!(
        names(&hub, "filter: { or: [{ search: \"scieries\" }, { search: \"canig\" }] }").await,
        ["Boulangerie du Canigó", "Scierie"]
    );
    assert_eq!(names(&hub, "filter: { search: \" … \" }").await.len(), 4, "no word is no condition");
    assert_eq!(
        names(&hub, "filter: { search: \"boulangerie\", kind: [PUBLIC] }").await,
        Vec::<String>::new()
    );
});

on_both!(what_is_found_comes_page_by_page_without_a_gap, |hub| {
    bakeries(&hub).await;
    let all = names(&hub, "filter: { search: \"boulangerie\" }").await;
    for query in [
        "query($after: Cursor) { page: structures(first: 1, after: $after, filter: { search: \"boulangerie\" }) {
            nodes { name } pageInfo { hasNextPage endCursor } } }",
        "query($after: Cursor) { page: search(first: 1, after: $after, query: \"boulangerie\") {
            edges { cursor node { record { ... on Structure { name } } } } pageInfo { hasNextPage endCursor } } }",
    ] {
        let (mut after, mut seen) = (Value::Null, Vec::new());
        loop {
            let answer = hub.ask(query, json!({ "after": after })).await;
            let page = &answer["data"]["page"];
            let node = if page["nodes"].is_array() { &page["nodes"][0] } else { &page["edges"][0]["node"]["record"] };
            seen.push(node["name"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned());
            after = page["pageInfo"]["endCursor"].clone();
            if page["pageInfo"]["hasNextPage"] != true {
                break;
            }
        }
        assert_eq!(seen, all);
    }
});

on_both!(what_cannot_be_looked_for_is_said, |hub| {
    let long = "a".repeat(201);
    for (query, argument) in [
        ("{ structures(orderBy: [{ by: RELEVANCE }]) { totalCount } }".to_owned(), "orderBy"),
        (format!("{{ structures(filter: {{ search: \"{long}\" }}) {{ totalCount }} }}"), "filter.search"),
        (format!("{{ search(query: \"{long}\") {{ totalCount }} }}"), "query"),
        ("{ search(query: \"a\", after: \"x\") { nodes { score } } }".to_owned(), "after"),
    ] {
        let answer = hub.ask(&query, json!({})).await;
        assert_eq!(answer["errors"][0]["extensions"]["argument"], argument, "{answer}");
    }
    assert_eq!(total(&hub, "").await, 0);
});

on_both!(a_search_costs_as_many_statements_however_much_it_finds, |hub| {
    bakeries(&hub).await;
    let counted = async |query: &str| {
        let (answer, statements) = hub.statements(hub.ask(query, json!({}))).await;
        assert!(answer.get("errors").is_none(), "{answer}");
        statements
    };
    assert_eq!(counted("{ structures(filter: { search: \"boulangerie\" }) { nodes { name } } }").await, 1);
    assert_eq!(
        counted("{ structures(filter: { search: \"boulangerie\" }) { totalCount nodes { name } } }").await,
        2
    );
    assert_eq!(counted("{ search(query: \"boulangerie\") { totalCount } }").await, 1);
    let whole = "{ search(query: \"boulangerie\") { totalCount nodes { record { id } highlight { value } } pageInfo { hasNextPage } } }";
    assert_eq!(counted(whole).await, 5);
});

on_both!(a_structure_is_found_by_what_is_written_of_it, |hub| {
    let owner = hub.structure("Cal Forn").visibility(Visibility::Public).partner(true).await;
    let aina = hub.person("Aina", owner, Role::Admin).await;
    let id = structure_id(owner);
    hub.reindex().await;
    let update = async |input: Value| {
        let answer = hub.mutate(&aina, "updateStructure", input, "structure { version }").await;
        assert_eq!(answer["userErrors"], json!([]), "{answer}");
    };
    update(json!({ "id": id, "expectedVersion": 1, "name": "Fournil des Aspres" })).await;
    assert_eq!((total(&hub, "fournils").await, total(&hub, "cal forn").await), (json!(1), json!(0)));
    let description = json!({ "fr": "Du pain au levain", "ca": "Pa de massa mare" });
    update(json!({ "id": id, "expectedVersion": 2, "description": description })).await;
    for text in ["levain", "massa", "fournil levain massa", "fourni"] {
        assert_eq!(total(&hub, text).await, 1, "{text}");
    }
    hub.assert_indexed().await;
    let hidden = json!({ "id": id, "expectedVersion": 3, "to": "PRIVATE" });
    let (words, answer) =
        (hub.count("search_word").await, hub.mutate(&aina, "changeVisibility", hidden, "").await);
    assert_eq!(answer["userErrors"], json!([]));
    assert_eq!(total(&hub, "levain").await, 0, "what is private is gone at once");
    assert_eq!(search(&hub, &aina, "levain").await["totalCount"], 1);
    assert_eq!(hub.count("search_word").await, words);
});

on_both!(what_is_made_and_removed_is_found_and_is_not, |hub| {
    let owner = hub.structure("Cal Forn").visibility(Visibility::Public).partner(true).await;
    let aina = hub.person("Aina", owner, Role::Admin).await;
    hub.reindex().await;
    let before = hub.count("search_word").await;
    let input = json!({ "record": structure_id(owner), "body": { "fr": "Le four est fissuré" }, "visibility": "PUBLIC" });
    let added = hub.mutate(&aina, "addNote", input, "note { id version }").await;
    assert_eq!(total(&hub, "fissure").await, 1, "{added}");
    let removed = json!({ "id": added["note"]["id"], "expectedVersion": added["note"]["version"] });
    let removed = hub.mutate(&aina, "removeNote", removed, "").await;
    assert_eq!(removed["userErrors"], json!([]), "{removed}");
    assert_eq!(total(&hub, "fissure").await, 0);
    assert_eq!(hub.count("search_word").await, before);
});

on_both!(what_is_not_seen_changes_no_number_and_no_rank, |hub| {
    bakeries(&hub).await;
    let before = search(&hub, &Actor::Anonymous, "boulangerie").await;
    let owner = hub.structure("Boulangerie boulangerie").visibility(Visibility::Private).await;
    hub.resource(owner, "La boulangerie").draft().await;
    for name in ["Boulangerie", "Boulangeries de boulangerie"] {
        hub.structure(name).visibility(Visibility::Team).await;
    }
    hub.reindex().await;
    assert_eq!(search(&hub, &Actor::Anonymous, "boulangerie").await, before);
    let aina = hub.person("Aina", owner, Role::Admin).await;
    assert!(search(&hub, &aina, "boulangerie").await["totalCount"].as_i64() > before["totalCount"].as_i64());
});

on_both!(people_are_found_by_their_names_by_those_who_see_them_and_never_by_their_addresses, |hub| {
    let owner = hub.structure("Cal Forn").visibility(Visibility::Public).partner(true).await;
    let aina = hub.person("Aina Vilà", owner, Role::Member).await;
    hub.reindex().await;
    assert_eq!(search(&hub, &aina, "vila").await["totalCount"], 1);
    assert_eq!(total(&hub, "vila").await, 0);
    assert_eq!(search(&hub, &aina, "example").await["totalCount"], 0);
    assert_eq!(search(&hub, &aina, "68 00").await["totalCount"], 0);
});

on_both!(what_was_found_is_marked_in_the_readers_language, |hub| {
    let owner = hub.structure("Cal Forn").visibility(Visibility::Public).await;
    let words = json!({ "fr": "Atelier de pain", "ca": "Taller de pa" });
    hub.resource(owner, "x")
        .visibility(Visibility::Public)
        .with(|row| row.title = sea_orm::ActiveValue::Set(words))
        .await;
    hub.reindex().await;
    let query = "query($text: String!) { search(query: $text) { nodes { highlight { field locale value parts { text isMatch } } } } }";
    let marked = async |text: &str| {
        hub.ask(query, json!({ "text": text })).await["data"]["search"]["nodes"][0]["highlight"][0].clone()
    };
    let part = |text: &str, is_match: bool| json!({ "text": text, "isMatch": is_match });
    let french = json!({ "field": "title", "locale": "FR", "value": "Atelier de pain",
        "parts": [part("Atelier", true), part(" de ", false), part("pain", true)] });
    assert_eq!(marked("pains ateliers").await, french);
    let catalan = json!({ "field": "title", "locale": "CA", "value": "Taller de pa",
        "parts": [part("Taller", true), part(" de pa", false)] });
    assert_eq!(marked("tallers").await, catalan);
});

on_both!(a_list_under_a_record_is_searched_too, |hub| {
    demo::load(&hub.store).await.expect("it loads");
    let query = "query { projects(first: 30) { nodes { all: actions(first: 20) { nodes { id title { value } } }
        found: actions(first: 20, filter: { search: \"arrosage\" }) { totalCount nodes { id title { value } } } } } }";
    let answer = hub.ask(query, json!({})).await;
    let projects = answer["data"]["projects"]["nodes"].as_array().unwrap_or_else(|| panic!("{answer}"));
    let mut found = 0;
    for project in projects {
        let nodes = project["found"]["nodes"].as_array().expect("actions");
        assert_eq!(project["found"]["totalCount"], nodes.len());
        assert!(nodes.iter().all(|node| project["all"]["nodes"].as_array().expect("actions").contains(node)));
        found += nodes.len();
    }
    assert!(found >= 2, "{found}");
});

on_both!(only_the_kinds_asked_for_are_searched, |hub| {
    demo::load(&hub.store).await.expect("it loads");
    let count = async |kinds: Value| {
        let answer = hub.ask(SEARCH, json!({ "text": "montagne", "kinds": kinds })).await;
        answer["data"]["search"]["totalCount"].as_i64().unwrap_or_else(|| panic!("{answer}"))
    };
    let mut each = 0;
    for kind in Kind::ALL {
        each += count(json!([kind.as_str()])).await;
    }
    assert_eq!((count(Value::Null).await, count(json!([])).await), (each, 0));
});

on_both!(writing_all_words_again_changes_nothing, |hub| {
    demo::load(&hub.store).await.expect("it loads");
    assert!(hub.count("search_word").await > 3_000);
    hub.assert_indexed().await;
});
