//! What a training path names: its provider and its words, looked up.

use async_graphql::MaybeUndefined;

use super::content::Content;
use super::input::TrainingPathDetails;
use crate::domain::record::{self, Checks};
use crate::domain::term::{self, TermScheme};
use crate::kernel::error::Result;
use crate::kernel::kind::Kind;
use crate::store::Tx;

/// Words of each vocabulary, at most.
const MAX_WORDS: usize = 20;

/// Takes over what the caller names. What is not there, or not for the caller to see, is among the faults.
pub(super) async fn take(
    tx: &Tx<'_>,
    content: &mut Content,
    given: &TrainingPathDetails,
    checks: &mut Checks,
) -> Result<()> {
    let provider = record::seen(tx, Kind::Structure, given.provider.as_ref(), "input.provider").await;
    content.provider = checks.found(provider)?.flatten().map_or(content.provider, |facts| facts.id);
    let vocabularies = [
        (TermScheme::Sector, "input.sectors", &given.sectors, &mut content.sectors),
        (TermScheme::Audience, "input.audiences", &given.audiences, &mut content.audiences),
        (TermScheme::Theme, "input.themes", &given.themes, &mut content.themes),
    ];
    for (scheme, field, given, kept) in vocabularies {
        let codes = match given {
            MaybeUndefined::Undefined => continue,
            MaybeUndefined::Null => &[],
            MaybeUndefined::Value(codes) => codes.as_slice(),
        };
        checks.that(codes.len() <= MAX_WORDS, field, &format!("at most {MAX_WORDS}"));
        let found = term::find(tx, scheme, codes.get(..MAX_WORDS).unwrap_or(codes), field).await;
        *kept = checks.found(found)?.unwrap_or_default();
    }
    Ok(())
}
