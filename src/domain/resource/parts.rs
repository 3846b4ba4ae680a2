//! What hangs on a resource: the people, structures and words that a caller names, found under the caller's rights.

use std::collections::BTreeSet;

use async_graphql::MaybeUndefined;
use uuid::Uuid;

use super::content::Content;
use super::input::ContributionInput;
use super::model::ContributionRole;
use crate::domain::record::{self, Checks};
use crate::domain::term::{self, TermScheme};
use crate::kernel::error::{Error, Result};
use crate::kernel::kind::Kind;
use crate::kernel::text::clean;
use crate::store::Tx;

/// What hangs on a resource; `None` where it stays as it is.
#[derive(Clone, Debug)]
pub(super) struct Parts {
    pub(super) contributions: Option<Vec<NewContribution>>,
    pub(super) themes: Option<BTreeSet<Uuid>>,
    pub(super) skills: Option<BTreeSet<Uuid>>,
}

/// A contribution of somebody whom the caller sees.
#[derive(Clone, Debug)]
pub(super) struct NewContribution {
    pub(super) role: ContributionRole,
    pub(super) member: Option<Uuid>,
    pub(super) structure: Option<Uuid>,
    pub(super) name: Option<String>,
}

impl Parts {
    /// Finds what `content` names, or answers every name that is none.
    pub(super) async fn find(tx: &Tx<'_>, content: &Content) -> Result<Self> {
        let mut checks = Checks::default();
        let contributions = match given(&content.input.contributions) {
            Some(given) => Some(contributions(tx, &mut checks, given).await?),
            None => None,
        };
        let input = &content.input;
        let themes = words(tx, &mut checks, TermScheme::Theme, given(&input.themes), "input.themes").await?;
        let skills = words(tx, &mut checks, TermScheme::Skill, given(&input.skills), "input.skills").await?;
        checks.finish(Some(())).map_err(Error::Refused)?;
        Ok(Self { contributions, themes, skills })
    }
}

/// The list given; null is an empty one.
fn given<T>(list: &MaybeUndefined<Vec<T>>) -> Option<&[T]> {
    match list {
        MaybeUndefined::Undefined => None,
        MaybeUndefined::Null => Some(&[]),
        MaybeUndefined::Value(list) => Some(list),
    }
}

async fn words(
    tx: &Tx<'_>,
    checks: &mut Checks,
    scheme: TermScheme,
    codes: Option<&[String]>,
    field: &str,
) -> Result<Option<BTreeSet<Uuid>>> {
    match codes {
        Some(codes) => checks.found(term::find(tx, scheme, codes, field).await),
        None => Ok(None),
    }
}

async fn contributions(
    tx: &Tx<'_>,
    checks: &mut Checks,
    given: &[ContributionInput],
) -> Result<Vec<NewContribution>> {
    let mut found = Vec::with_capacity(given.len());
    for (at, given) in given.iter().enumerate() {
        let field = |name: &str| format!("input.contributions.{at}.{name}");
        let member = record::seen(tx, Kind::Member, given.member.as_ref(), &field("member")).await;
        let structure =
            record::seen(tx, Kind::Structure, given.structure.as_ref(), &field("structure")).await;
        found.push(NewContribution {
            role: given.role,
            member: checks.found(member)?.flatten().map(|member| member.id),
            structure: checks.found(structure)?.flatten().map(|structure| structure.id),
            name: given.name.as_deref().map(clean).filter(|name| !name.is_empty()),
        });
    }
    Ok(found)
}
