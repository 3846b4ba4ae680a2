//! Two structures that are found to be one, and that are parted again.

use entities::{
    action, external_ref, file, funding_source, membership, note, participation, project_member, record,
    resource_contribution, share, structure, structure_action_territory, training_path,
};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use respyrem::access::Visibility;
use respyrem::kernel::actor::{Actor, Role};
use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::{ActiveModelTrait, EntityTrait};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::on_both;
use crate::support::TestHub;
use crate::support::build::{refusals, structure_id};
use crate::support::file::file_id;
use crate::support::note::note_id;
use crate::support::project::project_id;

pub(super) async fn version(hub: &TestHub, id: Uuid) -> i32 {
    let row = record::Entity::find_by_id(id).one(hub.connection()).await.expect("a read");
    row.expect("a record").version
}

pub(super) async fn merge(hub: &TestHub, actor: &Actor, winner: Uuid, loser: Uuid) -> Value {
    let input = json!({
        "winner": structure_id(winner), "loser": structure_id(loser),
        "expectedVersion": version(hub, winner).await, "expectedLoserVersion": version(hub, loser).await,
    });
    hub.mutate(actor, "mergeStructures", input, "structure { id name }").await
}

async fn undo(hub: &TestHub, actor: &Actor, winner: Uuid, loser: Uuid) -> Value {
    let input = json!({ "loser": structure_id(loser), "expectedVersion": version(hub, winner).await });
    hub.mutate(actor, "undoMerge", input, "winner { id } loser { id name status }").await
}

/// What a column of a structure says from now on.
async fn with(hub: &TestHub, id: Uuid, change: impl FnOnce(&mut structure::ActiveModel)) {
    let mut row = structure::ActiveModel { id: Unchanged(id), ..Default::default() };
    change(&mut row);
    row.update(hub.connection()).await.expect("a structure");
}

pub(super) async fn two(hub: &TestHub) -> (Actor, Uuid, Uuid) {
    let ada = hub.operator("Ada").await;
    let winner = hub.structure("Cal Forn").visibility(Visibility::Public).await;
    let loser = hub.structure("Forn (Cal)").visibility(Visibility::Public).await;
    (ada, winner, loser)
}

on_both!(the_loser_is_found_as_the_winner_by_all_that_named_it, |hub| {
    let (ada, winner, loser) = two(&hub).await;
    let siret = "21660149200012";
    with(&hub, loser, |row| {
        row.siren = Set(Some("216601492".to_owned()));
        row.siret = Set(Some(siret.to_owned()));
    })
    .await;
    let slug = "query($id: ID!) { node(id: $id) { ... on Structure { slug } } }";
    let slug = hub.ask(slug, json!({ "id": structure_id(loser) })).await["data"]["node"]["slug"].clone();
    let merged = merge(&hub, &ada, winner, loser).await;
    assert_eq!(merged["structure"]["name"], "Cal Forn", "{merged}");
    let query = "query($id: ID!, $ids: [ID!]!, $slug: String!, $siret: Siret!) {
        node(id: $id) { id } nodes(ids: $ids) { id } byId: structure(id: $id) { id } bySlug: structure(slug: $slug) { id }
        bySiret: structure(siret: $siret) { id siret } structures { totalCount } }";
    let (gone, stays) = (structure_id(loser), structure_id(winner));
    let variables = json!({ "id": gone, "ids": [gone, stays], "slug": slug, "siret": siret });
    let answer = hub.ask(query, variables).await;
    let one = json!({ "id": stays });
    let expected = json!({
        "node": one, "nodes": [one, one], "byId": one, "bySlug": one, "bySiret": { "id": stays, "siret": siret },
        "structures": { "totalCount": 1 },
    });
    assert_eq!(answer["data"], expected, "{answer}");
    assert_eq!(hub.events().await, ["structure.merged", "structure.updated"]);
    let told = &hub.logged().await[0];
    assert_eq!((told.record_id, told.visible_after.clone()), (loser, None));
});

on_both!(a_person_of_both_keeps_the_higher_role, |hub| {
    let (ada, winner, loser) = two(&hub).await;
    let (both, one) = (hub.member("Berta").await, hub.member("Carles").await);
    hub.join(both, winner, Role::Viewer).await;
    hub.join(both, loser, Role::Admin).await;
    hub.join(one, loser, Role::Editor).await;
    let held = async |member: Uuid| {
        let Actor::Member(actor) = hub.actor_of(member).await else { panic!("a member") };
        actor.memberships.into_iter().map(|held| (held.structure, held.role)).collect::<Vec<_>>()
    };
    assert_eq!(refusals(&merge(&hub, &ada, winner, loser).await), [""; 0]);
    assert_eq!(held(both).await, [(winner, Role::Admin)]);
    assert_eq!(held(one).await, [(winner, Role::Editor)]);
    assert_eq!(refusals(&undo(&hub, &ada, winner, loser).await), [""; 0]);
    let mut again = held(both).await;
    again.sort_by_key(|(structure, _)| *structure != winner);
    assert_eq!(again, [(winner, Role::Viewer), (loser, Role::Admin)]);
    assert_eq!(held(one).await, [(loser, Role::Editor)]);
});

