//! Training paths for tests, with their stages and modules, put straight into the database.

use std::future::IntoFuture;

use entities::{path_module, path_stage, record, record_term, term, training_path};
use futures_util::future::BoxFuture;
use respyrem::access::Visibility;
use respyrem::kernel::id;
use respyrem::kernel::kind::Kind;
use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::json;
use uuid::Uuid;

use super::TestHub;
use super::level::{set_level, withhold};

impl TestHub {
    /// A PUBLISHED path of `owner`, to be completed and awaited; TEAM when nothing is said. It has one stage with one
    /// module unless it is given others.
    pub(crate) fn training_path(&self, owner: Uuid, title: &str) -> TrainingPathBuilder<'_> {
        let id = self.new_id();
        TrainingPathBuilder {
            hub: self,
            record: record::ActiveModel {
                owner_id: Set(Some(owner)),
                withheld: Set(false),
                ..self.record(id, Kind::TrainingPath, title, Visibility::Team)
            },
            row: training_path::ActiveModel {
                id: Set(id),
                provider_id: Set(owner),
                title: Set(json!({ "fr": title })),
                order_policy: Set("RECOMMENDED".to_owned()),
                modality: Set(Some("ONSITE".to_owned())),
                certification: Set("NONE".to_owned()),
                languages: Set(json!(["fr"])),
                status: Set("PUBLISHED".to_owned()),
                revision: Set(1),
                changed: Set(false),
                ..Default::default()
            },
            stages: Vec::new(),
            terms: Vec::new(),
        }
    }

    /// The stages of a path as it is, and its modules, in their order.
    pub(crate) async fn outline(&self, path: Uuid) -> (Vec<Uuid>, Vec<Uuid>) {
        let stages = path_stage::Entity::find()
            .filter(path_stage::Column::PathId.eq(path))
            .filter(path_stage::Column::RevisionId.is_null())
            .order_by_asc(path_stage::Column::Position);
        let stages: Vec<Uuid> =
            stages.all(self.connection()).await.expect("a read").into_iter().map(|stage| stage.id).collect();
        let mut modules = Vec::new();
        for stage in &stages {
            let found = path_module::Entity::find()
                .filter(path_module::Column::StageId.eq(*stage))
                .order_by_asc(path_module::Column::Position);
            let found = found.all(self.connection()).await.expect("a read");
            modules.extend(found.into_iter().map(|module| module.id));
        }
        (stages, modules)
    }

    /// Gives a module a resource to work with.
    pub(crate) async fn work_with(&self, module: Uuid, resource: Uuid) {
        let row = path_module::ActiveModel {
            id: Unchanged(module),
            kind: Set("RESOURCE".to_owned()),
            resource_id: Set(Some(resource)),
            ..Default::default()
        };
        row.update(self.connection()).await.expect("a module");
    }

    /// A word of the vocabulary of trades.
    pub(crate) async fn sector(&self, code: &str) -> Uuid {
        let id = self.new_id();
        let row = term::ActiveModel {
            id: Set(id),
            scheme: Set("SECTOR".to_owned()),
            code: Set(code.to_owned()),
            label: Set(json!({ "fr": code })),
            parent_id: Set(None),
            position: Set(1),
        };
        term::Entity::insert(row).exec_without_returning(self.connection()).await.expect("a sector");
        id
    }
}

/// The global identifier of a training path.
pub(crate) fn training_path_id(id: Uuid) -> String {
    id::global(Kind::TrainingPath.prefix(), id)
}

/// The global identifier of a stage.
pub(crate) fn stage_id(id: Uuid) -> String {
    id::global("pathstage", id)
}

/// The global identifier of a module.
pub(crate) fn module_id(id: Uuid) -> String {
    id::global("pathmodule", id)
}

/// A training path about to be put into the database: await it for its identifier.
pub(crate) struct TrainingPathBuilder<'a> {
    hub: &'a TestHub,
    record: record::ActiveModel,
    row: training_path::ActiveModel,
    /// The titles of its stages and of their modules.
    stages: Vec<(&'static str, &'static [&'static str])>,
    terms: Vec<Uuid>,
}

impl TrainingPathBuilder<'_> {
    /// Who may read it.
    pub(crate) fn visibility(mut self, level: Visibility) -> Self {
        set_level(&mut self.record, level);
        self
    }

    /// Its columns, as it should begin.
    pub(crate) fn with(mut self, change: impl FnOnce(&mut training_path::ActiveModel)) -> Self {
        change(&mut self.row);
        self
    }

    /// A PUBLIC one that nobody published.
    pub(crate) fn draft(mut self) -> Self {
        withhold(&mut self.record);
        self.row.status = Set("DRAFT".to_owned());
        self.row.revision = Set(0);
        self.row.changed = Set(true);
        self
    }

    /// Its next stage, with modules of half an hour.
    pub(crate) fn stage(mut self, title: &'static str, modules: &'static [&'static str]) -> Self {
        self.stages.push((title, modules));
        self
    }

    /// A term that is said of it.
    pub(crate) fn marked(mut self, term: Uuid) -> Self {
        self.terms.push(term);
        self
    }

    async fn make(mut self) -> Uuid {
        let (hub, id) = (self.hub, self.record.id.clone().unwrap());
        if self.stages.is_empty() {
            self.stages.push(("Découvrir", &["Visite"]));
        }
        hub.insert_record(self.record).await;
        training_path::Entity::insert(self.row)
            .exec_without_returning(hub.connection())
            .await
            .expect("a path");
        for (position, (title, modules)) in (1..).zip(self.stages) {
            hub.insert_stage(id, position, title, modules).await;
        }
        for term in self.terms {
            let row = record_term::ActiveModel { record_id: Set(id), term_id: Set(term) };
            record_term::Entity::insert(row).exec_without_returning(hub.connection()).await.expect("a word");
        }
        id
    }
}

impl TestHub {
    async fn insert_stage(&self, path: Uuid, position: i32, title: &str, modules: &[&str]) {
        let stage = self.new_id();
        let row = path_stage::ActiveModel {
            id: Set(stage),
            path_id: Set(path),
            revision_id: Set(None),
            position: Set(position),
            title: Set(json!({ "fr": title })),
        };
        path_stage::Entity::insert(row).exec_without_returning(self.connection()).await.expect("a stage");
        for (position, title) in (1..).zip(modules) {
            let row = path_module::ActiveModel {
                id: Set(self.new_id()),
                path_id: Set(path),
                revision_id: Set(None),
                stage_id: Set(stage),
                position: Set(position),
                kind: Set("LESSON".to_owned()),
                title: Set(json!({ "fr": title })),
                minutes: Set(Some(30)),
                required: Set(true),
                resource_id: Set(None),
            };
            path_module::Entity::insert(row)
                .exec_without_returning(self.connection())
                .await
                .expect("a module");
        }
    }
}

impl<'a> IntoFuture for TrainingPathBuilder<'a> {
    type Output = Uuid;
    type IntoFuture = BoxFuture<'a, Uuid>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.make())
    }
}
