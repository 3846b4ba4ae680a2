//! `projectBoard`: the changes of one project.

use respyrem::access::Visibility;
use respyrem::kernel::actor::Actor;
use serde_json::json;

use crate::on_both;
use crate::support::project::{action_id, project_id};
use crate::support::stream::TestStream;

const BOARD: &str = include_str!("../../docs/operations/project-board.graphql");

on_both!(an_anonymous_widget_follows_a_public_board_and_no_other, |hub| {
    let owner = hub.structure("Cal Forn").visibility(Visibility::Public).partner(true).await;
    let public = hub.project(owner, "Le four").visibility(Visibility::Public).await;
    let team = hub.project(owner, "La remise").visibility(Visibility::Team).await;
    let action = hub.action(public, "Bâtir").visibility(Visibility::Public).await;
    let elsewhere = hub.action(team, "Ranger").visibility(Visibility::Team).await;
    let _following = hub.follow();
    let nobody = Actor::Anonymous;
    let mut board =
        TestStream::open(&hub.pipeline, &nobody, BOARD, json!({ "id": project_id(public) })).await;
    let operator = hub.operator("Olga").await;
    for id in [elsewhere, action] {
        let input = json!({ "id": action_id(id), "to": "PAUSED", "expectedVersion": 1 });
        let changed = hub.mutate(&operator, "changeActionStatus", input, "").await;
        assert_eq!(changed["userErrors"], json!([]));
    }
    let event = board.next().await;
    let expected = json!({ "cursor": event["cursor"], "type": "UPDATED", "id": action_id(action),
        "record": { "status": "PAUSED", "isLate": false } });
    assert_eq!(event, expected);
    for absent in [project_id(team), project_id(hub.new_id()), "member_1".to_owned()] {
        let opened = TestStream::try_open(&hub.pipeline, &nobody, BOARD, json!({ "id": absent })).await;
        let errors = opened.err().expect("it does not open");
        assert_eq!(errors[0]["extensions"]["code"], "NOT_FOUND", "{errors}");
    }
});