on_both!(records_notes_and_files_go_over_and_are_told, |hub| {
    let (ada, winner, loser) = two(&hub).await;
    let project = hub.project(loser, "Four solaire").await;
    let note = hub.note(loser, "Il neige.", Visibility::Public).await;
    let file = file_id(hub.file(loser).await);
    let editor = hub.person("Aina", winner, Role::Editor).await;
    assert_eq!(refusals(&merge(&hub, &ada, winner, loser).await), [""; 0]);
    let query = "query($id: ID!, $project: ID!) { structure(id: $id) { notes { nodes { id } } files { id } }
        project(id: $project) { owner { id } viewer { edit { allowed } } } }";
    let answer = hub
        .ask_as(&editor, query, json!({ "id": structure_id(winner), "project": project_id(project) }))
        .await;
    let expected = json!({
        "structure": { "notes": { "nodes": [{ "id": note_id(note) }] }, "files": [{ "id": file }] },
        "project": { "owner": { "id": structure_id(winner) }, "viewer": { "edit": { "allowed": true } } },
    });
    assert_eq!(answer["data"], expected, "{answer}");
    let moved: Vec<_> =
        hub.logged().await.into_iter().filter(|row| row.event == "record.owner_changed").collect();
    assert!(moved.iter().any(|row| row.record_id == project && row.owner_id == Some(winner)), "{moved:?}");
});

on_both!(only_those_who_run_the_network_merge_and_part, |hub| {
    let (ada, winner, loser) = two(&hub).await;
    let admin = hub.person("Aina", winner, Role::Admin).await;
    assert_eq!(refusals(&merge(&hub, &admin, winner, loser).await), ["FORBIDDEN input.winner"]);
    assert_eq!(refusals(&merge(&hub, &ada, winner, winner).await), ["INVALID input.loser"]);
    with(&hub, winner, |row| row.parent_id = Set(Some(loser))).await;
    assert_eq!(refusals(&merge(&hub, &ada, winner, loser).await), ["INVALID input.winner"]);
    with(&hub, winner, |row| row.parent_id = Set(None)).await;
    let stale = json!({
        "winner": structure_id(winner), "loser": structure_id(loser), "expectedVersion": 1, "expectedLoserVersion": 7,
    });
    let stale = hub.mutate(&ada, "mergeStructures", stale, "conflict { current { id } }").await;
    assert_eq!(stale["conflict"]["current"]["id"], structure_id(loser), "{stale}");
    assert_eq!(refusals(&merge(&hub, &ada, winner, loser).await), [""; 0]);
    assert_eq!(refusals(&undo(&hub, &admin, winner, loser).await), ["FORBIDDEN input.loser"]);
});

on_both!(a_merge_is_undone_within_thirty_days, |hub| {
    let (ada, winner, loser) = two(&hub).await;
    merge(&hub, &ada, winner, loser).await;
    hub.clock.set("2026-04-13T09:00:00Z".parse().expect("a moment"));
    assert_eq!(refusals(&undo(&hub, &ada, winner, loser).await), ["INVALID_TRANSITION input.loser"]);
    hub.clock.set("2026-04-13T08:59:59Z".parse().expect("a moment"));
    let parted = undo(&hub, &ada, winner, loser).await;
    assert_eq!(
        parted["loser"],
        json!({ "id": structure_id(loser), "name": "Forn (Cal)", "status": "ACTIVE" })
    );
    assert_eq!(refusals(&undo(&hub, &ada, winner, loser).await), ["NOT_FOUND input.loser"]);
});

on_both!(merges_in_a_row_are_undone_in_the_other_order, |hub| {
    let (ada, second, first) = two(&hub).await;
    let third = hub.structure("Forn").visibility(Visibility::Public).await;
    assert_eq!(refusals(&merge(&hub, &ada, second, first).await), [""; 0]);
    assert_eq!(refusals(&merge(&hub, &ada, third, second).await), [""; 0]);
    let query = "query($id: ID!) { structure(id: $id) { id } }";
    let answer = hub.ask(query, json!({ "id": structure_id(first) })).await;
    assert_eq!(answer["data"]["structure"]["id"], structure_id(third), "{answer}");
    assert_eq!(refusals(&undo(&hub, &ada, third, first).await), ["INVALID_TRANSITION input.loser"]);
    assert_eq!(refusals(&undo(&hub, &ada, third, second).await), [""; 0]);
    assert_eq!(refusals(&undo(&hub, &ada, second, first).await), [""; 0]);
    let answer = hub.ask(query, json!({ "id": structure_id(first) })).await;
    assert_eq!(answer["data"]["structure"]["id"], structure_id(first), "{answer}");
});

