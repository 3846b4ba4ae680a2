//! Nobody in particular changes nothing anywhere.

use respyrem::access::Visibility;
use respyrem::kernel::actor::{Actor, Role};
use respyrem::kernel::id;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::on_both;
use crate::support::TestHub;
use crate::support::build::{member_id, refusals, structure_id};
use crate::support::file::file_id;
use crate::support::funding_source::funding_source_id;
use crate::support::hub::SCHEMA;
use crate::support::note::note_id;
use crate::support::project::{action_id, project_id};
use crate::support::resource::resource_id;
use crate::support::training_path::{module_id, stage_id, training_path_id};

/// Inputs of what only somebody does who is somebody.
fn own(project: &str) -> Vec<(&'static str, Value)> {
    vec![
        ("markNotificationsRead", json!({ "all": true })),
        ("setFocus", json!({ "record": project, "view": "board" })),
    ]
}

/// An input for each mutation of the schema, on records that everybody reads.
async fn inputs(hub: &TestHub) -> Vec<(&'static str, Value)> {
    let owner = hub.structure("Cal Forn").visibility(Visibility::Public).partner(true).await;
    let ada = hub.member("Ada").await;
    hub.publish(ada).await;
    let membership = id::global("membership", hub.join(ada, owner, Role::Admin).await);
    let project = hub.project(owner, "Four solaire").visibility(Visibility::Public).await;
    let action = hub.action(project, "Payer").step("Demander un devis", false).await;
    let note = note_id(hub.note(project, "Il neige.", Visibility::Public).await);
    let others = [
        funding(hub, owner).await,
        resources(hub, owner).await,
        training(hub, owner).await,
        memberships(&membership),
        partners(hub, &membership),
        [identity(hub), services(hub)].concat(),
    ];
    let participation = id::global("participation", hub.new_id());
    let (owner, project, action) = (structure_id(owner), project_id(project), action_id(action));
    let title = json!({ "fr": "Titre" });
    let decision = json!({ "id": participation, "expectedVersion": 1 });
    let mut inputs = vec![
        ("createStructure", json!({ "kind": "PUBLIC", "name": "Mairie", "identifierWaiver": "OTHER" })),
        ("updateStructure", json!({ "id": owner, "acronym": "CF", "expectedVersion": 1 })),
        (
            "mergeStructures",
            json!({ "winner": owner, "loser": owner, "expectedVersion": 1, "expectedLoserVersion": 1 }),
        ),
        ("undoMerge", json!({ "loser": owner, "expectedVersion": 1 })),
        ("changeStructureStatus", json!({ "id": owner, "to": "ARCHIVED", "expectedVersion": 1 })),
        (
            "inviteMember",
            json!({ "structure": owner, "email": "b@example.org", "displayName": "B", "role": "ADMIN" }),
        ),
        ("requestMembership", json!({ "structure": owner })),
        ("shareRecord", json!({ "record": project, "grantee": { "member": member_id(ada) } })),
        ("unshareRecord", json!({ "id": id::global("share", hub.new_id()) })),
        ("changeVisibility", json!({ "id": project, "to": "PUBLIC", "expectedVersion": 1 })),
        ("archiveRecord", json!({ "id": project, "expectedVersion": 1 })),
        ("restoreRecord", json!({ "id": action, "expectedVersion": 1 })),
        ("createProject", json!({ "owner": owner, "title": title })),
        ("updateProject", json!({ "id": project, "code": "F-1", "expectedVersion": 1 })),
        ("addProjectMember", json!({ "project": project, "member": member_id(ada), "role": "PILOT" })),
        ("removeProjectMember", json!({ "id": id::global("projectmember", hub.new_id()) })),
        ("changeProjectStatus", json!({ "id": project, "to": "PAUSED", "expectedVersion": 1 })),
        ("changeProjectPhase", json!({ "id": project, "to": "STUDY", "expectedVersion": 1 })),
        ("proposeParticipation", json!({ "project": project, "structure": owner, "role": "PARTNER" })),
        ("acceptParticipation", decision.clone()),
        ("declineParticipation", decision.clone()),
        ("leaveProject", decision.clone()),
        ("handOverLead", decision),
        ("addNote", json!({ "record": project, "body": title })),
        ("updateNote", json!({ "id": note, "kind": "RISK", "expectedVersion": 1 })),
        ("removeNote", json!({ "id": note, "expectedVersion": 1 })),
        ("startImport", json!({ "kind": "STRUCTURE", "upload": id::global("upload", hub.new_id()) })),
        ("createAction", json!({ "project": project, "title": title })),
        ("updateAction", json!({ "id": action, "code": "F-1", "expectedVersion": 1 })),
        ("changeActionStatus", json!({ "id": action, "to": "DONE", "expectedVersion": 1 })),
        (
            "setActionStepDone",
            json!({ "id": id::global("step", hub.new_id()), "done": true, "expectedVersion": 1 }),
        ),
        ("upsertStructures", json!({ "source": "s", "items": [] })),
        ("upsertProjects", json!({ "source": "s", "items": [] })),
        ("upsertFundingSources", json!({ "source": "s", "items": [] })),
        ("upsertResources", json!({ "source": "s", "items": [] })),
    ];
    inputs.extend(others.into_iter().flatten());
    inputs.extend(own(&project));
    inputs
}

