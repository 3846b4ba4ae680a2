//! Teaching resources for tests, put straight into the database.

use std::future::IntoFuture;

use entities::{record, resource_contribution, resource_link, resource_relation, teaching_resource};
use futures_util::future::BoxFuture;
use respyrem::access::Visibility;
use respyrem::kernel::id;
use respyrem::kernel::kind::Kind;
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;
use serde_json::json;
use uuid::Uuid;

use super::TestHub;
use super::level::{set_level, withhold};

impl TestHub {
    /// A PUBLISHED resource of `owner` with one link, to be completed and awaited; TEAM when nothing is said.
    pub(crate) fn resource(&self, owner: Uuid, title: &str) -> ResourceBuilder<'_> {
        let id = self.new_id();
        ResourceBuilder {
            hub: self,
            record: record::ActiveModel {
                owner_id: Set(Some(owner)),
                withheld: Set(false),
                ..self.record(id, Kind::Resource, title, Visibility::Team)
            },
            row: teaching_resource::ActiveModel {
                id: Set(id),
                title: Set(json!({ "fr": title })),
                description: Set(Some(json!({ "fr": "Une description." }))),
                languages: Set(json!(["fr"])),
                resource_types: Set(json!(["ACTIVITY"])),
                audiences: Set(json!(["TEACHER"])),
                educational_levels: Set(json!([])),
                licence: Set(Some("CC-BY-4.0".to_owned())),
                free: Set(true),
                published_on: Set(Some(self.clock.today())),
                status: Set("PUBLISHED".to_owned()),
                ..Default::default()
            },
        }
    }

    /// That a resource is something to another one.
    pub(crate) async fn relation(&self, from: Uuid, kind: &str, to: Uuid) {
        let row = resource_relation::ActiveModel {
            id: Set(self.new_id()),
            from_id: Set(from),
            kind: Set(kind.to_owned()),
            to_id: Set(to),
        };
        resource_relation::Entity::insert(row)
            .exec_without_returning(self.connection())
            .await
            .expect("a relation");
    }

    /// That a structure did something for a resource.
    pub(crate) async fn contribution(&self, resource: Uuid, position: i32, structure: Uuid) {
        let row = resource_contribution::ActiveModel {
            id: Set(self.new_id()),
            resource_id: Set(resource),
            position: Set(position),
            role: Set("AUTHOR".to_owned()),
            structure_id: Set(Some(structure)),
            ..Default::default()
        };
        resource_contribution::Entity::insert(row)
            .exec_without_returning(self.connection())
            .await
            .expect("a contribution");
    }
}

/// The global identifier of a resource.
pub(crate) fn resource_id(id: Uuid) -> String {
    id::global(Kind::Resource.prefix(), id)
}

/// A resource about to be put into the database: await it for its identifier.
pub(crate) struct ResourceBuilder<'a> {
    hub: &'a TestHub,
    record: record::ActiveModel,
    row: teaching_resource::ActiveModel,
}

impl ResourceBuilder<'_> {
    /// Who may read it.
    pub(crate) fn visibility(mut self, level: Visibility) -> Self {
        set_level(&mut self.record, level);
        self
    }

    /// Its columns, as it should begin.
    pub(crate) fn with(mut self, change: impl FnOnce(&mut teaching_resource::ActiveModel)) -> Self {
        change(&mut self.row);
        self
    }

    /// A PUBLIC one that nobody published.
    pub(crate) fn draft(mut self) -> Self {
        withhold(&mut self.record);
        self.row.status = Set("DRAFT".to_owned());
        self
    }

    async fn make(self) -> Uuid {
        let id = self.record.id.clone().unwrap();
        self.hub.insert_record(self.record).await;
        teaching_resource::Entity::insert(self.row)
            .exec_without_returning(self.hub.connection())
            .await
            .expect("a resource");
        let link = resource_link::ActiveModel {
            id: Set(self.hub.new_id()),
            resource_id: Set(id),
            position: Set(1),
            url: Set("https://example.org/atelier.pdf".to_owned()),
            mime: Set(Some("application/pdf".to_owned())),
            ..Default::default()
        };
        resource_link::Entity::insert(link)
            .exec_without_returning(self.hub.connection())
            .await
            .expect("a link");
        id
    }
}

impl<'a> IntoFuture for ResourceBuilder<'a> {
    type Output = Uuid;
    type IntoFuture = BoxFuture<'a, Uuid>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.make())
    }
}
