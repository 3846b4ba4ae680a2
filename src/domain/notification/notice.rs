//! Telling people of an act.

use uuid::Uuid;

use super::model::NotificationTopic;
use super::repo;
use crate::access::Facts;
use crate::kernel::error::Result;
use crate::kernel::kind::Kind;
use crate::store::Tx;

/// What is to be told.
#[derive(Clone, Debug)]
pub struct Notice {
    pub(super) topic: NotificationTopic,
    pub(super) record: Uuid,
    pub(super) kind: Kind,
    /// The event: whoever was told of it already is not told again.
    pub(super) key: String,
}

/// Who is to be told.
#[derive(Clone, Copy, Debug)]
pub enum To<'a> {
    /// This person.
    Member(Uuid),
    /// The administrators of these structures.
    Administrators(&'a [Uuid]),
    /// The administrators and editors of these structures.
    Editors(&'a [Uuid]),
}

impl Notice {
    /// That something happened which is about `record`. `event` tells it from others of the topic: a row, and where the same
    /// may happen to it again, its version.
    #[must_use]
    pub fn about(record: &Facts, topic: NotificationTopic, event: (Uuid, i32)) -> Self {
        Self::of_record((record.kind, record.id), topic, event)
    }

    /// The same of a record that was only just made.
    #[must_use]
    pub fn of_record(
        (kind, record): (Kind, Uuid),
        topic: NotificationTopic,
        (row, version): (Uuid, i32),
    ) -> Self {
        Self { topic, record, kind, key: format!("{topic} {row} {version}") }
    }
}

/// Tells people of what the transaction noted last of the record, but for the one who did it.
///
/// # Errors
/// When the database refuses it, or nothing was noted.
pub async fn tell(tx: &mut Tx<'_>, notice: &Notice, to: To<'_>) -> Result<()> {
    let mut members = match to {
        To::Member(member) => vec![member],
        To::Administrators(structures) => repo::staff(tx, structures, &["ADMIN"]).await?,
        To::Editors(structures) => repo::staff(tx, structures, &["ADMIN", "EDITOR"]).await?,
    };
    members.retain(|member| Some(*member) != tx.scene.viewer.member);
    if members.is_empty() {
        return Ok(());
    }
    let notified = repo::insert(tx, notice, &members).await?;
    tx.note_notified(notice.record, notified)
}
