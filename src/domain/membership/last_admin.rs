//! A structure of an active partner is never left without an administrator.

use super::repo::{self, Found};
use crate::kernel::error::{Code, Fault, Result};
use crate::store::Tx;

/// Refuses what would take its last administrator from a structure of an ACTIVE partner: to leave, to be set aside, to
/// be demoted. Two who leave at once are told apart by the structure's record, which both transactions hold.
///
/// # Errors
/// `INVALID_TRANSITION` on `field`.
pub(super) async fn check(tx: &Tx<'_>, found: &Found, field: &str) -> Result<()> {
    let free = !found.administers()
        || repo::has_other_admin(tx, found).await?
        || repo::active_partner(tx, found.structure).await?.is_none();
    if free {
        return Ok(());
    }
    let message = "this is the structure's last administrator: make somebody else ADMIN first";
    Err(Fault::on(field, Code::InvalidTransition, message).into())
}
