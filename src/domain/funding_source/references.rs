//! What a funding source names: its funder, its terms and its territories, looked up.

use std::collections::BTreeSet;

use async_graphql::MaybeUndefined;
use uuid::Uuid;

use super::content::Content;
use super::input::FundingSourceDetails;
use crate::domain::record::{self, Checks};
use crate::domain::term::{self, TermScheme};
use crate::domain::territory::{self, TerritoryInput};
use crate::kernel::error::Result;
use crate::kernel::kind::Kind;
use crate::store::Tx;

/// Themes of one source, at most.
const MAX_THEMES: usize = 20;
/// Territories of one source, at most.
const MAX_TERRITORIES: usize = 100;

/// Takes over what the caller names. What is not there, or not for the caller to see, is among the faults.
pub(super) async fn take(
    tx: &Tx<'_>,
    content: &mut Content,
    given: &FundingSourceDetails,
    checks: &mut Checks,
) -> Result<()> {
    if !given.funder.is_undefined() {
        let funder = record::seen(tx, Kind::Structure, given.funder.value(), "input.funder").await;
        content.funder = checks.found(funder)?.flatten().map(|facts| facts.id);
    }
    if !given.audiences.is_undefined() {
        let kinds = given.audiences.value().map(Vec::as_slice).unwrap_or_default();
        let codes: Vec<String> = kinds.iter().map(|kind| kind.as_str().to_owned()).collect();
        let found = term::find(tx, TermScheme::Audience, &codes, "input.audiences").await;
        content.audiences = checks.found(found)?.unwrap_or_default();
    }
    if let Some(codes) = list(&given.themes, MAX_THEMES, "input.themes", checks) {
        let found = term::find(tx, TermScheme::Theme, codes, "input.themes").await;
        content.themes = checks.found(found)?.unwrap_or_default();
    }
    if let Some(places) = list(&given.territories, MAX_TERRITORIES, "input.territories", checks) {
        content.territories = territories(tx, places, checks).await?;
    }
    Ok(())
}

async fn territories(tx: &Tx<'_>, places: &[TerritoryInput], checks: &mut Checks) -> Result<BTreeSet<Uuid>> {
    let mut ids = BTreeSet::new();
    for (at, place) in places.iter().enumerate() {
        let found = territory::find(tx, Some(place), &format!("input.territories.{at}")).await;
        ids.extend(checks.found(found)?.flatten());
    }
    Ok(ids)
}

/// What a list holds, if the caller says anything of it; nothing when it holds more than `max`.
fn list<'a, T>(
    given: &'a MaybeUndefined<Vec<T>>,
    max: usize,
    field: &str,
    checks: &mut Checks,
) -> Option<&'a [T]> {
    let list = match given {
        MaybeUndefined::Undefined => return None,
        MaybeUndefined::Null => &[],
        MaybeUndefined::Value(list) => list.as_slice(),
    };
    let fits = list.len() <= max;
    checks.that(fits, field, &format!("at most {max}"));
    fits.then_some(list)
}
