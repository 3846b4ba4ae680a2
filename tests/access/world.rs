//! The records of the matrix, one for each kind and level, and the eight who look at them.

use std::collections::BTreeSet;

use entities::{action, participation, project, record};
use respyrem::access::Visibility;
use respyrem::kernel::actor::{Actor, ClientActor, Role, Scope};
use respyrem::kernel::id;
use respyrem::kernel::kind::Kind;
use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::{ActiveModelTrait, EntityTrait};
use serde_json::json;
use uuid::Uuid;

use super::table::Looker;
use crate::support::TestHub;
use crate::support::file::file_id;
use crate::support::project::{day, project_id};

/// A record of the matrix.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    pub(super) kind: Kind,
    pub(super) level: Visibility,
    pub(super) id: String,
    /// A file of it.
    pub(super) file: String,
    /// The project that it belongs to.
    pub(super) project: Option<String>,
    /// A structure that everyone sees.
    pub(super) witness: Uuid,
}

pub(super) struct World {
    pub(super) subjects: Vec<Subject>,
    lookers: Vec<(Looker, Actor)>,
}

/// The structures around the records.
struct Houses {
    owner: Uuid,
    participant: Uuid,
    observer: Uuid,
}

impl World {
    pub(super) async fn build(hub: &TestHub) -> Self {
        let houses = Houses {
            owner: hub.structure("Owner").visibility(Visibility::Public).partner(true).await,
            participant: hub.structure("Participant").visibility(Visibility::Public).partner(true).await,
            observer: hub.structure("Observer").visibility(Visibility::Public).partner(true).await,
        };
        let other = hub.structure("Other").visibility(Visibility::Public).partner(true).await;
        let staff = [
            (hub.member("Vera").await, Role::Viewer),
            (hub.member("Edda").await, Role::Editor),
            (hub.member("Adam").await, Role::Admin),
        ];
        for (member, role) in staff {
            hub.join(member, houses.owner, role).await;
        }
        let mut subjects = Vec::new();
        for kind in Kind::ALL {
            for level in Visibility::ALL {
                let id = subject(hub, &houses, &staff, kind, level).await;
                hub.log_made(id).await;
                let file = file_id(hub.file(id).await);
                let row = record::Entity::find_by_id(id).one(hub.connection()).await.expect("a read");
                let project = row.expect("a record").project_id.map(project_id);
                let witness = houses.owner;
                let id = id::global(kind.prefix(), id);
                subjects.push(Subject { kind, level, id, file, project, witness });
            }
        }
        hub.reindex().await;
        let client = ClientActor {
            client: hub.new_id(),
            partner: hub.new_id(),
            structures: vec![houses.owner],
            scopes: BTreeSet::from([Scope::WriteMembers]),
            requests_per_minute: 300,
            expires_at: None,
        };
        let lookers = vec![
            (Looker::Anonymous, Actor::Anonymous),
            (Looker::OtherPartner, hub.person("Otto", other, Role::Admin).await),
            (Looker::Observer, hub.person("Oda", houses.observer, Role::Admin).await),
            (Looker::Participant, hub.person("Paul", houses.participant, Role::Member).await),
            (Looker::OwnerViewer, hub.actor_of(staff[0].0).await),
            (Looker::OwnerEditor, hub.actor_of(staff[1].0).await),
            (Looker::OwnerAdmin, hub.actor_of(staff[2].0).await),
            (Looker::OtherScope, Actor::Client(client)),
        ];
        Self { subjects, lookers }
    }

    pub(super) fn actor(&self, looker: Looker) -> &Actor {
        let found = self.lookers.iter().find(|(known, _)| *known == looker);
        found.map(|(_, actor)| actor).expect("every looker is in the world")
    }
}

/// Makes a record. A kind that is not made here does not compile.
async fn subject(
    hub: &TestHub,
    houses: &Houses,
    staff: &[(Uuid, Role)],
    kind: Kind,
    level: Visibility,
) -> Uuid {
    let name = format!("{kind} {level}");
    match kind {
        Kind::Structure => {
            let id = hub.structure(&name).visibility(level).await;
            for (member, role) in staff {
                hub.join(*member, id, *role).await;
            }
            id
        }
        Kind::Member => {
            let id = hub.member(&name).await;
            let row = record::ActiveModel {
                id: Unchanged(id),
                owner_id: Set(Some(houses.owner)),
                visibility: Set(level.as_str().to_owned()),
                effective_visibility: Set(level.as_str().to_owned()),
                ..Default::default()
            };
            row.update(hub.connection()).await.expect("a member of the owner");
            id
        }
        Kind::Resource => hub.resource(houses.owner, &name).visibility(level).await,
        Kind::Project => make_project(hub, houses, &name, level).await,
        Kind::Action => {
            let project = make_project(hub, houses, &format!("Project of {name}"), Visibility::Public).await;
            let id = hub.new_id();
            let common = hub.record(id, kind, &name, level);
            hub.insert_record(record::ActiveModel {
                owner_id: Set(Some(houses.owner)),
                project_id: Set(Some(project)),
                parent_id: Set(Some(project)),
                ..common
            })
            .await;
            let row = action::ActiveModel {
                id: Set(id),
                project_id: Set(project),
                title: Set(json!({ "fr": name })),
                status: Set("PLANNED".to_owned()),
                due_on: Set(Some(day("2026-03-01"))),
                progress_mode: Set("STEPS".to_owned()),
                progress_pct: Set(0),
                position: Set(0),
                ..Default::default()
            };
            action::Entity::insert(row).exec_without_returning(hub.connection()).await.expect("an action");
            id
        }
        Kind::Note => hub.note(houses.owner, &name, level).await,
        Kind::FundingSource => {
            let source = hub.funding_source(houses.owner, &name).visibility(level);
            let closing = source.with(|row| {
                row.status = Set("PUBLISHED".to_owned());
                row.closes_on = Set(Some(day("2026-03-20")));
            });
            closing.await
        }
        Kind::TrainingPath => hub.training_path(houses.owner, &name).visibility(level).await,
    }
}

async fn make_project(hub: &TestHub, houses: &Houses, name: &str, level: Visibility) -> Uuid {
    let id = hub.new_id();
    let common = hub.record(id, Kind::Project, name, level);
    hub.insert_record(record::ActiveModel {
        owner_id: Set(Some(houses.owner)),
        project_id: Set(Some(id)),
        ..common
    })
    .await;
    let row = project::ActiveModel {
        id: Set(id),
        kind: Set("PROJECT".to_owned()),
        title: Set(json!({ "fr": name })),
        phase: Set("IDEA".to_owned()),
        status: Set("NOT_STARTED".to_owned()),
        ..Default::default()
    };
    project::Entity::insert(row).exec_without_returning(hub.connection()).await.expect("a project");
    for (structure, role) in [(houses.participant, "PARTNER"), (houses.observer, "OBSERVER")] {
        let row = participation::ActiveModel {
            id: Set(hub.new_id()),
            project_id: Set(id),
            structure_id: Set(structure),
            role: Set(role.to_owned()),
            state: Set("ACCEPTED".to_owned()),
            proposed_by: Set("PROJECT".to_owned()),
            created_at: Set(hub.clock.now()),
            version: Set(1),
            ..Default::default()
        };
        participation::Entity::insert(row)
            .exec_without_returning(hub.connection())
            .await
            .expect("a participation");
    }
    id
}
