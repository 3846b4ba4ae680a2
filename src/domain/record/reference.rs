//! Records that a caller names in an input.

use async_graphql::ID;
use uuid::Uuid;

use crate::access::{self, Facts};
use crate::domain::structure;
use crate::kernel::error::Result;
use crate::kernel::id;
use crate::kernel::kind::Kind;
use crate::store::Tx;

/// The row that a global identifier with `prefix` names; `None` when it is none.
#[must_use]
pub fn row_named(prefix: &str, given: &ID) -> Option<Uuid> {
    id::parse_global(given).filter(|(found, _)| *found == prefix).map(|(_, id)| id)
}

/// As [`row_named`], for a record of any kind.
#[must_use]
pub fn any_row_named(given: &ID) -> Option<(Kind, Uuid)> {
    let (prefix, id) = id::parse_global(given)?;
    Kind::of_prefix(prefix).map(|kind| (kind, id))
}

/// What is known of the record of `kind` that the caller names, held until the end of the transaction; one that was
/// merged is the one that stands for it. `None` when there is none; `access` decides on the rest.
///
/// # Errors
/// When the database refuses it.
pub async fn named(tx: &Tx<'_>, kind: Kind, given: &ID) -> Result<Option<Facts>> {
    let Some(id) = row_named(kind.prefix(), given) else { return Ok(None) };
    Ok(standing(tx, id).await?.filter(|facts| facts.kind == kind))
}

/// As [`named`], for a record of any kind.
///
/// # Errors
/// When the database refuses it.
pub async fn any_named(tx: &Tx<'_>, given: &ID) -> Result<Option<Facts>> {
    let Some((kind, id)) = any_row_named(given) else { return Ok(None) };
    Ok(standing(tx, id).await?.filter(|facts| facts.kind == kind))
}

/// What is known of a record, or of the one that stands for it since they were merged.
async fn standing(tx: &Tx<'_>, id: Uuid) -> Result<Option<Facts>> {
    if let Some(facts) = tx.facts(id).await? {
        return Ok(Some(facts));
    }
    match structure::successor(tx, id).await? {
        Some(id) => tx.facts(id).await,
        None => Ok(None),
    }
}

/// The record of `kind` that the caller names in `field` and reads, if it names one.
///
/// # Errors
/// `NOT_FOUND` on `field`.
pub async fn seen(tx: &Tx<'_>, kind: Kind, given: Option<&ID>, field: &str) -> Result<Option<Facts>> {
    let Some(given) = given else { return Ok(None) };
    Ok(Some(access::seen(named(tx, kind, given).await?, field)?))
}
