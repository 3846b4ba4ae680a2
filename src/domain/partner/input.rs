//! The mutation's input, and the check that lists all its faults at once.

use async_graphql::{ID, InputObject, MaybeUndefined};

use super::model::{MAX_NAME, MAX_URL};
use super::repo::Content;
use crate::domain::record::{Checks, over};
use crate::kernel::error::Fault;

/// A partner to be changed; what is absent stays as it is.
#[derive(Clone, Debug, InputObject)]
pub struct UpdatePartnerInput {
    /// The partner.
    pub id: ID,
    /// The version of the partner that you read.
    pub expected_version: i32,
    /// What it is called.
    pub name: MaybeUndefined<String>,
    /// Its own site; null when it has none.
    pub site_url: MaybeUndefined<String>,
    /// Its own structure, one of the partner's: from then on its administrators govern the partner. With null, only those
    /// who run the network do.
    pub structure: MaybeUndefined<ID>,
}

/// The partner's name and site after what was said of them.
pub(super) fn checked(input: &UpdatePartnerInput, before: &Content) -> Result<Content, Vec<Fault>> {
    let mut checks = Checks::default();
    checks.not_null("input.name", &input.name);
    let mut name = Some(before.name.clone());
    if let MaybeUndefined::Value(given) = &input.name {
        name = checks.line("input.name", Some(given), MAX_NAME);
        checks.that(name.is_some(), "input.name", "a partner has a name, so that people know it");
    }
    let site_url = over(before.site_url.clone(), input.site_url.clone(), |url| {
        checks.line("input.siteUrl", Some(&url), MAX_URL)
    });
    let addressed =
        site_url.as_deref().is_none_or(|url| url.starts_with("https://") || url.starts_with("http://"));
    checks.that(addressed, "input.siteUrl", "a web site begins with https:// or http://");
    checks.finish(name.map(|name| Content { name, site_url, structure: before.structure }))
}
