//! Projects and actions for tests, put straight into the database.

use std::future::IntoFuture;

use chrono::NaiveDate;
use entities::{action, action_step, participation, project, project_member, record};
use futures_util::future::BoxFuture;
use respyrem::access::Visibility;
use respyrem::kernel::id;
use respyrem::kernel::kind::Kind;
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;
use serde_json::json;
use uuid::Uuid;

use super::TestHub;
use super::level::set_level;

impl TestHub {
    /// A project of `owner`, which bears it, to be completed and awaited; TEAM when nothing is said.
    pub(crate) fn project(&self, owner: Uuid, title: &str) -> ProjectBuilder<'_> {
        let id = self.new_id();
        ProjectBuilder {
            hub: self,
            owner,
            record: record::ActiveModel {
                owner_id: Set(Some(owner)),
                project_id: Set(Some(id)),
                ..self.record(id, Kind::Project, title, Visibility::Team)
            },
            row: project::ActiveModel {
                id: Set(id),
                kind: Set("PROJECT".to_owned()),
                title: Set(json!({ "fr": title })),
                phase: Set("OPERATION".to_owned()),
                status: Set("IN_PROGRESS".to_owned()),
                ..Default::default()
            },
        }
    }

    /// An IN_PROGRESS action of a project, read by all who read the project, to be completed and awaited.
    pub(crate) fn action(&self, project: Uuid, title: &str) -> ActionBuilder<'_> {
        let id = self.new_id();
        ActionBuilder {
            hub: self,
            project,
            id,
            title: title.to_owned(),
            level: Visibility::Public,
            row: action::ActiveModel {
                id: Set(id),
                project_id: Set(project),
                title: Set(json!({ "fr": title })),
                status: Set("IN_PROGRESS".to_owned()),
                progress_mode: Set("STEPS".to_owned()),
                progress_pct: Set(0),
                position: Set(1),
                ..Default::default()
            },
            steps: Vec::new(),
        }
    }

    /// That `structure` takes part in a project.
    pub(crate) async fn participation(
        &self,
        project: Uuid,
        structure: Uuid,
        role: &str,
        state: &str,
    ) -> Uuid {
        let id = self.new_id();
        let row = participation::ActiveModel {
            id: Set(id),
            project_id: Set(project),
            structure_id: Set(structure),
            role: Set(role.to_owned()),
            state: Set(state.to_owned()),
            proposed_by: Set("PROJECT".to_owned()),
            since: Set(None),
            until: Set(None),
            decided_by: Set(None),
            decided_at: Set(None),
            created_at: Set(self.clock.now()),
            version: Set(1),
        };
        participation::Entity::insert(row)
            .exec_without_returning(self.connection())
            .await
            .expect("a participation");
        id
    }

    /// The structure that a project belongs to.
    pub(crate) async fn project_owner(&self, project: Uuid) -> Uuid {
        let row = record::Entity::find_by_id(project).one(self.connection()).await.expect("a read");
        row.and_then(|row| row.owner_id).expect("an owner")
    }

    /// That a person is in a project.
    pub(crate) async fn project_member(&self, project: Uuid, member: Uuid, role: &str) {
        let row = project_member::ActiveModel {
            id: Set(self.new_id()),
            project_id: Set(project),
            member_id: Set(member),
            role: Set(role.to_owned()),
            structure_id: Set(None),
            since: Set(None),
        };
        project_member::Entity::insert(row)
            .exec_without_returning(self.connection())
            .await
            .expect("a project member");
    }
}

/// The global identifier of a project.
pub(crate) fn project_id(id: Uuid) -> String {
    id::global(Kind::Project.prefix(), id)
}

/// The global identifier of an action.
pub(crate) fn action_id(id: Uuid) -> String {
    id::global(Kind::Action.prefix(), id)
}

/// A day: `YYYY-MM-DD`.
pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// A project about to be put into the database: await it for its identifier.
pub(crate) struct ProjectBuilder<'a> {
    hub: &'a TestHub,
    owner: Uuid,
    record: record::ActiveModel,
    row: project::ActiveModel,
}

impl ProjectBuilder<'_> {
    /// Who may read it.
    pub(crate) fn visibility(mut self, level: Visibility) -> Self {
        set_level(&mut self.record, level);
        self
    }

    /// Its columns, as it should begin.
    pub(crate) fn with(mut self, change: impl FnOnce(&mut project::ActiveModel)) -> Self {
        change(&mut self.row);
        self
    }

    /// What stands for it in addresses.
    pub(crate) fn slug(mut self, slug: &str) -> Self {
        self.record.slug = Set(Some(slug.to_owned()));
        self
    }

    async fn make(self) -> Uuid {
        let id = self.record.id.clone().unwrap();
        self.hub.insert_record(self.record).await;
        project::Entity::insert(self.row)
            .exec_without_returning(self.hub.connection())
            .await
            .expect("a project");
        self.hub.participation(id, self.owner, "LEAD", "ACCEPTED").await;
        id
    }
}

impl<'a> IntoFuture for ProjectBuilder<'a> {
    type Output = Uuid;
    type IntoFuture = BoxFuture<'a, Uuid>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.make())
    }
}

/// An action about to be put into the database: await it for its identifier.
pub(crate) struct ActionBuilder<'a> {
    hub: &'a TestHub,
    project: Uuid,
    id: Uuid,
    title: String,
    level: Visibility,
    row: action::ActiveModel,
    steps: Vec<(String, bool)>,
}

impl ActionBuilder<'_> {
    /// Who may read it, among those who read its project.
    pub(crate) fn visibility(mut self, level: Visibility) -> Self {
        self.level = level;
        self
    }

    /// Its columns, as it should begin.
    pub(crate) fn with(mut self, change: impl FnOnce(&mut action::ActiveModel)) -> Self {
        change(&mut self.row);
        self
    }

    /// A step after those that it has, done or not.
    pub(crate) fn step(mut self, title: &str, done: bool) -> Self {
        self.steps.push((title.to_owned(), done));
        self
    }

    async fn make(self) -> Uuid {
        let project = record::Entity::find_by_id(self.project)
            .one(self.hub.connection())
            .await
            .expect("a read")
            .expect("the project");
        let effective = self.level.under(Visibility::parse(&project.effective_visibility));
        self.hub
            .insert_record(record::ActiveModel {
                effective_visibility: Set(effective.as_str().to_owned()),
                parent_id: Set(Some(project.id)),
                project_id: Set(Some(project.id)),
                owner_id: Set(project.owner_id),
                ..self.hub.record(self.id, Kind::Action, &self.title, self.level)
            })
            .await;
        action::Entity::insert(self.row)
            .exec_without_returning(self.hub.connection())
            .await
            .expect("an action");
        for (position, (title, done)) in (1..).zip(self.steps) {
            let row = action_step::ActiveModel {
                id: Set(self.hub.new_id()),
                action_id: Set(self.id),
                position: Set(position),
                title: Set(title),
                due_on: Set(None),
                done_at: Set(done.then(|| self.hub.clock.now())),
                done_by: Set(None),
            };
            action_step::Entity::insert(row)
                .exec_without_returning(self.hub.connection())
                .await
                .expect("a step");
        }
        self.id
    }
}

impl<'a> IntoFuture for ActionBuilder<'a> {
    type Output = Uuid;
    type IntoFuture = BoxFuture<'a, Uuid>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.make())
    }
}
