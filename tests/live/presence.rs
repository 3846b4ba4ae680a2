//! Who is in a view, as those who may see it are told.

use respyrem::access::Visibility;
use respyrem::feed::bus::Bus;
use respyrem::feed::presence::{PresenceTimes, Presences};
use respyrem::feed::{Feed, FeedSettings};
use respyrem::gql::pipeline::Pipeline;
use respyrem::kernel::actor::{Actor, Role};
use serde_json::{Value, json};

use crate::on_both;
use crate::support::TestHub;
use crate::support::build::member_id;
use crate::support::hub::ask_through;
use crate::support::project::{action_id, project_id};
use crate::support::stream::{Following, TestStream};

/// What the dashboard runs.
const DASHBOARD: &str = include_str!("../../docs/operations/live.graphql");

const VIEW: &str =
    "subscription($scopes: [LiveScope!], $views: [String!]) { live(scopes: $scopes, views: $views) {
    __typename ... on Presence { viewKey record { id } people { focusedField person { displayName } } } } }";

/// A server where people see one another.
fn server(hub: &TestHub) -> (Pipeline, Following) {
    let presences = Presences::new(Bus::alone(), hub.clock.clone(), PresenceTimes::default());
    let feed = Feed::with_presences(hub.store.clone(), FeedSettings::default(), presences);
    let following = Following::start(&feed);
    (hub.pipeline.following(feed), following)
}

async fn enter(pipeline: &Pipeline, actor: &Actor, project: &str) -> TestStream {
    let variables = json!({ "scopes": [{ "projectId": project }], "views": ["board"] });
    TestStream::open(pipeline, actor, VIEW, variables).await
}

/// Who is there, with their fields.
fn people(event: &Value) -> Vec<(String, Option<String>)> {
    let people = event["people"].as_array().unwrap_or_else(|| panic!("{event}"));
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let one =
        |one: &Value| (text(&one["person"]["displayName"]).expect("a name"), text(&one["focusedField"]));
    let mut people: Vec<_> = people.iter().map(one).collect();
    // The clock stands still: they came at the same time.
    people.sort();
    people
}

async fn focus(pipeline: &Pipeline, actor: &Actor, input: Value) -> Value {
    let query = "mutation($input: SetFocusInput!) { setFocus(input: $input) { userErrors { code field } } }";
    let answer = ask_through(pipeline, actor, query, json!({ "input": input })).await;
    answer["data"]["setFocus"]["userErrors"].clone()
}

on_both!(people_in_a_view_see_one_another_come_turn_and_leave, |hub| {
    let owner = hub.structure("Cal Forn").visibility(Visibility::Public).partner(true).await;
    let aina = hub.person("Aina", owner, Role::Admin).await;
    let otto = hub.person("Otto", owner, Role::Viewer).await;
    let project = project_id(hub.project(owner, "Le four").visibility(Visibility::Team).await);
    let (pipeline, _following) = server(&hub);
    let alone = |name: &str| (name.to_owned(), None);
    let mut first = enter(&pipeline, &aina, &project).await;
    let event = first.next().await;
    assert_eq!((&event["viewKey"], &event["record"]["id"]), (&json!("board"), &json!(project)));
    assert_eq!(people(&event), [alone("Aina")]);
    let mut second = enter(&pipeline, &otto, &project).await;
    assert_eq!(people(&second.next().await), [alone("Aina"), alone("Otto")]);
    assert_eq!(people(&first.next().await), [alone("Aina"), alone("Otto")]);
    let input = json!({ "record": project, "view": "board", "field": "title" });
    assert_eq!(focus(&pipeline, &otto, input).await, json!([]));
    assert_eq!(people(&first.next().await), [alone("Aina"), ("Otto".to_owned(), Some("title".to_owned()))]);
    drop(second);
    assert_eq!(people(&first.next().await), [alone("Aina")]);
});