/// Everything that a merge can move, as text, but for versions and who changed what when.
async fn everything(hub: &TestHub) -> Vec<String> {
    macro_rules! rows {
        ($($table:ident { $($field:ident: $value:expr),* }),+ $(,)?) => {{
            let mut all = Vec::new();
            $(for row in $table::Entity::find().all(hub.connection()).await.expect("a read") {
                all.push(format!("{:?}", $table::Model { $($field: $value,)* ..row }));
            })+
            all.sort();
            all
        }};
    }
    let now = hub.clock.now();
    rows!(
        record { version: 0, updated_at: now, updated_by: None },
        membership { version: 0 },
        participation { version: 0 },
        structure {},
        project_member {},
        action {},
        funding_source {},
        resource_contribution {},
        training_path {},
        note {},
        file {},
        share {},
        external_ref {},
        structure_action_territory {},
    )
}

/// A small network around two structures, drawn by chance.
async fn drawn(hub: &TestHub, chance: &mut StdRng, structures: &[Uuid]) {
    let pick = |chance: &mut StdRng| structures[chance.random_range(0..structures.len())];
    for person in 0..4 {
        let member = hub.member(&format!("Personne {person}")).await;
        for structure in structures {
            if chance.random_bool(0.6) {
                hub.join(member, *structure, Role::ALL[chance.random_range(0..4)]).await;
            }
        }
    }
    let commune = hub.commune("66149", "Prades").await;
    for structure in structures {
        if chance.random_bool(0.5) {
            let row = structure_action_territory::ActiveModel {
                structure_id: Set(*structure),
                territory_id: Set(commune),
            };
            structure_action_territory::Entity::insert(row)
                .exec_without_returning(hub.connection())
                .await
                .expect("a place of work");
        }
    }
    for number in 0..3 {
        let owner = pick(chance);
        let project = hub.project(owner, &format!("Projet {number}")).await;
        for structure in structures {
            if chance.random_bool(0.5) {
                let state = ["PROPOSED", "ACCEPTED"][chance.random_range(0..2)];
                hub.participation(project, *structure, "PARTNER", state).await;
            }
            if chance.random_bool(0.5) {
                shared(hub, chance, project, *structure).await;
            }
        }
        let pilot = pick(chance);
        hub.action(project, "Agir").with(|row| row.pilot_structure_id = Set(Some(pilot))).await;
        let funder = pick(chance);
        hub.funding_source(pick(chance), "Aide").with(|row| row.funder_id = Set(Some(funder))).await;
        let resource = hub.resource(pick(chance), "Atelier").await;
        hub.contribution(resource, 1, pick(chance)).await;
        hub.training_path(pick(chance), "Parcours").await;
        hub.note(pick(chance), "Il neige.", Visibility::ALL[chance.random_range(0..5)]).await;
        hub.file(pick(chance)).await;
    }
}

async fn shared(hub: &TestHub, chance: &mut StdRng, record: Uuid, structure: Uuid) {
    let row = share::ActiveModel {
        id: Set(hub.new_id()),
        record_id: Set(record),
        grantee_kind: Set("STRUCTURE".to_owned()),
        grantee_id: Set(structure),
        level: Set(["READ", "COMMENT", "EDIT"][chance.random_range(0..3)].to_owned()),
        expires_at: Set(None),
        granted_by: Set(None),
        granted_at: Set(hub.clock.now()),
    };
    share::Entity::insert(row).exec_without_returning(hub.connection()).await.expect("a share");
}

on_both!(whatever_names_two_structures_a_merge_that_is_undone_leaves_it_as_it_was, |hub| {
    let ada = hub.operator("Ada").await;
    for seed in 0..4 {
        let mut chance = StdRng::seed_from_u64(seed);
        let hub = TestHub::start(hub.backend).await;
        let levels = [Visibility::Public, Visibility::Network, Visibility::Team];
        let mut structures = Vec::new();
        for name in ["Gagnant", "Perdant", "Autre"] {
            structures.push(hub.structure(name).visibility(levels[chance.random_range(0..3)]).await);
        }
        with(&hub, structures[2], |row| row.parent_id = Set(Some(structures[1]))).await;
        with(&hub, structures[1], |row| row.uai = Set(Some("0660010C".to_owned()))).await;
        drawn(&hub, &mut chance, &structures).await;
        let before = everything(&hub).await;
        let merged = merge(&hub, &ada, structures[0], structures[1]).await;
        assert_eq!(refusals(&merged), [""; 0], "seed {seed}: {merged}");
        let between = everything(&hub).await;
        assert_ne!(between, before, "seed {seed}");
        let parted = undo(&hub, &ada, structures[0], structures[1]).await;
        assert_eq!(refusals(&parted), [""; 0], "seed {seed}: {parted}");
        let after = everything(&hub).await;
        let lost: Vec<_> = before.iter().filter(|row| !after.contains(row)).collect();
        let new: Vec<_> = after.iter().filter(|row| !before.contains(row)).collect();
        assert!(lost.is_empty() && new.is_empty(), "seed {seed}:\nlost {lost:#?}\nnew {new:#?}");
    }
});
