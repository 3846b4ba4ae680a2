//! What every change of a note begins with.

use async_graphql::ID;

use super::{NoteConflict, repo};
use crate::access::{self, Edit, Facts, Granted, Right};
use crate::domain::record;
use crate::kernel::error::Result;
use crate::kernel::kind::Kind;
use crate::store::Tx;

/// A note over which the caller has the right, and the record that it tells of; or what happened to it since the caller
/// read it.
pub(super) type Opened<R> = record::Opened<(Granted<R>, Granted<Edit>), NoteConflict>;

/// Opens the note that the caller names in `input.id`. Who may not change the record that it tells of changes no note of
/// it either.
pub(super) async fn open<R: Right>(tx: &Tx<'_>, id: &ID, expected_version: i32) -> Result<Opened<R>> {
    let note = access::seen(record::named(tx, Kind::Note, id).await?, "input.id")?;
    let above = tx.facts(repo::told_of(tx, note.id).await?).await?;
    let above: Granted<Edit> = access::over(&tx.scene.viewer, above, "input.id")?;
    let stale = |note: &Facts, since| NoteConflict::new(note.id, since);
    let opened = record::open(tx, (Some(note), "input.id"), expected_version, stale).await?;
    Ok(opened.map(|granted| (granted, above)))
}
