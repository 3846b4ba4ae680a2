//! What every change of a note begins with.

use async_graphql::ID;

use super::{NoteConflict, repo};
use crate::access::{self, Edit, Granted, Right};
use crate::domain::record;
use crate::kernel::error::Result;
use crate::kernel::kind::Kind;
use crate::store::Tx;

/// A note over which the caller has the right, and the record that it tells of; or what happened to it since the caller
/// read it.
pub(super) enum Opened<R> {
    Granted(Granted<R>, Granted<Edit>),
    Stale(NoteConflict),
}

/// Opens the note that the caller names in `input.id`. Who may not change the record that it tells of changes no note of
/// it either.
pub(super) async fn open<R: Right>(tx: &Tx<'_>, id: &ID, expected_version: i32) -> Result<Opened<R>> {
    let note = access::seen(record::named(tx, Kind::Note, id).await?, "input.id")?;
    let above = tx.facts(repo::told_of(tx, note.id).await?).await?;
    let above: Granted<Edit> = access::over(&tx.scene.viewer, above, "input.id")?;
    let granted: Granted<R> = access::over(&tx.scene.viewer, Some(note), "input.id")?;
    Ok(match tx.since(&granted, expected_version).await? {
        None => Opened::Granted(granted, above),
        Some(since) => Opened::Stale(NoteConflict::new(granted.id(), since)),
    })
}
