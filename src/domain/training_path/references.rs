//! What a training path names: its provider and its words, looked up.

use super::content::Content;
use super::input::TrainingPathDetails;
use crate::domain::record::{self, Checks};
use crate::domain::term::{self, Given, TermScheme};
use crate::kernel::error::Result;
use crate::kernel::kind::Kind;
use crate::store::Tx;

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
    let words = vocabularies.map(|(scheme, field, codes, kept)| Given { scheme, field, codes, kept });
    term::take(tx, checks, words).await
}