/// Those on a membership.
fn memberships(id: &str) -> Vec<(&'static str, Value)> {
    let step = json!({ "id": id, "expectedVersion": 1 });
    vec![
        ("acceptMembership", step.clone()),
        ("declineMembership", step.clone()),
        ("suspendMembership", step.clone()),
        ("resumeMembership", step.clone()),
        ("endMembership", step),
        ("changeMembershipRole", json!({ "id": id, "role": "VIEWER", "expectedVersion": 1 })),
    ]
}

/// Those on partners, and on how people sign in and programs act for them.
fn partners(hub: &TestHub, membership: &str) -> Vec<(&'static str, Value)> {
    let (partner, client) = (id::global("partner", hub.new_id()), id::global("respyrem", hub.new_id()));
    vec![
        ("updatePartner", json!({ "id": partner, "name": "Le parc", "expectedVersion": 1 })),
        ("createApiClient", json!({ "partner": partner, "name": "Site", "scopes": ["read:network"] })),
        ("updateApiClient", json!({ "id": client, "name": "Site", "expectedVersion": 1 })),
        ("rotateApiClientKey", json!({ "id": client })),
        ("revokeApiClient", json!({ "id": client })),
        (
            "createIdentityProvider",
            json!({
                "partner": partner,
                "slug": "parc",
                "label": "Le parc",
                "issuer": "https://parc.example",
                "clientId": "hub",
                "secret": "secret"
            }),
        ),
        ("createInvitationLink", json!({ "membership": membership })),
        (
            "registerSubgraph",
            json!({ "partner": partner, "name": "stock", "url": "https://parc.example/graphql" }),
        ),
    ]
}

/// Those on a partner's GraphQL service.
fn services(hub: &TestHub) -> Vec<(&'static str, Value)> {
    let id = id::global("subgraph", hub.new_id());
    vec![
        ("updateSubgraph", json!({ "id": id, "expectedVersion": 1, "url": "https://parc.example/graphql" })),
        ("grantSubgraphRights", json!({ "id": id, "expectedVersion": 1, "extends": ["Structure"] })),
        ("checkSubgraph", json!({ "id": id })),
        ("changeSubgraphState", json!({ "id": id, "expectedVersion": 1, "state": "ACTIVE" })),
        ("removeSubgraph", json!({ "id": id, "expectedVersion": 1 })),
    ]
}

/// Those on a provider, and on who signed in through one.
fn identity(hub: &TestHub) -> Vec<(&'static str, Value)> {
    let named = |prefix| id::global(prefix, hub.new_id());
    let (provider, clash) = (named("provider"), json!({ "id": named("clash") }));
    let domain = json!({ "id": named("domain") });
    vec![
        ("updateIdentityProvider", json!({ "id": provider, "label": "Le parc", "expectedVersion": 1 })),
        ("changeIdentityProviderState", json!({ "id": provider, "state": "PAUSED", "expectedVersion": 1 })),
        ("setProviderRules", json!({ "id": provider, "rules": [], "expectedVersion": 1 })),
        ("addProviderDomain", json!({ "provider": provider, "domain": "parc.example" })),
        ("proveProviderDomain", domain.clone()),
        ("removeProviderDomain", domain),
        ("linkIdentity", clash.clone()),
        ("dismissIdentityClash", clash),
        ("unlinkIdentity", json!({ "id": named("identity") })),
        ("admitMember", json!({ "id": named("member") })),
        ("endSession", json!({ "id": named("session") })),
    ]
}

/// Those on funding sources of `owner`.
async fn funding(hub: &TestHub, owner: Uuid) -> Vec<(&'static str, Value)> {
    let source = hub.funding_source(owner, "Aide").visibility(Visibility::Public).await;
    let (source, owner, title) = (funding_source_id(source), structure_id(owner), json!({ "fr": "Titre" }));
    vec![
        ("createFundingSource", json!({ "owner": owner, "title": title, "aidType": "GRANT" })),
        ("updateFundingSource", json!({ "id": source, "maxRatePct": 50, "expectedVersion": 1 })),
        ("changeFundingSourceStatus", json!({ "id": source, "to": "IN_REVIEW", "expectedVersion": 1 })),
    ]
}

