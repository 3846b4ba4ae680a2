//! Files for tests, sent as `PUT /upload` sends them.

use entities::file;
use futures_util::stream;
use respyrem::files::{Declared, Received, UploadFault};
use respyrem::kernel::actor::Actor;
use respyrem::kernel::id;
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;
use uuid::Uuid;

use super::TestHub;

/// The beginning of an image.
pub(crate) const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
/// The beginning of a document.
pub(crate) const PDF: &[u8] = b"%PDF-1.7\n% Atelier\n";

impl TestHub {
    /// That a record has a file, whose bytes are nowhere.
    pub(crate) async fn file(&self, record: Uuid) -> Uuid {
        let id = self.new_id();
        let row = file::ActiveModel {
            id: Set(id),
            record_id: Set(record),
            position: Set(1),
            role: Set("CONTENT".to_owned()),
            filename: Set("fiche.pdf".to_owned()),
            mime: Set("application/pdf".to_owned()),
            size: Set(19),
            sha256: Set("0".repeat(64)),
            version: Set(1),
            added_at: Set(self.clock.now()),
            updated_at: Set(self.clock.now()),
            ..Default::default()
        };
        file::Entity::insert(row).exec_without_returning(self.connection()).await.expect("a file");
        id
    }

    /// Sends bytes in pieces of seven.
    pub(crate) async fn send(
        &self,
        actor: &Actor,
        (filename, mime): (&str, &str),
        bytes: &[u8],
    ) -> Result<Received, UploadFault> {
        let declared = Declared { filename: filename.to_owned(), mime: mime.to_owned() };
        let pieces: Vec<Result<bytes::Bytes, ()>> =
            bytes.chunks(7).map(|piece| Ok(bytes::Bytes::copy_from_slice(piece))).collect();
        self.files.receive(actor, declared, stream::iter(pieces)).await
    }

    /// The upload of a file that the hub takes: its global identifier.
    pub(crate) async fn upload(&self, actor: &Actor, (filename, mime): (&str, &str), bytes: &[u8]) -> String {
        self.send(actor, (filename, mime), bytes).await.expect("a file that is taken").id
    }
}

/// The global identifier of a file.
pub(crate) fn file_id(id: Uuid) -> String {
    id::global("file", id)
}
