//! Sharing records with those who are named.

use respyrem::access::Visibility;
use respyrem::kernel::actor::{Actor, Role};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::on_both;
use crate::support::TestHub;
use crate::support::build::{member_id, refusals, structure_id};
use crate::support::project::project_id;

const SELECTED: &str = "share { id granteeKind level expiresAt structure { name } member { displayName } partner grantedBy { displayName } }";

/// A SHARED project, an editor of its owner, and a stranger with a structure of its own.
struct Shared {
    project: Uuid,
    editor: Actor,
    other: Uuid,
    stranger: Actor,
}

async fn shared(hub: &TestHub) -> Shared {
    let owner = hub.structure("Cal Forn").partner(true).await;
    let other = hub.structure("Parc").partner(true).await;
    Shared {
        project: hub.project(owner, "Four solaire").visibility(Visibility::Shared).await,
        editor: hub.person("Edit", owner, Role::Editor).await,
        other,
        stranger: hub.person("Berta", other, Role::Viewer).await,
    }
}

impl Shared {
    async fn share(&self, hub: &TestHub, actor: &Actor, grantee: Value, more: Value) -> Value {
        let mut input = json!({ "record": project_id(self.project), "grantee": grantee });
        for (name, value) in more.as_object().into_iter().flatten() {
            input[name] = value.clone();
        }
        hub.mutate(actor, "shareRecord", input, SELECTED).await
    }

    fn berta(&self) -> Value {
        json!({ "member": member_id(self.stranger.member().expect("a member")) })
    }

    async fn reads(&self, hub: &TestHub, actor: &Actor) -> bool {
        let query = "query($id: ID!) { project(id: $id) { id } projects { totalCount } }";
        let answer = hub.ask_as(actor, query, json!({ "id": project_id(self.project) })).await;
        let (one, count) = (&answer["data"]["project"], &answer["data"]["projects"]["totalCount"]);
        assert_eq!(one.is_null(), *count == 0, "{answer}");
        !one.is_null()
    }
}

on_both!(who_is_named_reads_until_the_share_expires, |hub| {
    let shared = shared(&hub).await;
    assert!(!shared.reads(&hub, &shared.stranger).await);
    let until = json!({ "expiresAt": "2026-03-15T09:00:00Z" });
    let given = shared.share(&hub, &shared.editor, shared.berta(), until).await;
    let expected = json!({
        "id": given["share"]["id"], "granteeKind": "MEMBER", "level": "READ", "expiresAt": "2026-03-15T09:00:00Z",
        "structure": null, "member": { "displayName": "Berta" }, "partner": null, "grantedBy": { "displayName": "Edit" },
    });
    assert_eq!(given["share"], expected);
    assert!(shared.reads(&hub, &shared.stranger).await);
    hub.clock.set("2026-03-15T09:00:00Z".parse().expect("a moment"));
    assert!(!shared.reads(&hub, &shared.stranger).await);
});

on_both!(the_members_of_a_structure_can_be_named, |hub| {
    let shared = shared(&hub).await;
    let parc = json!({ "structure": structure_id(shared.other) });
    shared.share(&hub, &shared.editor, parc, json!({})).await;
    assert!(shared.reads(&hub, &shared.stranger).await);
});

on_both!(the_members_of_a_partner_can_be_named, |hub| {
    let shared = shared(&hub).await;
    shared.share(&hub, &shared.editor, json!({ "partner": "parc" }), json!({})).await;
    assert!(shared.reads(&hub, &shared.stranger).await);
});

on_both!(sharing_again_changes_the_share, |hub| {
    let shared = shared(&hub).await;
    let first = shared.share(&hub, &shared.editor, shared.berta(), json!({})).await;
    let second = shared.share(&hub, &shared.editor, shared.berta(), json!({ "level": "EDIT" })).await;
    assert_eq!(first["share"]["id"], second["share"]["id"]);
    assert_eq!(second["share"]["level"], "EDIT");
    assert_eq!(hub.count("share").await, 1);
    let query = "query($id: ID!) { project(id: $id) { viewer { edit { allowed } } } }";
    let answer = hub.ask_as(&shared.stranger, query, json!({ "id": project_id(shared.project) })).await;
    assert_eq!(answer["data"]["project"]["viewer"]["edit"]["allowed"], true);
});

on_both!(what_was_lent_is_not_lent_on, |hub| {
    let shared = shared(&hub).await;
    shared.share(&hub, &shared.editor, shared.berta(), json!({ "level": "EDIT" })).await;
    let other = json!({ "structure": structure_id(shared.other) });
    let refused = shared.share(&hub, &shared.stranger, other, json!({})).await;
    assert_eq!(refusals(&refused), ["FORBIDDEN input.record"]);
});

on_both!(shares_are_seen_by_those_who_give_them, |hub| {
    let shared = shared(&hub).await;
    shared.share(&hub, &shared.editor, shared.berta(), json!({})).await;
    let query = "query($id: ID!) { project(id: $id) { shares { totalCount nodes { level } } } }";
    let shares = async |actor| {
        let answer = hub.ask_as(actor, query, json!({ "id": project_id(shared.project) })).await;
        answer["data"]["project"]["shares"].clone()
    };
    assert_eq!(shares(&shared.editor).await, json!({ "totalCount": 1, "nodes": [{ "level": "READ" }] }));
    assert_eq!(shares(&shared.stranger).await, json!({ "totalCount": 0, "nodes": [] }));
});

on_both!(a_share_is_taken_back, |hub| {
    let shared = shared(&hub).await;
    let given = shared.share(&hub, &shared.editor, shared.berta(), json!({})).await;
    let input = json!({ "id": given["share"]["id"] });
    let selected = "record { __typename id version ... on Project { title { value } } }";
    let refused = hub.mutate(&shared.stranger, "unshareRecord", input.clone(), selected).await;
    assert_eq!(refusals(&refused), ["NOT_FOUND input.id"]);
    let taken = hub.mutate(&shared.editor, "unshareRecord", input, selected).await;
    let expected = json!({
        "__typename": "Project", "id": project_id(shared.project), "version": 1, "title": { "value": "Four solaire" },
    });
    assert_eq!(taken["record"], expected);
    assert!(!shared.reads(&hub, &shared.stranger).await);
    assert_eq!(hub.events().await, ["share.granted", "share.revoked"]);
});

on_both!(one_grantee_is_named_and_the_end_lies_ahead, |hub| {
    let shared = shared(&hub).await;
    let nobody = shared.share(&hub, &shared.editor, json!({}), json!({})).await;
    assert_eq!(refusals(&nobody), ["INVALID input.grantee"]);
    let unknown = shared.share(&hub, &shared.editor, json!({ "partner": "nobody" }), json!({})).await;
    assert_eq!(refusals(&unknown), ["NOT_FOUND input.grantee.partner"]);
    let past = json!({ "expiresAt": "2026-03-14T09:00:00Z" });
    let past = shared.share(&hub, &shared.editor, shared.berta(), past).await;
    assert_eq!(refusals(&past), ["INVALID input.expiresAt"]);
});