/// Those on teaching resources of `owner`.
async fn resources(hub: &TestHub, owner: Uuid) -> Vec<(&'static str, Value)> {
    let resource = hub.resource(owner, "Atelier").visibility(Visibility::Public).await;
    let file = file_id(hub.file(resource).await);
    let resource = resource_id(resource);
    let other = resource_id(hub.resource(owner, "Recette").visibility(Visibility::Public).await);
    let relation = json!({ "from": resource, "to": other, "kind": "IS_BASED_ON", "expectedVersion": 1 });
    let (owner, title) = (structure_id(owner), json!({ "fr": "Titre" }));
    vec![
        ("createResource", json!({ "owner": owner, "title": title })),
        ("updateResource", json!({ "id": resource, "learningMinutes": 30, "expectedVersion": 1 })),
        ("changeResourceStatus", json!({ "id": resource, "to": "WITHDRAWN", "expectedVersion": 1 })),
        ("addFile", json!({ "record": resource, "upload": id::global("upload", hub.new_id()) })),
        ("updateFile", json!({ "id": file, "filename": "a.pdf", "expectedVersion": 1 })),
        ("removeFile", json!({ "id": file, "expectedVersion": 1 })),
        ("relateResources", relation.clone()),
        ("unrelateResources", relation),
    ]
}

/// Those on training paths of `owner`.
async fn training(hub: &TestHub, owner: Uuid) -> Vec<(&'static str, Value)> {
    let path = hub.training_path(owner, "Cuisine").visibility(Visibility::Public).await;
    let (stages, modules) = hub.outline(path).await;
    let (path, stage, module) = (training_path_id(path), stage_id(stages[0]), module_id(modules[0]));
    let prerequisite = json!({ "module": module, "requires": module, "expectedVersion": 1 });
    let (owner, title) = (structure_id(owner), json!({ "fr": "Titre" }));
    vec![
        ("createTrainingPath", json!({ "owner": owner, "title": title, "modality": "ONSITE" })),
        ("updateTrainingPath", json!({ "id": path, "code": "C-1", "expectedVersion": 1 })),
        (
            "changeTrainingPathStatus",
            json!({ "id": path, "to": "ARCHIVED", "reason": "fini", "expectedVersion": 1 }),
        ),
        ("addPathStage", json!({ "path": path, "title": title, "expectedVersion": 1 })),
        ("updatePathStage", json!({ "id": stage, "title": title, "expectedVersion": 1 })),
        ("movePathStage", json!({ "id": stage, "position": 1, "expectedVersion": 1 })),
        ("removePathStage", json!({ "id": stage, "expectedVersion": 1 })),
        (
            "addPathModule",
            json!({ "stage": stage, "kind": "LESSON", "title": title, "minutes": 30, "expectedVersion": 1 }),
        ),
        ("updatePathModule", json!({ "id": module, "minutes": 45, "expectedVersion": 1 })),
        ("movePathModule", json!({ "id": module, "position": 1, "expectedVersion": 1 })),
        ("removePathModule", json!({ "id": module, "expectedVersion": 1 })),
        ("addModulePrerequisite", prerequisite.clone()),
        ("removeModulePrerequisite", prerequisite),
    ]
}

on_both!(nobody_in_particular_changes_nothing, |hub| {
    let inputs = inputs(&hub).await;
    for (name, input) in &inputs {
        let refused = hub.mutate(&Actor::Anonymous, name, input.clone(), "").await;
        let refusals = refusals(&refused);
        assert!(
            refusals
                .iter()
                .any(|refusal| refusal.starts_with("FORBIDDEN") || refusal.starts_with("NOT_FOUND")),
            "{name}: {refused}"
        );
    }
    assert_eq!(hub.events().await, [""; 0]);
    assert_eq!(hub.count("audit_event").await, 0);
});

on_both!(nobody_in_particular_has_sessions_to_end, |hub| {
    let refused = hub.ask("mutation { endAllMySessions { userErrors { code } } }", json!({})).await;
    assert_eq!(
        refused["data"]["endAllMySessions"]["userErrors"],
        json!([{ "code": "FORBIDDEN" }]),
        "{refused}"
    );
    assert_eq!(hub.count("audit_event").await, 0);
});

#[tokio::test]
async fn every_mutation_is_tried() {
    let hub = TestHub::start(crate::support::Backend::Sqlite).await;
    let schema = SCHEMA.compiled();
    let mutation = schema.get_object("Mutation").expect("the mutation type");
    let mut names: Vec<_> = mutation.fields.keys().map(ToString::to_string).collect();
    let mut tried: Vec<_> = inputs(&hub).await.into_iter().map(|(name, _)| name.to_owned()).collect();
    tried.push("endAllMySessions".to_owned());
    names.sort();
    tried.sort();
    assert_eq!(names, tried);
}
