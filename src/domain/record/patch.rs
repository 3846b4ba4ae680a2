//! Fields of which a caller may say nothing: absent keeps what is there, null empties it, a value takes its place.

use async_graphql::{ID, MaybeUndefined};
use uuid::Uuid;

use super::seen;
use crate::kernel::error::Result;
use crate::kernel::kind::Kind;
use crate::store::Tx;

/// What a field holds after what was said of it; `read` makes what is kept of a value.
pub fn over<G, T>(
    before: Option<T>,
    given: MaybeUndefined<G>,
    read: impl FnOnce(G) -> Option<T>,
) -> Option<T> {
    match given {
        MaybeUndefined::Undefined => before,
        MaybeUndefined::Null => None,
        MaybeUndefined::Value(value) => read(value),
    }
}

/// As [`over`], for a field that names a record of `kind`, which the caller reads.
///
/// # Errors
/// `NOT_FOUND` on `field`.
pub async fn over_seen(
    tx: &Tx<'_>,
    before: Option<Uuid>,
    given: &MaybeUndefined<ID>,
    kind: Kind,
    field: &str,
) -> Result<Option<Uuid>> {
    if given.is_undefined() {
        return Ok(before);
    }
    let found = seen(tx, kind, given.value(), field).await?;
    Ok(found.map(|facts| facts.id))
}

/// The API's names of the fields that differ: each is given with whether it does.
#[must_use]
pub fn differing<const N: usize>(compared: [(&'static str, bool); N]) -> Vec<&'static str> {
    compared.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect()
}
