//! Rows of a batch whose names were looked up, parted into those that say nothing new and those to be judged.

use data_encoding::HEXLOWER;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{
    Judged, Origin,
    batch::Told,
    repo,
    source::{Before, Source},
};
use crate::{
    exchange::{fields::CellFault, module::ModuleRow, noun::Row},
    kernel::error::{Error, Result},
    store::Tx,
};

/// A row that its source has an identifier for.
pub(super) trait Identified {
    /// That identifier.
    fn external_id(&self) -> &str;
}

impl Identified for Row {
    fn external_id(&self) -> &str {
        &self.external_id
    }
}

impl Identified for ModuleRow {
    fn external_id(&self) -> &str {
        &self.external_id
    }
}

/// A row whose names were looked up.
#[derive(Debug)]
pub(super) struct Placed<'r, R, F> {
    pub(super) origin: Origin,
    pub(super) row: &'r R,
    /// What stands behind its names.
    pub(super) found: F,
    /// Of what it says, names looked up: a commune that is known since then is something new.
    pub(super) checksum: String,
    /// What it named was not known, and that is forgiven.
    pub(super) warnings: Vec<CellFault>,
}

/// The rows of a batch, parted.
#[derive(Debug)]
pub(super) struct Parted<'r, R, F> {
    /// What the source said before of what these rows tell.
    pub(super) before: Before,
    /// Rows that name something unknown, and those that say the same as before.
    pub(super) judged: Vec<Judged>,
    /// The others.
    pub(super) pending: Vec<Placed<'r, R, F>>,
}

/// Parts rows. `place` looks up what one names; its inner error is the fault of a row that names something unknown.
pub(super) async fn part<'r, R: Identified, F>(
    tx: &Tx<'_>,
    source: &Source,
    rows: &'r [Told<R>],
    place: impl Fn(&'r Told<R>) -> Result<Result<Placed<'r, R, F>, CellFault>>,
) -> Result<Parted<'r, R, F>> {
    let ids: Vec<String> = rows.iter().map(|told| told.row.external_id().to_owned()).collect();
    let before = repo::source::received(tx, source.id, &ids).await?;
    let (mut judged, mut pending) = (Vec::with_capacity(rows.len()), Vec::new());
    for told in rows {
        match place(told)? {
            Err(fault) => judged.push(Judged::refused(told.origin, fault)),
            Ok(placed) => match before.get(placed.row.external_id()) {
                Some(received) if received.checksum == placed.checksum => {
                    judged.push(Judged::unchanged(placed.origin, received.record, placed.warnings));
                }
                _ => pending.push(placed),
            },
        }
    }
    Ok(Parted { before, judged, pending })
}

/// The checksum of what a row says.
///
/// # Errors
/// When it cannot be written as JSON.
pub(super) fn checksum(said: &impl Serialize) -> Result<String> {
    let said =
        serde_json::to_vec(said).map_err(|error| Error::Internal(format!("a row as JSON: {error}")))?;
    Ok(HEXLOWER.encode(&Sha256::digest(said)))
}