on_both!(who_may_not_see_a_view_is_shown_nobody_and_to_nobody, |hub| {
    let owner = hub.structure("Cal Forn").visibility(Visibility::Public).partner(true).await;
    let other = hub.structure("Parc").visibility(Visibility::Public).partner(true).await;
    let aina = hub.person("Aina", owner, Role::Admin).await;
    let stranger = hub.person("Otto", other, Role::Admin).await;
    let project = project_id(hub.project(owner, "Le four").visibility(Visibility::Team).await);
    let (pipeline, _following) = server(&hub);
    let mut outside = enter(&pipeline, &stranger, &project).await;
    let mut nobody = enter(&pipeline, &Actor::Anonymous, &project).await;
    outside.is_silent().await;
    let mut inside = enter(&pipeline, &aina, &project).await;
    assert_eq!(people(&inside.next().await).len(), 1);
    let input = json!({ "record": project, "view": "board", "field": "title" });
    assert_eq!(focus(&pipeline, &stranger, input.clone()).await[0]["code"], "NOT_FOUND");
    assert_eq!(focus(&pipeline, &Actor::Anonymous, input).await[0]["code"], "NOT_FOUND");
    // Who is brought in is shown, and sees.
    let member = member_id(stranger.member().expect("a person"));
    let input = json!({ "project": project, "member": member, "role": "CONTRIBUTOR" });
    let added = ask_through(&pipeline, &aina, "mutation($input: AddProjectMemberInput!) { addProjectMember(input: $input) { userErrors { code } } }", json!({ "input": input })).await;
    assert_eq!(added["data"]["addProjectMember"]["userErrors"], json!([]), "{added}");
    let told = outside.take(4).await;
    let names: Vec<_> = told.iter().map(|event| event["__typename"].as_str().expect("a type")).collect();
    assert!(names.contains(&"Reset") && names.contains(&"Change"), "{names:?}");
    let seen = told.iter().find(|event| event["__typename"] == "Presence");
    assert_eq!(people(seen.expect("who is there")).len(), 2);
    nobody.is_silent().await;
});

on_both!(somebody_whose_record_one_may_not_see_is_left_out, |hub| {
    let owner = hub.structure("Cal Forn").visibility(Visibility::Public).partner(true).await;
    let other = hub.structure("Parc").visibility(Visibility::Public).partner(true).await;
    let aina = hub.person("Aina", owner, Role::Admin).await;
    let otto = hub.person("Otto", other, Role::Admin).await;
    let hidden = aina.member().expect("a person");
    let input = json!({ "id": member_id(hidden), "to": "PRIVATE", "expectedVersion": 1 });
    assert_eq!(hub.mutate(&aina, "changeVisibility", input, "").await["userErrors"], json!([]));
    let project = project_id(hub.project(owner, "Le four").visibility(Visibility::Public).await);
    let (pipeline, _following) = server(&hub);
    let mut first = enter(&pipeline, &aina, &project).await;
    assert_eq!(people(&first.next().await).len(), 1);
    let mut second = enter(&pipeline, &otto, &project).await;
    let event = second.next().await;
    assert_eq!(people(&event).iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["Otto"]);
});

on_both!(views_are_of_a_record_and_have_short_names, |hub| {
    let (pipeline, _following) = server(&hub);
    let open = async |scopes: Value, views: Value| {
        let variables = json!({ "scopes": scopes, "views": views });
        let opened = TestStream::try_open(&pipeline, &Actor::Anonymous, VIEW, variables).await;
        opened.err().expect("it does not open")[0]["extensions"]["argument"].clone()
    };
    let project = project_id(hub.new_id());
    assert_eq!(open(json!([{ "mine": true }]), json!(["board"])).await, "views");
    assert_eq!(open(json!([{ "projectId": project }]), json!([""])).await, "views");
    assert_eq!(open(json!([{ "projectId": project }]), json!(vec!["v"; 51])).await, "views");
});

on_both!(the_dashboard_follows_its_project_and_what_is_its_readers_own, |hub| {
    let owner = hub.structure("Cal Forn").visibility(Visibility::Public).partner(true).await;
    let aina = hub.person("Aina", owner, Role::Admin).await;
    let project = hub.project(owner, "Le four").visibility(Visibility::Team).await;
    let action = action_id(hub.action(project, "Bâtir").visibility(Visibility::Team).await);
    let (pipeline, _following) = server(&hub);
    let home = include_str!("../../docs/operations/dashboard-home.graphql");
    let home = ask_through(&pipeline, &aina, home, json!({ "project": project_id(project) })).await;
    let input = json!({ "id": action, "to": "PAUSED", "expectedVersion": 1 });
    let changed = hub.mutate(&aina, "changeActionStatus", input, "").await;
    assert_eq!(changed["userErrors"], json!([]));
    let variables = json!({ "project": project_id(project), "after": home["data"]["dashboard"]["cursor"] });
    let mut stream = TestStream::open(&pipeline, &aina, DASHBOARD, variables).await;
    let event = stream.next().await;
    let seen = (&event["event"], &event["record"]["status"], &event["actor"]["displayName"]);
    assert_eq!(seen, (&json!("action.status_changed"), &json!("PAUSED"), &json!("Aina")));
    assert_eq!(people(&stream.next().await), [("Aina".to_owned(), None)]);
});
