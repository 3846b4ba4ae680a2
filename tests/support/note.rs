//! Notes for tests, put straight into the database.

use entities::{note, record};
use respyrem::access::Visibility;
use respyrem::kernel::id;
use respyrem::kernel::kind::Kind;
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;
use serde_json::json;
use uuid::Uuid;

use super::TestHub;

impl TestHub {
    /// A note of today on the record `told_of`, by nobody.
    pub(crate) async fn note(&self, told_of: Uuid, body: &str, level: Visibility) -> Uuid {
        let id = self.new_id();
        let above = record::Entity::find_by_id(told_of).one(self.connection()).await.expect("a read");
        let above = above.expect("the record");
        let effective = level.under(Visibility::parse(&above.effective_visibility));
        self.insert_record(record::ActiveModel {
            effective_visibility: Set(effective.as_str().to_owned()),
            parent_id: Set(Some(told_of)),
            project_id: Set(above.project_id),
            owner_id: Set(above.owner_id),
            withheld: Set(above.withheld),
            ..self.record(id, Kind::Note, body, level)
        })
        .await;
        let row = note::ActiveModel {
            id: Set(id),
            record_id: Set(told_of),
            kind: Set("NOTE".to_owned()),
            dated_on: Set(self.clock.today()),
            body: Set(json!({ "fr": body })),
        };
        note::Entity::insert(row).exec_without_returning(self.connection()).await.expect("a note");
        id
    }
}

/// The global identifier of a note.
pub(crate) fn note_id(id: Uuid) -> String {
    id::global(Kind::Note.prefix(), id)
}
