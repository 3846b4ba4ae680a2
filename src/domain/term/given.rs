//! Words that a caller gives to a record, by their codes.

use std::collections::BTreeSet;

use async_graphql::MaybeUndefined;
use uuid::Uuid;

use super::{TermScheme, repo};
use crate::domain::record::Checks;
use crate::kernel::error::Result;
use crate::store::Tx;

/// Words of each vocabulary that are said of a record, at most.
const MAX_WORDS: usize = 20;

/// What a caller says of a record in the words of one vocabulary.
#[derive(Debug)]
pub struct Given<'a> {
    /// The vocabulary.
    pub scheme: TermScheme,
    /// Where the caller says it.
    pub field: &'static str,
    /// The codes; null is none, absent leaves what there is.
    pub codes: &'a MaybeUndefined<Vec<String>>,
    /// What there is, and will be.
    pub kept: &'a mut BTreeSet<Uuid>,
}

/// Takes over the words that the caller gives. Codes that are none are among the faults.
///
/// # Errors
/// When the database refuses it.
pub async fn take<const N: usize>(tx: &Tx<'_>, checks: &mut Checks, given: [Given<'_>; N]) -> Result<()> {
    for Given { scheme, field, codes, kept } in given {
        let codes = match codes {
            MaybeUndefined::Undefined => continue,
            MaybeUndefined::Null => &[],
            MaybeUndefined::Value(codes) => codes.as_slice(),
        };
        checks.that(codes.len() <= MAX_WORDS, field, &format!("at most {MAX_WORDS}"));
        let found = repo::find(tx, scheme, codes.get(..MAX_WORDS).unwrap_or(codes), field).await;
        *kept = checks.found(found)?.unwrap_or_default();
    }
    Ok(())
}
