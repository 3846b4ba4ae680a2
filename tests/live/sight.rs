//! The access rules in memory and in the database are the same rules.

use entities::record;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use respyrem::access::{Footprint, Scene, Viewer, Visibility};
use respyrem::kernel::actor::{Actor, Role};
use respyrem::kernel::kind::Kind;
use respyrem::kernel::locale::Locale;
use respyrem::store::{self, policy};
use sea_orm::ActiveModelTrait;
use sea_orm::ActiveValue::{Set, Unchanged};
use serde_json::json;
use uuid::Uuid;

use crate::on_both;
use crate::support::TestHub;
use crate::support::build::{member_id, structure_id};
use crate::support::project::project_id;
use crate::support::resource::resource_id;

/// Records of two structures, some under a project, at every level; some withheld, some shared.
async fn records(hub: &TestHub, houses: &[Uuid], people: &[Actor], chance: &mut StdRng) -> Vec<Uuid> {
    let mut records = Vec::new();
    for level in Visibility::ALL {
        for house in houses {
            let project = hub.project(*house, &format!("Projet {level}")).visibility(level).await;
            let action = hub.action(project, "Bâtir").visibility(level).await;
            let resource = hub.resource(*house, "Fiche").visibility(level).await;
            records.extend([project, action, resource, hub.note(*house, "Note", level).await]);
            let structure = houses[chance.random_range(0..houses.len())];
            let (role, state) = [("PARTNER", "ACCEPTED"), ("OBSERVER", "ACCEPTED"), ("PARTNER", "PROPOSED")]
                [chance.random_range(0..3)];
            hub.participation(project, structure, role, state).await;
            let person = people[chance.random_range(0..people.len())].member().expect("a person");
            let role = ["PILOT", "REFERENT", "CONTRIBUTOR", "OBSERVER"][chance.random_range(0..4)];
            hub.project_member(project, person, role).await;
            share(hub, &project_id(project), houses, people, chance).await;
            share(hub, &resource_id(resource), houses, people, chance).await;
        }
    }
    records
}

/// Lends a record to somebody, for a while or for ever.
async fn share(hub: &TestHub, record: &str, houses: &[Uuid], people: &[Actor], chance: &mut StdRng) {
    let grantee = match chance.random_range(0..3) {
        0 => json!({ "structure": structure_id(houses[chance.random_range(0..houses.len())]) }),
        _ => {
            let person = people[chance.random_range(0..people.len())].member().expect("a person");
            json!({ "member": member_id(person) })
        }
    };
    let level = ["READ", "EDIT"][chance.random_range(0..2)];
    let ends = ["2026-03-14T10:00:00Z", "2030-01-01T00:00:00Z"][chance.random_range(0..2)];
    let input = json!({ "record": record, "grantee": grantee, "level": level,
        "expiresAt": ends });
    let shared = hub.mutate(&Actor::System, "shareRecord", input, "").await;
    assert_eq!(shared["userErrors"], json!([]), "{record}");
}

/// What of `ids` the database shows.
async fn seen_by_database(hub: &TestHub, scene: &Scene, ids: &[Uuid]) -> Vec<Uuid> {
    let mut sql = hub.store.sql();
    sql.push("select r.id from record r where ").any_id("r.id", ids).push(" and ");
    policy::visible(&mut sql, scene, "r");
    sql.push(" order by r.id");
    let rows = hub.store.reader().all(sql).await.expect("rows");
    rows.iter().map(|row| row.try_get_by_index(0).expect("an id")).collect()
}

/// What of `ids` is seen in memory.
async fn seen_in_memory(hub: &TestHub, scene: &Scene, ids: &[Uuid]) -> Vec<Uuid> {
    let sight = store::sight(&hub.store.reader(), &scene.viewer).await.expect("rights");
    let mut sql = hub.store.sql();
    sql.push("select id, kind, owner_id, project_id, created_by, effective_visibility, withheld from record where ");
    sql.any_id("id", ids).push(" order by id");
    let rows = hub.store.reader().all(sql).await.expect("rows");
    let footprints = rows.iter().map(|row| Footprint {
        id: row.try_get_by_index(0).expect("an id"),
        kind: Kind::parse(&row.try_get_by_index::<String>(1).expect("a kind")).expect("a kind"),
        owner: row.try_get_by_index(2).expect("an owner"),
        project: row.try_get_by_index(3).expect("a project"),
        created_by: row.try_get_by_index(4).expect("a maker"),
        standing: Visibility::parse(&row.try_get_by_index::<String>(5).expect("a level"))
            .standing(row.try_get_by_index(6).expect("a flag")),
    });
    footprints.filter(|footprint| sight.sees(footprint, scene.now)).map(|footprint| footprint.id).collect()
}

on_both!(memory_and_database_judge_alike, |hub| {
    let mut chance = StdRng::seed_from_u64(66);
    let mut houses = Vec::new();
    let mut people = Vec::new();
    for (house, roles) in [("Cal Forn", [Role::Viewer, Role::Admin]), ("Parc", [Role::Editor, Role::Member])]
    {
        let id = hub.structure(house).visibility(Visibility::Public).partner(house == "Parc").await;
        houses.push(id);
        for role in roles {
            people.push(hub.person(&format!("{house} {role:?}"), id, role).await);
        }
    }
    let ids = records(&hub, &houses, &people, &mut chance).await;
    for id in &ids {
        if chance.random_range(0..3) == 0 {
            // What is withheld is nobody's to read without asking.
            let level = ["SHARED", "TEAM"][chance.random_range(0..2)].to_owned();
            let (effective_visibility, withheld) = (Set(level), Set(true));
            let row = record::ActiveModel {
                id: Unchanged(*id),
                effective_visibility,
                withheld,
                ..Default::default()
            };
            row.update(hub.connection()).await.expect("a record");
        }
    }
    let mut lookers = people.clone();
    lookers.extend([Actor::Anonymous, Actor::System, hub.operator("Olga").await]);
    let mut seen = 0;
    for now in ["2026-03-14T09:00:00Z", "2026-03-14T11:00:00Z"] {
        hub.clock.set(now.parse().expect("a moment"));
        for looker in &lookers {
            let scene =
                Scene { viewer: Viewer::of(looker), ..Scene::new(looker, &hub.clock, vec![Locale::Fr]) };
            let in_memory = seen_in_memory(&hub, &scene, &ids).await;
            assert_eq!(in_memory, seen_by_database(&hub, &scene, &ids).await, "{looker:?}");
            seen += in_memory.len();
        }
    }
    assert!(seen > ids.len(), "somebody sees something");
});
