//! What every change of the files of a record begins and ends with.

use async_graphql::ID;

use super::FileConflict;
use super::repo::{self, Found};
use crate::access::{self, Edit, Granted};
use crate::domain::{record, resource};
use crate::kernel::error::{Code, Error, Fault, Result};
use crate::store::Tx;
use crate::store::record::Since;

/// A file that the caller may change, with its record; or what happened to it since the caller read it.
pub(super) type Opened = record::Opened<(Found, Granted<Edit>), FileConflict>;

/// Opens the file that the caller names in `input.id`.
pub(super) async fn open(tx: &Tx<'_>, id: &ID, expected_version: i32) -> Result<Opened> {
    let absent = || Fault::on("input.id", Code::NotFound, "no such file, or you may not see it");
    let named = repo::hold(tx, id).await?.ok_or_else(absent)?;
    let facts = tx.facts(named.record).await?;
    let granted: Granted<Edit> = access::over(&tx.scene.viewer, facts, "input.id")?;
    if named.version == expected_version {
        return Ok(Opened::Granted((named, granted)));
    }
    let fields = ["filename", "role", "altText"].map(str::to_owned).to_vec();
    let since = Since { member: named.updated_by, fields, at: Some(named.updated_at) };
    Ok(Opened::Stale(FileConflict::new(named.id, since)))
}

/// Sees that the record bears the change, once it is written, and notes it.
pub(super) async fn settle(tx: &mut Tx<'_>, record: &Granted<Edit>, event: &'static str) -> Result<()> {
    let lacking = resource::lacking(tx, record, "input").await?;
    if !lacking.is_empty() {
        return Err(Error::Refused(lacking));
    }
    tx.note_beside(record.facts(), event, "files");
    Ok(())
}
