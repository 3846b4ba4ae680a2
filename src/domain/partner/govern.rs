//! The partner that a caller names, or that a row belongs to, with the proof that the caller governs it.

use async_graphql::ID;
use uuid::Uuid;

use super::PREFIX;
use crate::access::{self, GrantedPartner};
use crate::domain::record;
use crate::kernel::error::Result;
use crate::store::Tx;

/// Grants the governing of the partner that the caller names in `field`, held until the end of the transaction.
///
/// # Errors
/// On `field`: `NOT_FOUND` for a partner that the caller does not read, `FORBIDDEN` for one that it does not govern.
pub async fn govern_named(tx: &Tx<'_>, given: &ID, field: &str) -> Result<GrantedPartner> {
    let facts = match record::row_named(PREFIX, given) {
        Some(id) => tx.partner_facts(id).await?,
        None => None,
    };
    Ok(access::govern(&tx.scene.viewer, facts, field)?)
}

/// As [`govern_named`], for the partner to which belongs what the caller names in `field`.
///
/// # Errors
/// As [`govern_named`].
pub async fn govern(tx: &Tx<'_>, partner: Uuid, field: &str) -> Result<GrantedPartner> {
    Ok(access::govern(&tx.scene.viewer, tx.partner_facts(partner).await?, field)?)
}
