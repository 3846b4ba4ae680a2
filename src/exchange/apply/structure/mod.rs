//! Structures: which record a row is about, and what it changes.
//!
//! | The row | The record |
//! |---|---|
//! | was received before (source and `externalId`) | the same as then |
//! | has the SIRET, RNA number or UAI of a structure in use | that one, which is linked to the source |
//! | otherwise | a new one: ACTIVE when it has a number, else DRAFT; seen by the network unless the row says otherwise |
//!
//! Two rows of one source are never the same structure: the second is a duplicate. Who reads a structure is said at
//! its making only: no file widens what people narrowed.

mod holders;
mod merge;
mod repo;
mod take;
mod write;

use std::collections::HashMap;

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Line, Origin, Verdict, Words, batch::Told, problem::ApplyProblem};
use crate::{
    exchange::{fields::CellFault, mapping::Unknown, structure::StructureRow},
    kernel::error::{Code, Error, Result},
    store::Tx,
};
use repo::Received;
use take::Desk;

/// A row whose place was looked up.
#[derive(Debug)]
struct Placed<'r> {
    origin: Origin,
    row: &'r StructureRow,
    place: Option<Uuid>,
    /// Of what the row says, place included: a commune that is known since then is something new.
    checksum: String,
    /// What it named was not known, and that is forgiven.
    warnings: Vec<CellFault>,
}

/// Applies the rows of one batch.
pub(super) async fn apply(tx: &mut Tx<'_>, words: &Words, rows: &[Told<StructureRow>]) -> Result<Vec<Line>> {
    let source = repo::source(tx, &words.plan.source).await?;
    let places =
        repo::communes(tx, rows.iter().filter_map(|told| told.row.territory.clone()).collect()).await?;
    let ids = rows.iter().map(|told| told.row.external_id.clone()).collect();
    let received = repo::received(tx, source.id, ids).await?;
    let (mut lines, mut pending) = (Vec::with_capacity(rows.len()), Vec::new());
    for told in rows {
        match placed(words, told, &places)? {
            Err(fault) => lines.push(refused(told.origin, fault)),
            Ok(placed) if is_known(&received, &placed) => {
                lines.push(Line {
                    line: placed.origin.line,
                    verdict: Verdict::Unchanged,
                    remarks: placed.warnings,
                });
            }
            Ok(placed) => pending.push(placed),
        }
    }
    if !pending.is_empty() {
        let known = repo::known(tx, source.id, &pending, &received).await?;
        let mut desk = Desk::new(words, received, known);
        lines.extend(pending.into_iter().map(|placed| desk.take(placed, || tx.new_id())));
        write::write(tx, &source, desk.changes).await?;
    }
    Ok(lines)
}

fn is_known(received: &HashMap<String, Received>, placed: &Placed<'_>) -> bool {
    received.get(&placed.row.external_id).is_some_and(|received| received.checksum == placed.checksum)
}

/// Looks the place up; the inner error is the fault of a row that names an unknown one.
fn placed<'r>(
    words: &Words,
    told: &'r Told<StructureRow>,
    places: &HashMap<String, Uuid>,
) -> Result<Result<Placed<'r>, CellFault>> {
    let (origin, row) = (told.origin, &*told.row);
    let mut placed = Placed { origin, row, place: None, checksum: String::new(), warnings: Vec::new() };
    if let Some(code) = &row.territory {
        placed.place = places.get(code.as_str()).copied();
        if placed.place.is_none() {
            let problem = ApplyProblem::UnknownPlace(code.as_str().to_owned());
            let fault = words.fault(origin, "territory", Code::NotFound, &problem);
            match words.plan.records.get(origin.plan).map(|plan| plan.unknown("territory")) {
                Some(Unknown::Empty) => placed.warnings.push(fault),
                Some(Unknown::Refuse) | None => return Ok(Err(fault)),
            }
        }
    }
    placed.checksum = checksum(row, placed.place)?;
    Ok(Ok(placed))
}

fn checksum(row: &StructureRow, place: Option<Uuid>) -> Result<String> {
    let said = serde_json::to_vec(row).map_err(|error| Error::Internal(format!("a row as JSON: {error}")))?;
    let digest = Sha256::new().chain_update(said).chain_update(place.unwrap_or_default()).finalize();
    Ok(HEXLOWER.encode(&digest))
}

fn refused(origin: Origin, fault: CellFault) -> Line {
    let verdict = match fault.code {
        Code::Duplicate => Verdict::Duplicate,
        _ => Verdict::Refused,
    };
    Line { line: origin.line, verdict, remarks: vec![fault] }
}
